"""The verbs that read zones. Every signed-in person may."""

from collections.abc import Sequence

from workhall.domain.places.zones import store
from workhall.domain.places.zones.model import FilterNeeded, ListedZone, UnknownZone, Zone, ZoneFilter
from workhall.identity import Actor
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction


async def show(tx: Transaction, zone_id: str) -> Zone:
    """Raises UnknownZone."""
    zone = await store.by_id(tx, zone_id)
    if zone is None:
        raise UnknownZone(f"there is no zone {zone_id}")
    return zone


async def find(
    tx: Transaction, actor: Actor, wanted: ZoneFilter, page: Page, *, count_children: bool = False
) -> Found[ListedZone]:
    """List zones by name.

    Raises:
        FilterNeeded: the caller is not support staff and asks for zones anywhere, of any kind.
    """
    if not (actor.is_support or wanted.names_a_place):
        raise FilterNeeded("ask for zones by 'tags' or 'parent_id'; only support staff may list all")
    return await store.find(tx, wanted, page, count_children=count_children)


async def those(tx: Transaction, zone_ids: Sequence[str]) -> list[Zone]:
    """Those of the zones that exist, in the order asked for."""
    return await store.by_ids(tx, zone_ids)


async def children_of(tx: Transaction, zone_id: str) -> list[Zone]:
    """The zones directly in a zone, by name; raises UnknownZone."""
    await show(tx, zone_id)
    return await store.children_of(tx, zone_id)


async def tags(tx: Transaction) -> list[str]:
    """Every tag that some zone has."""
    return await store.tags(tx)


async def inside(tx: Transaction, zone_id: str) -> list[str]:
    """The ids of all zones in a zone, at any depth, from the top down: what would go with it."""
    return (await store.subtree(tx, zone_id))[1:]


async def around(tx: Transaction, zone_id: str) -> list[Zone]:
    """The zones that a zone lies in, the outermost first."""
    return await store.above(tx, zone_id)
