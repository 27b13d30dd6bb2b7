"""Who may read and write settings (engine API contract, B.5 and B.11)."""

from collections.abc import Sequence

from workhall.domain.places.permissions import NeedsPermission, elevated_on, need_manage, zones_of_parent
from workhall.domain.places.settings.model import Level
from workhall.identity import Actor
from workhall.kernel.errors import Invalid
from workhall.persistence import Transaction


async def need_read(tx: Transaction, actor: Actor, parent_ids: Sequence[str]) -> None:
    """Raises NeedsPermission unless the caller is support staff, or manages every one of these places."""
    if actor.is_support:
        return
    for parent_id in parent_ids:
        await need_manage(tx, actor, await zones_of_parent(tx, parent_id) or [])


async def need_write(tx: Transaction, actor: Actor, parent_id: str, levels: Sequence[Level]) -> None:
    """Administrators write every level; groups that administer a place its open settings.

    Raises:
        Invalid: there is no such parent; modules and drivers, which also have settings, do not run here yet.
    """
    zone_ids = None if parent_id.startswith("user-") else await zones_of_parent(tx, parent_id)
    if actor.is_admin and zone_ids is None:
        raise Invalid("parent_id", "is no zone or system here")
    if actor.is_admin:
        return
    open_only = all(level is Level.OPEN for level in levels)
    if not (open_only and zone_ids and (await elevated_on(tx, actor, zone_ids)).administers):
        raise NeedsPermission("this needs an administrator; groups that administer a place may write its open settings")
