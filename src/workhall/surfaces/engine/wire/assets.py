"""Assets as the engine API shows them. `other_data` goes in and out as it is: its strings stay strings."""

from typing import Any, cast

import msgspec
from msgspec import UNSET

from workhall.domain.assets import Asset, AssetChanges
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Given, given
from workhall.surfaces.web.responses import without_nulls

_CAN_BE_EMPTY = frozenset(
    {
        *("purchase_order_id", "parent_id", "identifier", "serial_number", "barcode"),
        *("map_id", "assigned_to", "assigned_name"),
    }
)


class AssetBody(msgspec.Struct):
    """An asset as sent: new, or with what is to change. In bulk, `id` says which."""

    id: Given[str] = UNSET
    asset_type_id: Given[str] = UNSET
    purchase_order_id: Given[str] = UNSET
    zone_id: Given[str] = UNSET
    parent_id: Given[str] = UNSET
    identifier: Given[str] = UNSET
    serial_number: Given[str] = UNSET
    barcode: Given[str] = UNSET
    name: Given[str] = UNSET
    other_data: Given[dict[str, Any]] = UNSET
    client_ids: Given[dict[str, Any]] = UNSET
    map_id: Given[str] = UNSET
    bookable: Given[bool] = UNSET
    accessible: Given[bool] = UNSET
    zones: Given[list[str]] = UNSET
    place_groups: Given[list[str]] = UNSET
    assigned_to: Given[str] = UNSET
    assigned_name: Given[str] = UNSET
    features: Given[list[str]] = UNSET
    images: Given[list[str]] = UNSET
    notes: Given[str] = UNSET
    security_system_groups: Given[list[str]] = UNSET


def changes(body: AssetBody) -> AssetChanges:
    found = given(body, can_be_empty=_CAN_BE_EMPTY, rich_text=frozenset({"notes"}))
    found.pop("id", None)
    return cast("AssetChanges", found)


def show(asset: Asset) -> dict[str, Any]:
    return without_nulls(
        {
            "id": asset.asset_id,
            "asset_type_id": asset.asset_type_id,
            "purchase_order_id": asset.purchase_order_id,
            "zone_id": asset.zone_id,
            "parent_id": asset.parent_id,
            "identifier": asset.identifier,
            "serial_number": asset.serial_number,
            "barcode": asset.barcode,
            "name": asset.name,
            "other_data": asset.other_data,
            "client_ids": asset.client_ids,
            "map_id": asset.map_id,
            "bookable": asset.bookable,
            "accessible": asset.accessible,
            "zones": asset.zones,
            "place_groups": asset.place_groups,
            "assigned_to": asset.assigned_to,
            "assigned_name": asset.assigned_name,
            "features": asset.features,
            "images": asset.images,
            "notes": asset.notes,
            "security_system_groups": asset.security_system_groups,
            "created_at": seconds(asset.created_at),
            "updated_at": seconds(asset.updated_at),
        }
    )
