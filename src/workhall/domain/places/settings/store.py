"""The SQL of settings."""

from collections.abc import Sequence

import asyncpg
from asyncpg import Record

from workhall.domain.places.settings.model import Level, StoredSettings
from workhall.kernel.errors import Invalid
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import Search
from workhall.persistence import Transaction


def _read(row: Record) -> StoredSettings:
    return StoredSettings(
        row["settings_id"],
        row["parent_id"],
        Level(row["encryption_level"]),
        row["created_at"],
        row["updated_at"],
        row["settings_string"],
        row["sealed"],
        tuple(row["keys"]),
        row["modified_by_id"],
    )


def _values(settings: StoredSettings) -> tuple[object, ...]:
    """In the order in which both `insert` and `update` number them."""
    return (
        settings.settings_id,
        settings.parent_id,
        int(settings.level),
        settings.clear,
        settings.sealed,
        settings.keys,
        settings.modified_by_id,
        settings.words,
        settings.updated_at,
    )


_SAVE = """
with saved as ({statement} returning *), noted as (
  insert into settings_history (settings_id, encryption_level, settings_string, sealed, keys, modified_by_id, at)
  select settings_id, encryption_level, settings_string, sealed, keys, modified_by_id, updated_at from saved
)
select count(*) from saved
"""

_INSERT = _SAVE.format(
    statement="""
  insert into settings (settings_id, parent_id, encryption_level, settings_string, sealed, keys, modified_by_id,
                        search, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
"""
)
_UPDATE = _SAVE.format(
    statement="""
  update settings
     set parent_id = $2, encryption_level = $3, settings_string = $4, sealed = $5, keys = $6, modified_by_id = $7,
         search = $8, updated_at = $9, version = version + 1
   where settings_id = $1
"""
)


async def insert(tx: Transaction, settings: StoredSettings) -> None:
    await _save(tx, _INSERT, settings)


async def update(tx: Transaction, settings: StoredSettings) -> None:
    await _save(tx, _UPDATE, settings)


async def _save(tx: Transaction, statement: str, settings: StoredSettings) -> None:
    """Write settings and an entry of their history; raises Invalid when the parent has such settings, or is gone."""
    try:
        await tx.fetchval(statement, *_values(settings))
    except asyncpg.UniqueViolationError as error:
        raise Invalid("encryption_level", "has already been taken: there are settings of this level") from error
    except asyncpg.ForeignKeyViolationError as error:
        raise Invalid("parent_id", "is no zone or system here") from error


async def delete(tx: Transaction, settings_id: str) -> None:
    await tx.execute("delete from settings where settings_id = $1", settings_id)


async def by_id(tx: Transaction, settings_id: str) -> StoredSettings | None:
    row = await tx.fetchrow("select * from settings where settings_id = $1", settings_id)
    return None if row is None else _read(row)


async def locked(tx: Transaction, settings_id: str) -> StoredSettings | None:
    """The settings, kept from being changed by others until this transaction ends."""
    row = await tx.fetchrow("select * from settings where settings_id = $1 for no key update", settings_id)
    return None if row is None else _read(row)


async def of_parents(tx: Transaction, parent_ids: Sequence[str], wanted: Search | None) -> list[StoredSettings]:
    """The settings of these parents, the most secret first."""
    rows = await tx.fetch(
        """
        select * from settings
         where parent_id = any($1) and ($2::text is null or search ~ $2 )
         order by encryption_level desc, array_position($1, parent_id), settings_id
        """,
        list(parent_ids),
        wanted and wanted.pattern,
    )
    return [_read(row) for row in rows]


async def chain(tx: Transaction, parent_ids: Sequence[str]) -> list[StoredSettings]:
    """The settings of these parents, in their order."""
    rows = await tx.fetch(
        "select * from settings where parent_id = any($1) order by array_position($1, parent_id), encryption_level",
        list(parent_ids),
    )
    return [_read(row) for row in rows]


async def find(tx: Transaction, wanted: Search | None, page: Page) -> Found[StoredSettings]:
    """One page of all settings, the most secret first."""
    rows = await tx.fetch(
        """
        with found as (select * from settings where $1::text is null or search ~ $1)
        select (select count(*) from found) as total, page.*
          from (select) as always
          left join (select * from found order by encryption_level desc, settings_id limit $2 offset $3) as page on true
         order by encryption_level desc, settings_id
        """,
        wanted and wanted.pattern,
        page.limit,
        page.offset,
    )
    return Found(tuple(_read(row) for row in rows if row["settings_id"] is not None), rows[0]["total"])


async def history(tx: Transaction, settings: StoredSettings, page: Page) -> Found[tuple[str, StoredSettings]]:
    """The versions of settings, newest (the present one) first, each with an id of its own."""
    rows = await tx.fetch(
        """
        select h.*, $2::text as parent_id, $3::timestamptz as created_at, h.at as updated_at
          from settings_history h where settings_id = $1 order by history_id desc limit $4 offset $5
        """,
        settings.settings_id,
        settings.parent_id,
        settings.created_at,
        page.limit,
        page.offset,
    )
    total = await tx.fetchval("select count(*) from settings_history where settings_id = $1", settings.settings_id)
    return Found(tuple((f"{row['settings_id']}-{row['history_id']}", _read(row)) for row in rows), total)
