"""The SQL of single assets. Writing takes many at once: floors are drawn desk by desk, and saved whole."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import asyncpg

from workhall.domain.assets.model import Asset
from workhall.kernel.errors import Invalid
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.persistence import Transaction
from workhall.persistence.rows import value_of

_GIVEN = """asset_type_id, purchase_order_id, zone_id, parent_id, identifier, serial_number, barcode, name, other_data,
  client_ids, map_id, bookable, accessible, zones, place_groups, assigned_to, assigned_name, features, images, notes,
  security_system_groups, search, updated_at"""
_READ = """
select a.asset_id, a.asset_type_id, a.purchase_order_id, a.zone_id, a.parent_id, a.identifier, a.serial_number,
       a.barcode, a.name, a.other_data, a.client_ids, a.map_id, a.bookable, a.accessible, a.zones, a.place_groups,
       a.assigned_to, a.assigned_name, a.features, a.images, a.notes, a.security_system_groups, a.created_at,
       a.updated_at
  from assets a
"""
_UNKNOWN = {
    "asset_type": "asset_type_id",
    "purchase_order": "purchase_order_id",
    "zone": "zone_id",
    "parent": "parent_id",
}


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which assets a list shows. None or empty: whatever it is. `zones`: in all of them; `features`: any of them."""

    q: str | None = None
    zone_id: str | None = None
    zones: tuple[str, ...] = ()
    type_id: str | None = None
    order_id: str | None = None
    barcode: str | None = None
    serial_number: str | None = None
    bookable: bool | None = None
    accessible: bool | None = None
    features: tuple[str, ...] = ()


async def by_ids(tx: Transaction, asset_ids: Sequence[str], *, lock: bool = False) -> list[Asset]:
    """In the order of their ids, so that two who lock the same assets wait for each other instead of dying."""
    rows = await tx.fetch(
        _READ + "where a.asset_id = any($1) order by a.asset_id" + (" for update" if lock else ""), list(asset_ids)
    )
    return [value_of(Asset, row) for row in rows]


async def find(tx: Transaction, wanted: AssetFilter, page: Page) -> Found[Asset]:
    search = parse(wanted.q)
    where = """
      join asset_types t using (asset_type_id)
     where ($1::text is null or a.search ~ $1 or t.search ~ $1)
       and ($2::text is null or a.zone_id = $2 or a.zones @> array[$2])
       and a.zones @> $3::text[]
       and ($4::text is null or a.asset_type_id = $4)
       and ($5::text is null or a.purchase_order_id = $5)
       and ($6::text is null or a.barcode = $6)
       and ($7::text is null or a.serial_number = $7)
       and ($8::boolean is null or a.bookable = $8)
       and ($9::boolean is null or a.accessible = $9)
       and (cardinality($10::text[]) = 0 or a.features && $10)
    """
    given = (
        search and search.pattern,
        wanted.zone_id,
        list(wanted.zones),
        wanted.type_id,
        wanted.order_id,
        wanted.barcode,
        wanted.serial_number,
        wanted.bookable,
        wanted.accessible,
        list(wanted.features),
    )
    total = await tx.fetchval("select count(*) from assets a " + where, *given)
    rows = await tx.fetch(
        _READ + where + "order by a.name, a.asset_id limit $11 offset $12", *given, page.limit, page.offset
    )
    return Found(tuple(value_of(Asset, row) for row in rows), total)


async def count_in(tx: Transaction, zone_ids: Sequence[str]) -> int:
    return int(await tx.fetchval("select count(*) from assets where zone_id = any($1)", list(zone_ids)))


async def insert(tx: Transaction, assets: Sequence[Asset]) -> None:
    """Raises Invalid naming a type, zone, order or parent that is not known."""
    with _translated():
        await tx.execute(
            f"""
            insert into assets (asset_id, created_at, {_GIVEN})
            select asset_id, created_at, {_GIVEN} from jsonb_populate_recordset(null::assets, $1)
            """,
            [_row(asset) for asset in assets],
        )


async def update(tx: Transaction, assets: Sequence[Asset]) -> None:
    """Raises Invalid naming a type, zone, order or parent that is not known."""
    with _translated():
        await tx.execute(
            f"""
            update assets a set ({_GIVEN}) = (select {_prefixed("n")})
              from jsonb_populate_recordset(null::assets, $1) n
             where a.asset_id = n.asset_id
            """,
            [_row(asset) for asset in assets],
        )


async def delete(tx: Transaction, asset_ids: Sequence[str]) -> None:
    await tx.execute("delete from assets where asset_id = any($1)", list(asset_ids))


async def zones_around(tx: Transaction, zone_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each zone: those it lies in, the outermost first, and itself."""
    rows = await tx.fetch(
        """
        with recursive around as (
          select z.zone_id as of_zone, z.zone_id, z.parent_id, 0 as height from zones z where z.zone_id = any($1)
          union all
          select a.of_zone, z.zone_id, z.parent_id, a.height + 1 from zones z join around a on z.zone_id = a.parent_id)
        select of_zone, array_agg(zone_id order by height desc) as zones from around group by of_zone
        """,
        list(zone_ids),
    )
    return {row["of_zone"]: tuple(row["zones"]) for row in rows}


def _row(asset: Asset) -> dict[str, object]:
    return asdict(asset) | {"search": asset.search}


def _prefixed(name: str) -> str:
    return ", ".join(f"{name}.{column.strip()}" for column in _GIVEN.split(","))


@contextmanager
def _translated() -> Iterator[None]:
    """Say the database's refusals in our words."""
    try:
        yield
    except asyncpg.ForeignKeyViolationError as error:
        raise Invalid(_UNKNOWN.get(error.constraint_name or "", "id"), "is not known") from error
