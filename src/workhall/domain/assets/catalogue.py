"""The verbs of categories, types and purchase orders."""

from dataclasses import asdict, replace
from typing import Any

from workhall.domain.assets import rights
from workhall.domain.assets.events import AssetChanged
from workhall.domain.assets.model import (
    CATEGORY,
    ORDER,
    TYPE,
    AssetType,
    AssetTypeChanges,
    Category,
    CategoryChanges,
    PurchaseOrder,
    PurchaseOrderChanges,
    revised,
)
from workhall.domain.assets.store import catalogue as store
from workhall.domain.assets.store.catalogue import TypeFilter
from workhall.identity import Actor, record
from workhall.kernel.errors import Invalid, NotFound
from workhall.kernel.ids import new_id
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction


async def category(tx: Transaction, category_id: str, *, lock: bool = False) -> Category:
    """Raises NotFound."""
    found = await store.category(tx, category_id, lock=lock)
    if found is None:
        raise NotFound("there is no such asset category")
    return found


async def categories(
    tx: Transaction, q: str | None = None, page: Page | None = None, *, hidden: bool | None = None
) -> Found[Category]:
    """List categories by name; without a page, all of them."""
    return await store.categories(tx, q, page, hidden=hidden)


async def add_category(tx: Transaction, actor: Actor, draft: CategoryChanges) -> Category:
    """Raises Invalid when the name is missing or taken, or the parent not known."""
    await rights.need_manage_all(tx, actor)
    new = revised(Category(new_id(CATEGORY), tx.now, tx.now), draft)
    await store.insert_category(tx, new)
    _note(tx, actor, (CATEGORY, new.asset_category_id), after=asdict(new))
    return new


async def change_category(tx: Transaction, actor: Actor, category_id: str, given: CategoryChanges) -> Category:
    """Raises Invalid when the name is taken, or the category would be inside itself."""
    await rights.need_manage_all(tx, actor)
    before = await category(tx, category_id, lock=True)
    after = replace(revised(before, given), updated_at=tx.now)
    await _need_no_ring(tx, after)
    await store.update_category(tx, after)
    _note(tx, actor, (CATEGORY, category_id), before=asdict(before), after=asdict(after))
    return after


async def remove_category(tx: Transaction, actor: Actor, category_id: str) -> None:
    """Remove a category with its types and their assets."""
    await rights.need_administer_all(tx, actor)
    before = await category(tx, category_id, lock=True)
    await store.delete_category(tx, category_id)
    _note(tx, actor, (CATEGORY, category_id), before=asdict(before))


async def asset_type(tx: Transaction, type_id: str, zone_id: str | None = None) -> AssetType:
    """Find a type, its assets counted (in a zone). Raises NotFound."""
    found = await store.asset_type(tx, type_id, zone_id)
    if found is None:
        raise NotFound("there is no such asset type")
    return found


async def types(tx: Transaction, wanted: TypeFilter, page: Page | None = None) -> Found[AssetType]:
    """List types by name; without a page, all of them."""
    return await store.types(tx, wanted, page)


async def add_type(tx: Transaction, actor: Actor, draft: AssetTypeChanges) -> AssetType:
    """Raises Invalid when name, brand or category is missing, or the name taken in the category."""
    await rights.need_manage_all(tx, actor)
    new = revised(AssetType(new_id(TYPE), tx.now, tx.now), draft)
    await store.insert_type(tx, new)
    _note(tx, actor, (TYPE, new.asset_type_id), after=asdict(new))
    return new


async def change_type(tx: Transaction, actor: Actor, type_id: str, given: AssetTypeChanges) -> AssetType:
    """Raises Invalid when the name is taken in the category, or the category not known."""
    await rights.need_manage_all(tx, actor)
    await store.lock_type(tx, type_id)
    before = await asset_type(tx, type_id)
    after = replace(revised(before, given), updated_at=tx.now)
    await store.update_type(tx, after)
    _note(tx, actor, (TYPE, type_id), before=asdict(before), after=asdict(after))
    return after


async def remove_type(tx: Transaction, actor: Actor, type_id: str) -> None:
    """Remove a type with its assets."""
    await rights.need_administer_all(tx, actor)
    before = await asset_type(tx, type_id)
    await store.delete_type(tx, type_id)
    _note(tx, actor, (TYPE, type_id), before=asdict(before))


async def order(tx: Transaction, order_id: str, *, lock: bool = False) -> PurchaseOrder:
    """Raises NotFound."""
    found = await store.order(tx, order_id, lock=lock)
    if found is None:
        raise NotFound("there is no such purchase order")
    return found


async def orders(tx: Transaction, q: str | None, page: Page) -> Found[PurchaseOrder]:
    return await store.orders(tx, q, page)


async def add_order(tx: Transaction, actor: Actor, draft: PurchaseOrderChanges) -> PurchaseOrder:
    """Raises Invalid when the number is missing."""
    await rights.need_manage_all(tx, actor)
    new = revised(PurchaseOrder(new_id(ORDER), tx.now, tx.now), draft)
    await store.insert_order(tx, new)
    _note(tx, actor, (ORDER, new.asset_purchase_order_id), after=asdict(new))
    return new


async def change_order(tx: Transaction, actor: Actor, order_id: str, given: PurchaseOrderChanges) -> PurchaseOrder:
    await rights.need_manage_all(tx, actor)
    before = await order(tx, order_id, lock=True)
    after = replace(revised(before, given), updated_at=tx.now)
    await store.update_order(tx, after)
    _note(tx, actor, (ORDER, order_id), before=asdict(before), after=asdict(after))
    return after


async def remove_order(tx: Transaction, actor: Actor, order_id: str) -> None:
    """Forget an order; the assets bought with it stay."""
    await rights.need_administer_all(tx, actor)
    before = await order(tx, order_id, lock=True)
    await store.delete_order(tx, order_id)
    _note(tx, actor, (ORDER, order_id), before=asdict(before))


async def _need_no_ring(tx: Transaction, moved: Category) -> None:
    above = moved.parent_category_id
    while above is not None:
        if above == moved.asset_category_id:
            raise Invalid("parent_category_id", "would put the category inside itself")
        found = await store.category(tx, above)
        above = found.parent_category_id if found else None


def _note(
    tx: Transaction,
    actor: Actor,
    subject: tuple[str, str],
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write down and tell one change; which one shows from what was before and after."""
    kind, ident = subject
    verb = "create" if before is None else "delete" if after is None else "update"
    record(tx, actor, verb, subject, before=before, after=after)
    tx.announce(AssetChanged(kind, "destroy" if verb == "delete" else verb, ident))
