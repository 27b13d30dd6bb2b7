"""The blank building that a fresh house begins with: filled instead of left standing empty beside the others."""

from workhall.domain import places
from workhall.domain.places import Zone, ZoneFilter
from workhall.identity import Actor
from workhall.kernel.paging import Page
from workhall.persistence import Transaction


async def blank_zones(tx: Transaction, actor: Actor, top: Zone) -> list[Zone]:
    """The only building and its only level, if nobody has changed them or put anything in; else nothing."""
    asked = ZoneFilter(parent_ids=(top.zone_id,), tags=("building",))
    found = [listed.zone for listed in await places.zones.find(tx, actor, asked, Page(2))]
    if len(found) != 1:
        return []
    zones = [found[0], *await places.zones.children_of(tx, found[0].zone_id)]
    if len(zones) != 2 or any(zone.created_at != zone.updated_at for zone in zones):
        return []
    if await places.systems.ids_in_zone(tx, found[0].zone_id):
        return []
    documents = await places.metadata_of_each(tx, [zone.zone_id for zone in zones])
    return [] if any(documents.values()) else zones
