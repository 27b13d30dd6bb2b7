"""Zones on the wire (engine API contract, B.1)."""

from typing import cast

from msgspec import UNSET, Struct

from workhall.domain.places import Zone, ZoneChanges
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Count, Given, given
from workhall.surfaces.web.responses import without_nulls


class ZoneBody(Struct):
    """What may be given of a zone; clients send whole records, the rest is passed over."""

    parent_id: Given[str] = UNSET
    name: Given[str] = UNSET
    description: Given[str] = UNSET
    tags: Given[list[str]] = UNSET
    location: Given[str] = UNSET
    display_name: Given[str] = UNSET
    code: Given[str] = UNSET
    type: Given[str] = UNSET
    count: Given[Count] = UNSET
    capacity: Given[Count] = UNSET
    map_id: Given[str] = UNSET
    timezone: Given[str] = UNSET
    triggers: Given[list[str]] = UNSET
    images: Given[list[str]] = UNSET
    playlists: Given[list[str]] = UNSET
    place_id: Given[str] = UNSET


def changes(body: ZoneBody) -> ZoneChanges:
    fields = given(
        body, can_be_empty=frozenset({"parent_id", "timezone", "place_id"}), rich_text=frozenset({"description"})
    )
    return cast("ZoneChanges", fields)


def show(zone: Zone, *, children: int | None = None, complete: bool = False) -> dict[str, object]:
    """`complete` adds the zone's triggers, `children` how many zones are directly in it."""
    fields: dict[str, object] = {
        "id": zone.zone_id,
        "name": zone.name,
        "description": zone.description,
        "tags": zone.tags,
        "location": zone.location,
        "display_name": zone.display_name,
        "code": zone.code,
        "type": zone.type,
        "count": zone.count,
        "capacity": zone.capacity,
        "map_id": zone.map_id,
        "timezone": zone.timezone,
        "triggers": zone.triggers,
        "images": zone.images,
        "playlists": zone.playlists,
        "place_id": zone.place_id,
        "parent_id": zone.parent_id,
        "created_at": seconds(zone.created_at),
        "updated_at": seconds(zone.updated_at),
        "children_count": children,
        "trigger_data": [] if complete else None,
    }
    return without_nulls(fields)
