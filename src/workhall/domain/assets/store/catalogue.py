"""The SQL of categories, types and purchase orders."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import asyncpg

from workhall.domain.assets.model import AssetType, Category, PurchaseOrder
from workhall.kernel.errors import Invalid
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.persistence import Transaction
from workhall.persistence.rows import value_of

_CATEGORY = "name, description, hidden, parent_category_id, search, updated_at"
_TYPE = "category_id, name, brand, description, model_number, images, search, updated_at"
_ORDER = """purchase_order_number, invoice_number, supplier_details, purchase_date, unit_price,
  expected_service_start_date, expected_service_end_date, search, updated_at"""


@dataclass(frozen=True, slots=True)
class TypeFilter:
    """Which types a list shows. None: whatever it is; `zone_id` only restricts what is counted."""

    q: str | None = None
    category_id: str | None = None
    brand: str | None = None
    model_number: str | None = None
    zone_id: str | None = None


_MISSING = {"category": "category_id", "parent_category": "parent_category_id"}


@contextmanager
def _translated() -> Iterator[None]:
    """Say the database's refusals in our words."""
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        raise Invalid("name", "is already taken") from error
    except asyncpg.ForeignKeyViolationError as error:
        raise Invalid(_MISSING.get(error.constraint_name or "", "id"), "is not known") from error


# categories


_READ_CATEGORY = """
select asset_category_id, name, description, hidden, parent_category_id, created_at, updated_at from asset_categories
"""


async def category(tx: Transaction, category_id: str, *, lock: bool = False) -> Category | None:
    row = await tx.fetchrow(
        _READ_CATEGORY + "where asset_category_id = $1" + (" for update" if lock else ""), category_id
    )
    return value_of(Category, row) if row else None


async def categories(tx: Transaction, q: str | None, page: Page | None, *, hidden: bool | None) -> Found[Category]:
    search = parse(q)
    where = "where ($1::text is null or search ~ $1) and ($2::boolean is null or hidden = $2) "
    given = (search and search.pattern, hidden)
    total = await tx.fetchval("select count(*) from asset_categories " + where, *given)
    rows = await tx.fetch(
        _READ_CATEGORY + where + "order by name, asset_category_id limit $3 offset $4", *given, *_part(page)
    )
    return Found(tuple(value_of(Category, row) for row in rows), total)


async def insert_category(tx: Transaction, new: Category) -> None:
    with _translated():
        await tx.execute(
            f"""
            insert into asset_categories (asset_category_id, created_at, {_CATEGORY})
            select asset_category_id, created_at, {_CATEGORY} from jsonb_populate_record(null::asset_categories, $1)
            """,
            asdict(new) | {"search": new.search},
        )


async def update_category(tx: Transaction, changed: Category) -> None:
    with _translated():
        await tx.execute(
            f"""
            update asset_categories
               set ({_CATEGORY}) = (select {_CATEGORY} from jsonb_populate_record(null::asset_categories, $2))
             where asset_category_id = $1
            """,
            changed.asset_category_id,
            asdict(changed) | {"search": changed.search},
        )


async def delete_category(tx: Transaction, category_id: str) -> None:
    """Its types, and their assets, go with it."""
    await tx.execute("delete from asset_categories where asset_category_id = $1", category_id)


# types


_READ_TYPE = """
select t.asset_type_id, t.category_id, t.name, t.brand, t.description, t.model_number, t.images, t.created_at,
       t.updated_at,
       (select count(*) from assets a
         where a.asset_type_id = t.asset_type_id
           and ($1::text is null or a.zone_id = $1 or a.zones @> array[$1])) as asset_count
  from asset_types t
"""


async def asset_type(tx: Transaction, type_id: str, zone_id: str | None = None) -> AssetType | None:
    row = await tx.fetchrow(_READ_TYPE + "where t.asset_type_id = $2", zone_id, type_id)
    return value_of(AssetType, row) if row else None


async def lock_type(tx: Transaction, type_id: str) -> None:
    await tx.execute("select from asset_types where asset_type_id = $1 for update", type_id)


