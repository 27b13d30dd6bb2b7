"""Systems on the wire (engine API contract, B.2)."""

from collections.abc import Mapping
from typing import Any, cast

from msgspec import UNSET, Struct

from workhall.domain.places import System, SystemChanges, Zone
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire import zones
from workhall.surfaces.engine.wire.given import Count, Given, given
from workhall.surfaces.web.responses import without_nulls

_CAN_BE_EMPTY = frozenset({"email", "timezone", "timetable_url", "camera_url", "room_booking_url", "playlist_item_id"})


class SystemBody(Struct):
    """What may be given of a system; clients send whole records, the rest is passed over."""

    name: Given[str] = UNSET
    description: Given[str] = UNSET
    features: Given[list[str]] = UNSET
    email: Given[str] = UNSET
    bookable: Given[bool] = UNSET
    public: Given[bool] = UNSET
    display_name: Given[str] = UNSET
    code: Given[str] = UNSET
    type: Given[str] = UNSET
    capacity: Given[Count] = UNSET
    map_id: Given[str] = UNSET
    approval: Given[bool] = UNSET
    images: Given[list[str]] = UNSET
    security_groups: Given[list[str]] = UNSET
    timezone: Given[str] = UNSET
    support_url: Given[str] = UNSET
    timetable_url: Given[str] = UNSET
    camera_snapshot_urls: Given[list[str]] = UNSET
    camera_url: Given[str] = UNSET
    room_booking_url: Given[str] = UNSET
    installed_ui_devices: Given[Count] = UNSET
    zones: Given[list[str]] = UNSET
    modules: Given[list[str]] = UNSET
    orientation: Given[str] = UNSET
    playlists: Given[list[str]] = UNSET
    signage: Given[bool] = UNSET
    playlist_item_id: Given[str] = UNSET
    space_config: Given[dict[str, Any]] = UNSET


def changes(body: SystemBody) -> SystemChanges:
    return cast("SystemChanges", given(body, can_be_empty=_CAN_BE_EMPTY, rich_text=frozenset({"description"})))


def show(system: System) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": system.system_id,
        **{name: getattr(system, name) for name in SystemBody.__struct_fields__},
        "version": system.version,
        "signage_last_seen": system.signage_last_seen and seconds(system.signage_last_seen),
        "created_at": seconds(system.created_at),
        "updated_at": seconds(system.updated_at),
    }
    return without_nulls(fields)


def show_complete(system: System, known: Mapping[str, Zone]) -> dict[str, object]:
    """The system with the zones it lies in; no module runs on this server yet."""
    lying_in = [zones.show(known[zone_id]) for zone_id in system.zones if zone_id in known]
    return show(system) | {"zone_data": lying_in, "module_data": []}
