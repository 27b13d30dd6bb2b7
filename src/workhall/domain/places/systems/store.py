"""The SQL of systems: reading and writing one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import asyncpg
from asyncpg import Record

from workhall.domain.places.systems.model import System, SystemFilter
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import SystemId
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction

# The columns that people write, as the record names them.
_WRITTEN = (
    "name",
    "description",
    "features",
    "email",
    "bookable",
    "public",
    "display_name",
    "code",
    "type",
    "capacity",
    "map_id",
    "approval",
    "images",
    "security_groups",
    "timezone",
    "support_url",
    "timetable_url",
    "camera_snapshot_urls",
    "camera_url",
    "room_booking_url",
    "version",
    "installed_ui_devices",
    "modules",
    "orientation",
    "playlists",
    "signage",
    "playlist_item_id",
    "space_config",
)
_LISTS = frozenset({"features", "images", "security_groups", "camera_snapshot_urls", "modules", "playlists"})
_COLUMNS = ", ".join(_WRITTEN)
_PLACES = ", ".join(f"${number}" for number in range(4, 4 + len(_WRITTEN)))

ZONES = "array(select zone_id from system_zones sz where sz.system_id = s.system_id order by position) as zones"
_SELECT = f"select s.*, {ZONES} from systems s"


def read(row: Record) -> System:
    fields: dict[str, Any] = {name: tuple(row[name]) if name in _LISTS else row[name] for name in _WRITTEN}
    return System(
        SystemId(row["system_id"]),
        row["created_at"],
        row["updated_at"],
        signage_last_seen=row["signage_last_seen"],
        zones=tuple(row["zones"]),
        **fields,
    )


async def by_id(tx: Transaction, system_id: str) -> System | None:
    row = await tx.fetchrow(f"{_SELECT} where s.system_id = $1", system_id)
    return None if row is None else read(row)


async def by_email(tx: Transaction, email: str) -> System | None:
    row = await tx.fetchrow(f"{_SELECT} where s.email = $1", email)
    return None if row is None else read(row)


async def locked(tx: Transaction, system_id: str) -> System | None:
    """The system, kept from being changed by others until this transaction ends."""
    row = await tx.fetchrow(
        "select *, '{}'::text[] as zones from systems where system_id = $1 for no key update", system_id
    )
    return None if row is None else replace(read(row), zones=await zones_of(tx, system_id))


async def zones_of(tx: Transaction, system_id: str) -> tuple[str, ...]:
    rows = await tx.fetch("select zone_id from system_zones where system_id = $1 order by position", system_id)
    return tuple(row["zone_id"] for row in rows)


@asynccontextmanager
async def _refusals() -> AsyncIterator[None]:
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        field = "email" if error.constraint_name == "systems_email" else "name"
        raise Invalid(field, "has already been taken") from error


def _values(system: System) -> list[object]:
    return [system.system_id, system.words, system.updated_at, *(getattr(system, name) for name in _WRITTEN)]


async def insert(tx: Transaction, system: System) -> None:
    """Raises Invalid when the name or the e-mail address is taken."""
    async with _refusals():
        await tx.execute(
            f"""
            insert into systems (system_id, search, created_at, updated_at, {_COLUMNS})
            values ($1, $2, $3, $3, {_PLACES})
            """,
            *_values(system),
        )


async def update(tx: Transaction, system: System) -> None:
    """Raises Invalid when the name or the e-mail address is taken."""
    async with _refusals():
        await tx.execute(
            f"update systems set (search, updated_at, {_COLUMNS}) = ($2, $3, {_PLACES}) where system_id = $1",
            *_values(system),
        )


async def place_in(tx: Transaction, system_id: str, zone_ids: Sequence[str]) -> None:
    """Let a system lie in exactly these zones, in this order.

    Raises:
        Invalid: one of them is no zone here.
    """
    await tx.execute("delete from system_zones where system_id = $1", system_id)
    placed = await tx.execute(
        """
        insert into system_zones (system_id, zone_id, position)
        select $1, z.zone_id, asked.n
          from unnest($2::text[]) with ordinality as asked(zone_id, n)
          join zones z using (zone_id)
           for key share of z
        """,
        system_id,
        list(zone_ids),
    )
    if placed != len(zone_ids):
        raise Invalid("zones", "name a zone that is not here")


async def delete(tx: Transaction, system_id: str) -> None:
    await tx.execute("delete from systems where system_id = $1", system_id)


_ORDERS = {
    "name": "name",
    "-name": "name desc",
    "capacity": "capacity, name",
    "-capacity": "capacity desc, name",
    "updated": "updated_at, name",
    "-updated": "updated_at desc, name",
}
_FIND = f"""
with found as (
  select s.* from systems s
   where ($1::text is null or s.search ~ $1)
     and ($2::text[] = '{{{{}}}}' or s.system_id in (select system_id from system_zones where zone_id = any($2)
                                                  group by system_id having count(*) = cardinality($2)))
     and ($3::text[] = '{{{{}}}}' or s.email = any($3))
     and s.features @> $4::text[]
     and ($5::text is null or $5 = any(s.modules))
     and ($6::bigint is null or s.capacity >= $6)
     and ($7::boolean is null or s.bookable = $7)
     and ($8::boolean is null or s.signage = $8)
     and ($9::boolean is null or s.public = $9)
), page as (
  select * from found order by {{order}}, system_id limit $10 offset $11
)
select (select count(*) from found) as total, s.*, {ZONES}
  from (select) as always
  left join page as s on true
 order by {{order}}, s.system_id
"""


async def find(tx: Transaction, wanted: SystemFilter, page: Page) -> Found[System]:
    """One page of the systems that fit; the total is known even when the page is empty."""
    rows = await tx.fetch(
        _FIND.format(order=_ORDERS.get(wanted.sort, _ORDERS["name"])),
        wanted.search and wanted.search.pattern,
        wanted.zone_ids,
        wanted.emails,
        wanted.features,
        wanted.module_id,
        wanted.capacity,
        wanted.bookable,
        wanted.signage,
        wanted.public,
        page.limit,
        page.offset,
    )
    return Found(tuple(read(row) for row in rows if row["system_id"] is not None), rows[0]["total"])


async def names_of(tx: Transaction, system_ids: Sequence[str]) -> dict[str, str]:
    rows = await tx.fetch(
        "select system_id, coalesce(nullif(display_name, ''), name) as name from systems where system_id = any($1)",
        list(system_ids),
    )
    return {row["system_id"]: row["name"] for row in rows}


async def ids_in_zone(tx: Transaction, zone_id: str) -> list[str]:
    rows = await tx.fetch(
        "select system_id from systems join system_zones using (system_id) where zone_id = $1 order by name, system_id",
        zone_id,
    )
    return [row["system_id"] for row in rows]
