"""The SQL of zones. Foreign keys look past organisations, so parents are asked for before they are named."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
from asyncpg import Record

from workhall.domain.places.zones.model import ListedZone, Zone, ZoneFilter
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import ZoneId
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction

_TREE_LOCK = 0x7A6F6E65  # "zone": one move at a time, or two of them could close a ring


def _read(row: Record) -> Zone:
    return Zone(
        ZoneId(row["zone_id"]),
        row["created_at"],
        row["updated_at"],
        row["parent_id"],
        row["name"],
        row["description"],
        tuple(row["tags"]),
        row["location"],
        row["display_name"],
        row["code"],
        row["type"],
        row["count"],
        row["capacity"],
        row["map_id"],
        row["timezone"],
        tuple(row["triggers"]),
        tuple(row["images"]),
        tuple(row["playlists"]),
        row["place_id"],
    )


def _values(zone: Zone) -> tuple[object, ...]:
    """In the order in which both `insert` and `update` number them."""
    return (
        zone.zone_id,
        zone.parent_id,
        zone.name,
        zone.description,
        zone.tags,
        zone.location,
        zone.display_name,
        zone.code,
        zone.type,
        zone.count,
        zone.capacity,
        zone.map_id,
        zone.timezone,
        zone.triggers,
        zone.images,
        zone.playlists,
        zone.place_id,
        zone.words,
        zone.updated_at,
    )


@asynccontextmanager
async def _refusals() -> AsyncIterator[None]:
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        raise Invalid("name", "has already been taken") from error
    except asyncpg.ForeignKeyViolationError as error:
        raise Invalid("parent_id", "is no zone here") from error


async def insert(tx: Transaction, zone: Zone) -> None:
    """Raises Invalid when the name is taken or the parent has just gone."""
    async with _refusals():
        await tx.execute(
            """
            insert into zones (zone_id, parent_id, name, description, tags, location, display_name, code, type, count,
                               capacity, map_id, timezone, triggers, images, playlists, place_id, search, updated_at,
                               created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19)
            """,
            *_values(zone),
        )


async def update(tx: Transaction, zone: Zone) -> None:
    """Raises Invalid when the name is taken or the parent has just gone."""
    async with _refusals():
        await tx.execute(
            """
            update zones
               set parent_id = $2, name = $3, description = $4, tags = $5, location = $6, display_name = $7, code = $8,
                   type = $9, count = $10, capacity = $11, map_id = $12, timezone = $13, triggers = $14, images = $15,
                   playlists = $16, place_id = $17, search = $18, updated_at = $19
             where zone_id = $1
            """,
            *_values(zone),
        )


async def delete(tx: Transaction, zone_id: str) -> None:
    await tx.execute("delete from zones where zone_id = $1", zone_id)


async def by_id(tx: Transaction, zone_id: str) -> Zone | None:
    row = await tx.fetchrow("select * from zones where zone_id = $1", zone_id)
    return None if row is None else _read(row)


async def locked(tx: Transaction, zone_id: str) -> Zone | None:
    """The zone, kept from being changed by others until this transaction ends."""
    row = await tx.fetchrow("select * from zones where zone_id = $1 for no key update", zone_id)
    return None if row is None else _read(row)


async def by_ids(tx: Transaction, zone_ids: Sequence[str]) -> list[Zone]:
    """Those of the zones that exist, in the order asked for."""
    rows = await tx.fetch(
        """
        select z.*
          from unnest($1::text[]) with ordinality as asked(zone_id, n)
          join zones z using (zone_id)
         order by asked.n
        """,
        list(zone_ids),
    )
    return [_read(row) for row in rows]


async def children_of(tx: Transaction, zone_id: str) -> list[Zone]:
    rows = await tx.fetch("select * from zones where parent_id = $1 order by name, zone_id", zone_id)
    return [_read(row) for row in rows]


async def lock_tree(tx: Transaction) -> None:
    await tx.execute("select pg_advisory_xact_lock($1, $2)", _TREE_LOCK, int(tx.organisation) % 2**31)


async def lies_in(tx: Transaction, zone_id: str, maybe_above: str) -> bool:
    """Whether a zone is `maybe_above` itself, or somewhere below it."""
    return bool(
        await tx.fetchval(
            """
            with recursive above as (
              select zone_id, parent_id from zones where zone_id = $1
              union
              select z.zone_id, z.parent_id from zones z join above on z.zone_id = above.parent_id
            )
            select exists (select from above where zone_id = $2)
            """,
            zone_id,
            maybe_above,
        )
    )


async def subtree(tx: Transaction, zone_id: str) -> list[str]:
    """The ids of a zone and of all zones in it, from the top down."""
    rows = await tx.fetch(
        """
        with recursive below as (
          select zone_id, 0 as depth from zones where zone_id = $1
          union all
          select z.zone_id, below.depth + 1 from zones z join below on z.parent_id = below.zone_id
        )
        select zone_id from below order by depth, zone_id
        """,
        zone_id,
    )
    return [row["zone_id"] for row in rows]


async def above(tx: Transaction, zone_id: str) -> list[Zone]:
    """The zones that a zone lies in, from the top down."""
    rows = await tx.fetch(
        """
        with recursive above as (
          select parent_id, 0 as height from zones where zone_id = $1
          union all
          select z.parent_id, above.height + 1 from zones z join above on z.zone_id = above.parent_id
        )
        select z.* from above join zones z on z.zone_id = above.parent_id order by above.height desc
        """,
        zone_id,
    )
    return [_read(row) for row in rows]


_FIND = """
with found as (
  select * from zones
   where ($1::text is null or search ~ $1)
     and ((not $3 and $2::text[] = '{}') or parent_id = any($2) or ($3 and parent_id is null))
     and tags @> $4::text[]
)
select (select count(*) from found) as total, page.*,
       case when $7 then (select count(*) from zones c where c.parent_id = page.zone_id) end as children
  from (select) as always
  left join (select * from found order by name, zone_id limit $5 offset $6) as page on true
 order by page.name, page.zone_id
"""


async def find(tx: Transaction, wanted: ZoneFilter, page: Page, *, count_children: bool) -> Found[ListedZone]:
    """One page of the zones that fit, by name; the total is known even when the page is empty."""
    rows = await tx.fetch(
        _FIND,
        wanted.search and wanted.search.pattern,
        wanted.parent_ids,
        wanted.at_root,
        wanted.tags,
        page.limit,
        page.offset,
        count_children,
    )
    listed = tuple(ListedZone(_read(row), row["children"]) for row in rows if row["zone_id"] is not None)
    return Found(listed, rows[0]["total"])


async def tags(tx: Transaction) -> list[str]:
    rows = await tx.fetch("select distinct trim(tag) as tag from zones, unnest(tags) as tag order by 1")
    return [row["tag"] for row in rows if row["tag"]]
