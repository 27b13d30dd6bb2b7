"""Things that can be lent, parked in or sat at: categories, types, single assets, purchase orders."""

from workhall.domain.assets.catalogue import (
    add_category,
    add_order,
    add_type,
    asset_type,
    categories,
    category,
    change_category,
    change_order,
    change_type,
    order,
    orders,
    remove_category,
    remove_order,
    remove_type,
    types,
)
from workhall.domain.assets.commands import add, change, remove
from workhall.domain.assets.events import AssetChanged
from workhall.domain.assets.model import (
    Asset,
    AssetChanges,
    AssetType,
    AssetTypeChanges,
    Category,
    CategoryChanges,
    PurchaseOrder,
    PurchaseOrderChanges,
)
from workhall.domain.assets.queries import count_in, find, get, those
from workhall.domain.assets.store.assets import AssetFilter
from workhall.domain.assets.store.catalogue import TypeFilter

__all__ = [
    # values
    "Asset",
    "AssetChanges",
    "AssetFilter",
    "AssetType",
    "AssetTypeChanges",
    "Category",
    "CategoryChanges",
    "PurchaseOrder",
    "PurchaseOrderChanges",
    "TypeFilter",
    # single assets
    "add",
    "change",
    "remove",
    "get",
    "those",
    "find",
    "count_in",
    # categories
    "category",
    "categories",
    "add_category",
    "change_category",
    "remove_category",
    # types
    "asset_type",
    "types",
    "add_type",
    "change_type",
    "remove_type",
    # purchase orders
    "order",
    "orders",
    "add_order",
    "change_order",
    "remove_order",
    # announcements
    "AssetChanged",
]
