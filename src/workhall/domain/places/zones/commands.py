"""The verbs that change zones."""

from dataclasses import asdict, replace

from workhall.domain import organisations
from workhall.domain.places.metadata import MetadataGone
from workhall.domain.places.permissions import need_administer, need_manage
from workhall.domain.places.zones import store
from workhall.domain.places.zones.events import ZoneChanged
from workhall.domain.places.zones.model import UnknownZone, Zone, ZoneChanges, checked
from workhall.identity import Actor, record
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import ZoneId, new_id
from workhall.persistence import Transaction


async def create(tx: Transaction, actor: Actor, given: ZoneChanges) -> Zone:
    """Add a zone; others than support staff may below the zones they manage."""
    blank = Zone(ZoneId(new_id("zone")), tx.now, tx.now)
    zone = _settled(replace(blank, **given))
    if zone.parent_id is None:
        await need_manage(tx, actor, [])
    else:
        await _need_parent(tx, actor, zone.parent_id)
    await store.insert(tx, checked(zone))
    record(tx, actor, "create", ("zone", zone.zone_id), after=asdict(zone))
    await _tell(tx, "create", zone)
    return zone


async def update(tx: Transaction, actor: Actor, zone_id: str, given: ZoneChanges) -> Zone:
    """Change the fields given.

    Raises:
        Invalid: the name is taken, the time zone unknown, or the new parent lies in the zone itself.
    """
    before = await _locked(tx, zone_id)
    await need_manage(tx, actor, [zone_id])
    after = _settled(replace(before, **given, updated_at=tx.now))
    if after.parent_id != before.parent_id:
        await _move(tx, actor, after)
    await store.update(tx, checked(after))
    record(tx, actor, "update", ("zone", zone_id), before=asdict(before), after=asdict(after))
    await _tell(tx, "update", after)
    return after


async def delete(tx: Transaction, actor: Actor, zone_id: str) -> None:
    """Remove a zone with all zones in it, their documents and settings; rooms and assets no longer lie in them."""
    zone = await _locked(tx, zone_id)
    await need_administer(tx, actor, [zone_id])
    inside = await store.subtree(tx, zone_id)
    await store.delete(tx, zone_id)
    record(tx, actor, "delete", ("zone", zone_id), before={**asdict(zone), "with_zones": inside[1:]})
    await _tell(tx, "destroy", zone)
    for gone in inside:
        tx.announce(MetadataGone(gone))


async def _tell(tx: Transaction, action: str, zone: Zone) -> None:
    """Announce the change; apps that remember zones for days forget them."""
    tx.announce(ZoneChanged(action, zone))
    await organisations.bump_cache(tx)


async def _locked(tx: Transaction, zone_id: str) -> Zone:
    zone = await store.locked(tx, zone_id)
    if zone is None:
        raise UnknownZone(f"there is no zone {zone_id}")
    return zone


async def _need_parent(tx: Transaction, actor: Actor, parent_id: str) -> None:
    if await store.by_id(tx, parent_id) is None:
        raise Invalid("parent_id", "is no zone here")
    await need_manage(tx, actor, [parent_id])


async def _move(tx: Transaction, actor: Actor, zone: Zone) -> None:
    if zone.parent_id is None:
        await need_manage(tx, actor, [])
        return
    await _need_parent(tx, actor, zone.parent_id)
    await store.lock_tree(tx)
    if await store.lies_in(tx, zone.parent_id, zone.zone_id):
        raise Invalid("parent_id", "must not lie in the zone itself")


def _settled(zone: Zone) -> Zone:
    """Blank where nothing is meant counts as nothing."""
    return replace(
        zone,
        name=zone.name.strip(),
        parent_id=zone.parent_id or None,
        timezone=zone.timezone or None,
        place_id=zone.place_id or None,
        tags=tuple(tag for raw in zone.tags if (tag := raw.strip())),
    )
