"""Asset categories, types and purchase orders as the engine API shows them."""

from typing import Any, cast

import msgspec
from msgspec import UNSET

from workhall.domain.assets import (
    AssetType,
    AssetTypeChanges,
    Category,
    CategoryChanges,
    PurchaseOrder,
    PurchaseOrderChanges,
)
from workhall.kernel.ids import DomainId
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Given, given
from workhall.surfaces.web.responses import without_nulls


class CategoryBody(msgspec.Struct):
    name: Given[str] = UNSET
    description: Given[str] = UNSET
    hidden: Given[bool] = UNSET
    parent_category_id: Given[str] = UNSET


class TypeBody(msgspec.Struct):
    name: Given[str] = UNSET
    brand: Given[str] = UNSET
    description: Given[str] = UNSET
    model_number: Given[str] = UNSET
    images: Given[list[str]] = UNSET
    category_id: Given[str] = UNSET


class OrderBody(msgspec.Struct):
    """Dates are Unix seconds."""

    purchase_order_number: Given[str] = UNSET
    invoice_number: Given[str] = UNSET
    supplier_details: Given[dict[str, Any]] = UNSET
    purchase_date: Given[int] = UNSET
    unit_price: Given[int] = UNSET
    expected_service_start_date: Given[int] = UNSET
    expected_service_end_date: Given[int] = UNSET


_ORDER_CAN_BE_EMPTY = frozenset(
    {
        *("invoice_number", "purchase_date", "unit_price"),
        *("expected_service_start_date", "expected_service_end_date"),
    }
)


def category_changes(body: CategoryBody) -> CategoryChanges:
    """The description is kept as it is sent: apps store JSON in it."""
    found = given(body, can_be_empty=frozenset({"parent_category_id"}))
    if isinstance(body.description, str):
        found["description"] = body.description
    return cast("CategoryChanges", found)


def type_changes(body: TypeBody) -> AssetTypeChanges:
    return cast("AssetTypeChanges", given(body, rich_text=frozenset({"description"})))


def order_changes(body: OrderBody) -> PurchaseOrderChanges:
    return cast("PurchaseOrderChanges", given(body, can_be_empty=_ORDER_CAN_BE_EMPTY))


def category(found: Category, domain_id: DomainId) -> dict[str, Any]:
    return without_nulls(
        {
            "id": found.asset_category_id,
            "name": found.name,
            "description": found.description,
            "hidden": found.hidden,
            "parent_category_id": found.parent_category_id,
            "authority_id": domain_id,
            "created_at": seconds(found.created_at),
            "updated_at": seconds(found.updated_at),
        }
    )


def asset_type(found: AssetType) -> dict[str, Any]:
    return {
        "id": found.asset_type_id,
        "name": found.name,
        "brand": found.brand,
        "description": found.description,
        "model_number": found.model_number,
        "images": found.images,
        "category_id": found.category_id,
        "asset_count": found.asset_count,
        "created_at": seconds(found.created_at),
        "updated_at": seconds(found.updated_at),
    }


def order(found: PurchaseOrder) -> dict[str, Any]:
    return without_nulls(
        {
            "id": found.asset_purchase_order_id,
            "purchase_order_number": found.purchase_order_number,
            "invoice_number": found.invoice_number,
            "supplier_details": found.supplier_details,
            "purchase_date": found.purchase_date,
            "unit_price": found.unit_price,
            "expected_service_start_date": found.expected_service_start_date,
            "expected_service_end_date": found.expected_service_end_date,
            "created_at": seconds(found.created_at),
            "updated_at": seconds(found.updated_at),
        }
    )
