"""All zones at once: to choose among them, and to say where something lies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from workhall.domain import places
from workhall.domain.places import Zone, ZoneFilter
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import Choice

BETWEEN: Final = " / "
_MOST_CHOICES: Final = 400
_DEEPEST: Final = 30
_ICONS: Final = (("org", "home"), ("region", "map"), ("building", "building"), ("level", "map"), ("parking", "car"))


def name_of(zone: Zone) -> str:
    """What people call a zone."""
    return zone.display_name or zone.name


def icon_of(zone: Zone) -> str:
    return next((icon for tag, icon in _ICONS if tag in zone.tags), "door")


@dataclass(frozen=True, slots=True)
class Atlas:
    """Zones by id."""

    zones: Mapping[str, Zone]

    def path(self, zone_id: str | None) -> tuple[Zone, ...]:
        """The zone and all it lies in, the outermost first; empty for one that is not here."""
        found: list[Zone] = []
        while zone_id and zone_id in self.zones and len(found) < _DEEPEST:
            found.append(self.zones[zone_id])
            zone_id = found[-1].parent_id
        return tuple(reversed(found))

    def said(self, zone_id: str) -> str:
        """Where a zone is, in words: "Northwind / Amsterdam / Level 2"."""
        return BETWEEN.join(name_of(zone) for zone in self.path(zone_id))

    def choices(self, always: Iterable[str | None] = ()) -> list[Choice]:
        """Zones to choose from, in the order of the tree; where there are very many, only those that hold others."""
        wanted: Iterable[str] = self.zones
        if len(self.zones) > _MOST_CHOICES:
            holders = {zone.parent_id for zone in self.zones.values()}
            wanted = (zone_id for zone_id in self.zones if zone_id in holders or zone_id in set(always))
        said = sorted((self.said(zone_id).lower(), zone_id) for zone_id in wanted)[:_MOST_CHOICES]
        return [Choice(zone_id, self.said(zone_id)) for _, zone_id in said]

    def named(self, typed: str) -> Zone | None:
        """The zone of a name or id."""
        if typed in self.zones:
            return self.zones[typed]
        return next((zone for zone in self.zones.values() if zone.name.lower() == typed.lower()), None)


async def atlas(visit: Visit) -> Atlas:
    found = await places.zones.find(visit.tx, visit.actor, ZoneFilter(), Page(LONGEST_PAGE))
    return Atlas({one.zone.zone_id: one.zone for one in found})
