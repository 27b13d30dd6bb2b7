"""Systems: rooms, and logical groups of equipment, lying in zones."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

from workhall.domain.places.zones import is_time_zone
from workhall.kernel import search, text
from workhall.kernel.errors import Conflict, Failure, Invalid, NotAllowed, NotFound
from workhall.kernel.ids import SystemId
from workhall.kernel.search import Search


class Orientation(StrEnum):
    """How a screen hangs."""

    UNSPECIFIED = "unspecified"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    SQUARE = "square"


class SystemChanges(TypedDict, total=False):
    """The fields of a system that people write; absent means unchanged."""

    name: str
    description: str
    features: tuple[str, ...]
    email: str | None
    bookable: bool
    public: bool
    display_name: str
    code: str
    type: str
    capacity: int
    map_id: str
    approval: bool
    images: tuple[str, ...]
    security_groups: tuple[str, ...]
    timezone: str | None
    support_url: str
    timetable_url: str | None
    camera_snapshot_urls: tuple[str, ...]
    camera_url: str | None
    room_booking_url: str | None
    installed_ui_devices: int
    zones: tuple[str, ...]
    modules: tuple[str, ...]
    orientation: str
    playlists: tuple[str, ...]
    signage: bool
    playlist_item_id: str | None
    space_config: dict[str, Any]


@dataclass(frozen=True, slots=True)
class System:
    """`map_id` is the id of an element of its level's plan; `zones` are all it lies in, in the order people chose.

    `version` counts changes: who changes a system says which version he looked at.
    """

    system_id: SystemId
    created_at: datetime
    updated_at: datetime
    name: str = ""
    description: str = ""
    features: tuple[str, ...] = ()
    email: str | None = None
    bookable: bool = False
    public: bool = False
    display_name: str = ""
    code: str = ""
    type: str = ""
    capacity: int = 0
    map_id: str = ""
    approval: bool = False
    images: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    timezone: str | None = None
    support_url: str = ""
    timetable_url: str | None = None
    camera_snapshot_urls: tuple[str, ...] = ()
    camera_url: str | None = None
    room_booking_url: str | None = None
    version: int = 0
    installed_ui_devices: int = 0
    modules: tuple[str, ...] = ()
    orientation: str = Orientation.UNSPECIFIED.value
    playlists: tuple[str, ...] = ()
    signage: bool = False
    signage_last_seen: datetime | None = None
    playlist_item_id: str | None = None
    space_config: dict[str, Any] = field(default_factory=dict)
    zones: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What a search looks at. Of the id only what is its own: every id begins with the same word."""
        own = self.system_id.partition("-")[2]
        named = (self.name, self.display_name, self.code, self.type)
        return search.words(own, *named, self.email, *self.features, self.description)


@dataclass(frozen=True, slots=True)
class SystemFilter:
    """Which systems are wanted. Of `zone_ids` and `features` all must be there, of `emails` any; empty means any.

    `sort` is name, capacity or updated, with a minus the other way round; anything else is by name.
    """

    search: Search | None = None
    zone_ids: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    module_id: str | None = None
    capacity: int | None = None
    bookable: bool | None = None
    signage: bool | None = None
    public: bool | None = None
    sort: str = "name"


class UnknownSystem(NotFound):
    code = "unknown_system"


class OldVersion(Conflict):
    """Somebody else changed the system in the meantime."""

    code = "old_version"


class NotInvited(NotAllowed):
    """A guest asks for a system he was not invited to."""

    code = "not_invited"


def checked(system: System) -> System:
    """Answer the system if its fields can be meant, else name all that cannot."""
    failures = []
    if not system.name:
        failures.append(Failure("name", "is required"))
    if system.email is not None and not text.looks_like_email(system.email):
        failures.append(Failure("email", "is no e-mail address"))
    if system.timezone is not None and not is_time_zone(system.timezone):
        failures.append(Failure("timezone", "is not the name of a time zone"))
    if system.orientation not in {one.value for one in Orientation}:
        failures.append(Failure("orientation", f"must be one of {', '.join(Orientation)}"))
    if failures:
        raise Invalid.several(failures)
    return system
