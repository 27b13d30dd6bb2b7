"""Who may change things: support staff, and groups that manage the place (engine API contract B.11, B.12)."""

from collections.abc import Iterable

from workhall.domain import organisations, places
from workhall.identity import Actor
from workhall.persistence import Transaction


async def need_manage(tx: Transaction, actor: Actor, zone_ids: Iterable[str]) -> None:
    """Raises NeedsPermission unless each of these zones may be managed."""
    for zone_id in sorted(set(zone_ids)):
        await places.need_manage(tx, actor, [zone_id])


async def need_administer(tx: Transaction, actor: Actor, zone_ids: Iterable[str]) -> None:
    """Raises NeedsPermission unless each of these zones may be administered."""
    for zone_id in sorted(set(zone_ids)):
        await places.need_administer(tx, actor, [zone_id])


async def need_manage_all(tx: Transaction, actor: Actor) -> None:
    """For what lies in no zone (the catalogue): whoever manages the root zone."""
    if not actor.is_support:
        await places.need_manage(tx, actor, await organisations.root_zones(tx))


async def need_administer_all(tx: Transaction, actor: Actor) -> None:
    """The same, for removing."""
    if not actor.is_support:
        await places.need_administer(tx, actor, await organisations.root_zones(tx))