async def types(tx: Transaction, wanted: TypeFilter, page: Page | None) -> Found[AssetType]:
    search = parse(wanted.q)
    where = """
     where ($2::text is null or t.search ~ $2) and ($3::text is null or t.category_id = $3)
       and ($4::text is null or t.brand = $4) and ($5::text is null or t.model_number = $5)
    """
    given = (search and search.pattern, wanted.category_id, wanted.brand, wanted.model_number)
    total = await tx.fetchval(
        "select count(*) from asset_types t, (select $1::text) as zone " + where, wanted.zone_id, *given
    )
    rows = await tx.fetch(
        _READ_TYPE + where + "order by t.name, t.asset_type_id limit $6 offset $7", wanted.zone_id, *given, *_part(page)
    )
    return Found(tuple(value_of(AssetType, row) for row in rows), total)


async def insert_type(tx: Transaction, new: AssetType) -> None:
    with _translated():
        await tx.execute(
            f"""
            insert into asset_types (asset_type_id, created_at, {_TYPE})
            select asset_type_id, created_at, {_TYPE} from jsonb_populate_record(null::asset_types, $1)
            """,
            asdict(new) | {"search": new.search},
        )


async def update_type(tx: Transaction, changed: AssetType) -> None:
    with _translated():
        await tx.execute(
            f"""
            update asset_types set ({_TYPE}) = (select {_TYPE} from jsonb_populate_record(null::asset_types, $2))
             where asset_type_id = $1
            """,
            changed.asset_type_id,
            asdict(changed) | {"search": changed.search},
        )


async def delete_type(tx: Transaction, type_id: str) -> None:
    """Its assets go with it."""
    await tx.execute("delete from asset_types where asset_type_id = $1", type_id)


# purchase orders


_READ_ORDER = """
select asset_purchase_order_id, purchase_order_number, invoice_number, supplier_details, purchase_date, unit_price,
       expected_service_start_date, expected_service_end_date, created_at, updated_at
  from asset_purchase_orders
"""


async def order(tx: Transaction, order_id: str, *, lock: bool = False) -> PurchaseOrder | None:
    row = await tx.fetchrow(
        _READ_ORDER + "where asset_purchase_order_id = $1" + (" for update" if lock else ""), order_id
    )
    return value_of(PurchaseOrder, row) if row else None


async def orders(tx: Transaction, q: str | None, page: Page) -> Found[PurchaseOrder]:
    search = parse(q)
    pattern = search and search.pattern
    where = "where ($1::text is null or search ~ $1) "
    total = await tx.fetchval("select count(*) from asset_purchase_orders " + where, pattern)
    rows = await tx.fetch(
        _READ_ORDER + where + "order by purchase_order_number, asset_purchase_order_id limit $2 offset $3",
        pattern,
        *_part(page),
    )
    return Found(tuple(value_of(PurchaseOrder, row) for row in rows), total)


async def insert_order(tx: Transaction, new: PurchaseOrder) -> None:
    await tx.execute(
        f"""
        insert into asset_purchase_orders (asset_purchase_order_id, created_at, {_ORDER})
        select asset_purchase_order_id, created_at, {_ORDER}
          from jsonb_populate_record(null::asset_purchase_orders, $1)
        """,
        asdict(new) | {"search": new.search},
    )


async def update_order(tx: Transaction, changed: PurchaseOrder) -> None:
    await tx.execute(
        f"""
        update asset_purchase_orders
           set ({_ORDER}) = (select {_ORDER} from jsonb_populate_record(null::asset_purchase_orders, $2))
         where asset_purchase_order_id = $1
        """,
        changed.asset_purchase_order_id,
        asdict(changed) | {"search": changed.search},
    )


async def delete_order(tx: Transaction, order_id: str) -> None:
    await tx.execute("delete from asset_purchase_orders where asset_purchase_order_id = $1", order_id)


def _part(page: Page | None) -> tuple[int | None, int]:
    """Limit and offset; without a page, everything."""
    return (page.limit, page.offset) if page else (None, 0)
