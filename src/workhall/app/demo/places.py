"""Puts the buildings up: zones, plans, rooms, documents. What is there already stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from workhall.app.demo import documents
from workhall.app.demo.buildings import Building, Level, Room
from workhall.app.demo.people import Person
from workhall.domain import places
from workhall.domain.places import Writing, Zone, ZoneChanges, ZoneFilter
from workhall.identity import Actor
from workhall.kernel.errors import Conflict
from workhall.kernel.ids import SystemId, ZoneId
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.persistence import Transaction


class NoOrganisationZone(Conflict):
    """There is nothing to put a building in."""

    code = "no_organisation_zone"


@dataclass(frozen=True, slots=True)
class Site:
    """A building as it stands: the ids of its zones and rooms, by the names the sketches use."""

    building: Building
    top: ZoneId
    zones: dict[str, ZoneId]
    rooms: dict[str, SystemId]

    def zones_of(self, level: str) -> tuple[str, ...]:
        """From the organisation down, as bookings and rooms name them."""
        return (self.top, self.zones[self.building.code], self.zones[level])


async def organisation_zone(tx: Transaction, actor: Actor) -> Zone:
    """The zone on top of all others, made when the house was begun.

    Raises:
        NoOrganisationZone: somebody has removed it.
    """
    for listed in await places.zones.find(tx, actor, ZoneFilter(tags=("org",)), Page(1)):
        return listed.zone
    raise NoOrganisationZone("There is no zone tagged org. Make one; the buildings are put into it.")


async def standing(tx: Transaction, actor: Actor) -> dict[str, Zone]:
    """All zones there are, by name."""
    found = await places.zones.find(tx, actor, ZoneFilter(), Page(LONGEST_PAGE))
    return {listed.zone.name: listed.zone for listed in found}


async def describe_organisation(tx: Transaction, actor: Actor, top: Zone) -> None:
    await _write(tx, actor, top.zone_id, documents.of_organisation())


class Builder:
    """Puts one building up, in one transaction. `plans` are the addresses of the plans of levels that are missing."""

    def __init__(self, tx: Transaction, actor: Actor, building: Building, plans: Mapping[str, str]) -> None:
        self._tx = tx
        self._actor = actor
        self._building = building
        self._plans = plans

        self._blank: list[Zone] = []

    async def build(self, top: Zone, people: Sequence[Person], blank: Sequence[Zone] = ()) -> Site:
        """Put it up below `top`; `blank` zones, a building and its levels, are used before new ones are made."""
        self._blank = list(blank)
        there = await standing(self._tx, self._actor)
        zones = {self._building.code: await self._zone(there, self._of_building(top))}
        for level in self._building.levels:
            zones[level.number] = await self._level(there, level, zones[self._building.code])
        site = Site(self._building, top.zone_id, zones, {})
        for level in self._building.levels:
            for room in level.rooms:
                site.rooms[room.ident] = await self._room(room, site.zones_of(level.number))
            await _write(self._tx, self._actor, zones[level.number], self._about(level, people, zones))
        building_id = zones[self._building.code]
        await _write(self._tx, self._actor, building_id, documents.of_building(self._building, people, dict(zones)))
        return site

    def _about(self, level: Level, people: Sequence[Person], zones: dict[str, ZoneId]) -> documents.Documents:
        return documents.of_level(level, people, zones[level.number])

    def _of_building(self, top: Zone) -> ZoneChanges:
        building = self._building
        return {
            "name": building.name,
            "display_name": f"{building.name}, {building.city}",
            "description": building.address,
            "parent_id": top.zone_id,
            "tags": ("building",),
            "location": building.location,
            "timezone": building.timezone,
            "code": building.code.upper(),
            "capacity": building.staff,
            "count": len(building.levels),
        }

    async def _zone(self, there: dict[str, Zone], given: ZoneChanges) -> ZoneId:
        if known := there.get(given["name"]):
            return known.zone_id
        if self._blank:
            blank = self._blank.pop(0)
            return (await places.zones.update(self._tx, self._actor, blank.zone_id, given)).zone_id
        return (await places.zones.create(self._tx, self._actor, given)).zone_id

    async def _level(self, there: dict[str, Zone], level: Level, building_id: ZoneId) -> ZoneId:
        given: ZoneChanges = {
            "name": level.full_name,
            "display_name": level.name,
            "parent_id": building_id,
            "tags": ("level", "parking") if level.is_parking else ("level",),
            "timezone": self._building.timezone,
            "code": level.ident.upper(),
            "capacity": level.capacity,
            "count": len(level.rooms),
            "map_id": self._plans.get(level.full_name, ""),
        }
        return await self._zone(there, given)

    async def _room(self, room: Room, zones: tuple[str, ...]) -> SystemId:
        found = await places.systems.find(self._tx, places.SystemFilter(emails=(room.email,)), Page(1))
        for known in found:
            return known.system_id
        given: places.SystemChanges = {
            "name": f"{self._building.code.upper()} {room.code} {room.name}",
            "display_name": room.name,
            "code": room.code,
            "type": "room",
            "email": room.email,
            "capacity": room.seats,
            "features": room.features,
            "bookable": True,
            "approval": room.needs_approval,
            "map_id": room.ident,
            "timezone": self._building.timezone,
            "zones": zones,
        }
        return (await places.systems.create(self._tx, self._actor, given)).system_id


async def _write(tx: Transaction, actor: Actor, zone_id: str, wanted: documents.Documents) -> None:
    """Write the documents that the zone has not."""
    there = await places.metadata_of(tx, zone_id)
    for name, details in wanted.items():
        if name not in there:
            text = msgspec.json.encode(details).decode()
            await places.metadata.write(tx, actor, zone_id, Writing(name, text, {}))
