"""Things: categories, the types in them, single assets, and the orders they were bought with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from workhall.kernel.errors import Failure, Invalid
from workhall.kernel.search import words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)
else:
    D = TypeVar("D")

CATEGORY, TYPE, ASSET, ORDER = "asset_category", "asset_type", "asset", "asset_purchase_order"


@dataclass(frozen=True, slots=True)
class Category:
    """`description` is kept as it is: apps store JSON in it. Apps keep their own things in `hidden` ones."""

    asset_category_id: str
    created_at: datetime
    updated_at: datetime
    name: str = ""
    description: str = ""
    hidden: bool = False
    parent_category_id: str | None = None

    @property
    def search(self) -> str:
        return words(self.asset_category_id, self.name, self.description)


class CategoryChanges(TypedDict, total=False):
    """What is absent stays as it is."""

    name: str
    description: str
    hidden: bool
    parent_category_id: str | None


@dataclass(frozen=True, slots=True)
class AssetType:
    """`asset_count` counts the assets of the type (in the zone asked for)."""

    asset_type_id: str
    created_at: datetime
    updated_at: datetime
    category_id: str = ""
    name: str = ""
    brand: str = ""
    description: str = ""
    model_number: str = ""
    images: tuple[str, ...] = ()
    asset_count: int = 0

    @property
    def search(self) -> str:
        return words(self.asset_type_id, self.name, self.brand, self.model_number, self.description)


class AssetTypeChanges(TypedDict, total=False):
    """What is absent stays as it is."""

    category_id: str
    name: str
    brand: str
    description: str
    model_number: str
    images: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """Dates are Unix seconds; `unit_price` is in cents."""

    asset_purchase_order_id: str
    created_at: datetime
    updated_at: datetime
    purchase_order_number: str = ""
    invoice_number: str | None = None
    supplier_details: dict[str, Any] = field(default_factory=dict)
    purchase_date: int | None = None
    unit_price: int | None = None
    expected_service_start_date: int | None = None
    expected_service_end_date: int | None = None

    @property
    def search(self) -> str:
        return words(self.asset_purchase_order_id, self.purchase_order_number, self.invoice_number)


class PurchaseOrderChanges(TypedDict, total=False):
    """What is absent stays as it is."""

    purchase_order_number: str
    invoice_number: str | None
    supplier_details: dict[str, Any]
    purchase_date: int | None
    unit_price: int | None
    expected_service_start_date: int | None
    expected_service_end_date: int | None


@dataclass(frozen=True, slots=True)
class Asset:
    """`zone_id` is where it is; `zones` are all zones it counts as being in. `assigned_to` is an e-mail address."""

    asset_id: str
    created_at: datetime
    updated_at: datetime
    asset_type_id: str = ""
    purchase_order_id: str | None = None
    zone_id: str = ""
    parent_id: str | None = None
    identifier: str | None = None
    serial_number: str | None = None
    barcode: str | None = None
    name: str = ""
    other_data: dict[str, Any] = field(default_factory=dict)
    client_ids: dict[str, Any] = field(default_factory=dict)
    map_id: str | None = None
    bookable: bool = True
    accessible: bool = False
    zones: tuple[str, ...] = ()
    place_groups: tuple[str, ...] = ()
    assigned_to: str | None = None
    assigned_name: str | None = None
    features: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    notes: str = ""
    security_system_groups: tuple[str, ...] = ()

    @property
    def search(self) -> str:
        return words(
            self.asset_id,
            self.name,
            self.identifier,
            self.serial_number,
            self.barcode,
            self.assigned_name,
            self.assigned_to,
            self.notes,
        )


class AssetChanges(TypedDict, total=False):
    """What is absent stays as it is."""

    asset_type_id: str
    purchase_order_id: str | None
    zone_id: str
    parent_id: str | None
    identifier: str | None
    serial_number: str | None
    barcode: str | None
    name: str
    other_data: dict[str, Any]
    client_ids: dict[str, Any]
    map_id: str | None
    bookable: bool
    accessible: bool
    zones: tuple[str, ...]
    place_groups: tuple[str, ...]
    assigned_to: str | None
    assigned_name: str | None
    features: tuple[str, ...]
    images: tuple[str, ...]
    notes: str
    security_system_groups: tuple[str, ...]


_NEEDED: Mapping[type, tuple[str, ...]] = {
    Category: ("name",),
    AssetType: ("name", "brand", "category_id"),
    PurchaseOrder: ("purchase_order_number",),
    Asset: ("asset_type_id", "zone_id"),
}
_MOST_INT4 = 2**31 - 1


def revised(thing: D, given: Mapping[str, object]) -> D:
    """Apply what is given, trimmed; an empty text where nothing may stand counts as nothing.

    Raises:
        Invalid: with each field that is missing or cannot be meant.
    """
    empties = {one.name for one in fields(thing) if one.default is None}
    tidy: dict[str, Any] = {}
    for name, value in given.items():
        trimmed = value.strip() if isinstance(value, str) and name != "description" else value
        tidy[name] = None if trimmed == "" and name in empties else trimmed
    new = replace(thing, **tidy)
    if failures := list(_failures(new)):
        raise Invalid.several(failures)
    return new


def _failures(thing: object) -> Iterable[Failure]:
    for name in _NEEDED[type(thing)]:
        if not getattr(thing, name):
            yield Failure(name, "is required")
    price = getattr(thing, "unit_price", None)
    if price is not None and not 0 <= price <= _MOST_INT4:
        yield Failure("unit_price", "must be a number of cents")
