"""The tree of places."""

from workhall.domain.places.zones.commands import create, delete, update
from workhall.domain.places.zones.events import ZoneChanged
from workhall.domain.places.zones.model import (
    FilterNeeded,
    ListedZone,
    UnknownZone,
    Zone,
    ZoneChanges,
    ZoneFilter,
    is_time_zone,
)
from workhall.domain.places.zones.queries import around, children_of, find, inside, show, tags, those

__all__ = [
    "create",
    "update",
    "delete",
    "show",
    "find",
    "those",
    "children_of",
    "inside",
    "around",
    "tags",
    "is_time_zone",
    "FilterNeeded",
    "ListedZone",
    "UnknownZone",
    "Zone",
    "ZoneChanged",
    "ZoneChanges",
    "ZoneFilter",
]
