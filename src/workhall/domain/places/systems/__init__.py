"""Rooms, and logical groups of equipment."""

from workhall.domain.places.systems.commands import create, delete, update
from workhall.domain.places.systems.events import SystemChanged
from workhall.domain.places.systems.model import (
    NotInvited,
    OldVersion,
    Orientation,
    System,
    SystemChanges,
    SystemFilter,
    UnknownSystem,
)
from workhall.domain.places.systems.queries import find, ids_in_zone, names_of, show, zones_of

__all__ = [
    "create",
    "update",
    "delete",
    "show",
    "find",
    "zones_of",
    "ids_in_zone",
    "names_of",
    "NotInvited",
    "OldVersion",
    "Orientation",
    "System",
    "SystemChanged",
    "SystemChanges",
    "SystemFilter",
    "UnknownSystem",
]
