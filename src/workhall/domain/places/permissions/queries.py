"""The verbs that ask what somebody may do in zones. Each costs one query, and none for people without groups."""

from collections.abc import Sequence

from workhall.domain.places.permissions import store
from workhall.domain.places.permissions.model import NeedsPermission, Permission, permission_of
from workhall.identity import Actor
from workhall.persistence import Transaction


async def permission_on(tx: Transaction, actor: Actor, zone_ids: Sequence[str]) -> Permission:
    """Evaluate the grants of exactly these zones, in this order (staff API contract, 1.7)."""
    groups = _groups(actor)
    if not groups or not zone_ids:
        return Permission.NONE
    return permission_of(await store.grants_on(tx, zone_ids), groups)


async def elevated_on(tx: Transaction, actor: Actor, zone_ids: Sequence[str]) -> Permission:
    """Evaluate the grants that count for places and things (engine API contract, B.11).

    They count only at and below the root zone of the caller's domain (`config.org_zone`). Zones above the
    given ones are walked too, first, so that whoever manages a building manages its levels.
    """
    groups = _groups(actor)
    if not groups or not zone_ids:
        return Permission.NONE
    return permission_of(await store.grants_below_root(tx, zone_ids, actor.user_id), groups)


async def may_manage(tx: Transaction, actor: Actor, zone_ids: Sequence[str]) -> bool:
    """Whether the caller may create and change what lies in these zones."""
    return actor.is_support or (await elevated_on(tx, actor, zone_ids)).manages


async def may_administer(tx: Transaction, actor: Actor, zone_ids: Sequence[str]) -> bool:
    """Whether the caller may also remove what lies in these zones."""
    return actor.is_support or (await elevated_on(tx, actor, zone_ids)).administers


async def need_manage(tx: Transaction, actor: Actor, zone_ids: Sequence[str]) -> None:
    """Raises NeedsPermission unless the caller may create and change what lies in these zones."""
    if not await may_manage(tx, actor, zone_ids):
        raise NeedsPermission("this needs support staff, or a group that manages this place")


async def need_administer(tx: Transaction, actor: Actor, zone_ids: Sequence[str]) -> None:
    """Raises NeedsPermission unless the caller may remove what lies in these zones."""
    if not await may_administer(tx, actor, zone_ids):
        raise NeedsPermission("this needs support staff, or a group that administers this place")


async def zones_of_parent(tx: Transaction, parent_id: str) -> list[str] | None:
    """The zones whose grants count for what hangs off a zone, a system or a person; None when there is none such."""
    return await store.zones_of_parent(tx, parent_id)


def _groups(actor: Actor) -> frozenset[str]:
    """Groups of the person's record and of the token; a guest's roles are places, not groups."""
    return actor.groups if actor.is_guest else actor.groups | {role.lower() for role in actor.roles}
