"""Zones: the tree of places. Organisation, region, building and level are tags by convention, not kinds."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from workhall.kernel import search, time
from workhall.kernel.errors import Failure, Invalid, NotAllowed, NotFound
from workhall.kernel.ids import ZoneId
from workhall.kernel.search import Search


class ZoneChanges(TypedDict, total=False):
    """The fields of a zone that people write; absent means unchanged."""

    parent_id: str | None
    name: str
    description: str
    tags: tuple[str, ...]
    location: str
    display_name: str
    code: str
    type: str
    count: int
    capacity: int
    map_id: str
    timezone: str | None
    triggers: tuple[str, ...]
    images: tuple[str, ...]
    playlists: tuple[str, ...]
    place_id: str | None


@dataclass(frozen=True, slots=True)
class Zone:
    """`location` is "latitude,longitude"; `map_id` the address or id of an SVG plan; `timezone` an IANA name."""

    zone_id: ZoneId
    created_at: datetime
    updated_at: datetime
    parent_id: str | None = None
    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    location: str = ""
    display_name: str = ""
    code: str = ""
    type: str = ""
    count: int = 0
    capacity: int = 0
    map_id: str = ""
    timezone: str | None = None
    triggers: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    playlists: tuple[str, ...] = ()
    place_id: str | None = None

    @property
    def words(self) -> str:
        """What a search looks at. Of the id only what is its own: every id begins with the same word."""
        own = self.zone_id.partition("-")[2]
        named = (self.name, self.display_name, self.code, self.type, self.location)
        return search.words(own, *named, *self.tags, self.description)


@dataclass(frozen=True, slots=True)
class ZoneFilter:
    """Which zones are wanted. `parent_ids` are alternatives, of `tags` all must be there; empty means any."""

    search: Search | None = None
    parent_ids: tuple[str, ...] = ()
    at_root: bool = False
    tags: tuple[str, ...] = ()

    @property
    def names_a_place(self) -> bool:
        return bool(self.parent_ids or self.at_root or self.tags)


@dataclass(frozen=True, slots=True)
class ListedZone:
    """A zone of a list; `children` counts the zones directly in it, when that was asked."""

    zone: Zone
    children: int | None = None


class UnknownZone(NotFound):
    code = "unknown_zone"


class FilterNeeded(NotAllowed):
    """Only support staff may ask for all zones at once."""

    code = "filter_needed"


def checked(zone: Zone) -> Zone:
    """Answer the zone if its fields can be meant, else name all that cannot."""
    failures = []
    if not zone.name:
        failures.append(Failure("name", "is required"))
    if zone.timezone is not None and not is_time_zone(zone.timezone):
        failures.append(Failure("timezone", "is not the name of a time zone"))
    if zone.parent_id == zone.zone_id:
        failures.append(Failure("parent_id", "must not be the zone itself"))
    if failures:
        raise Invalid.several(failures)
    return zone


def is_time_zone(name: str) -> bool:
    try:
        time.zone(name)
    except ValueError:
        return False
    return True
