"""The SQL of metadata."""

from collections.abc import Sequence

import asyncpg
import msgspec
from asyncpg import Record

from workhall.domain.places.metadata.model import HISTORY_LENGTH, Metadata, UnknownParent
from workhall.kernel import time
from workhall.kernel.errors import Invalid
from workhall.kernel.paging import Page
from workhall.persistence import Transaction


def _read(row: Record) -> Metadata:
    return Metadata(
        row["parent_id"],
        row["name"],
        row["details"],
        row["created_at"],
        row["updated_at"],
        row["description"],
        row["schema_id"],
        tuple(row["editors"]),
        row["modified_by_id"],
        row["version"],
    )


async def of_parents(tx: Transaction, parent_ids: Sequence[str], name: str | None) -> list[Metadata]:
    """All documents of these parents, or those of one name."""
    rows = await tx.fetch(
        "select * from metadata where parent_id = any($1) and ($2::text is null or name = $2) order by name",
        list(parent_ids),
        name,
    )
    return [_read(row) for row in rows]


async def count(tx: Transaction, parent_ids: Sequence[str]) -> int:
    return int(await tx.fetchval("select count(*) from metadata where parent_id = any($1)", list(parent_ids)))


async def of_people(tx: Transaction, path: str) -> list[Metadata]:
    """The documents of people that a JSON path finds something in.

    Raises:
        Invalid: the path cannot be read.
    """
    try:
        rows = await tx.fetch(
            """
            select * from metadata
             where user_id is not null and jsonb_path_exists(details::jsonb, $1::text::jsonpath, silent => true)
             order by user_id, name
            """,
            path,
        )
    except asyncpg.PostgresSyntaxError as error:
        raise Invalid("filter", "is no JSON path") from error
    return [_read(row) for row in rows]


async def locked(tx: Transaction, parent_id: str, name: str) -> Metadata | None:
    """The document, kept from being changed by others until this transaction ends."""
    row = await tx.fetchrow("select * from metadata where parent_id = $1 and name = $2 for update", parent_id, name)
    return None if row is None else _read(row)


def _values(document: Metadata) -> tuple[object, ...]:
    """In the order in which both `insert` and `update` number them."""
    return (
        document.parent_id,
        document.name,
        document.text,
        document.description,
        document.schema_id,
        document.editors,
        document.modified_by_id,
        document.updated_at,
    )


_VERSION = f"""
  insert into metadata_history (organisation_id, parent_id, name, document, at)
  select organisation_id, parent_id, name, json_build_object('details', details, 'description', description,
         'schema_id', schema_id, 'editors', editors, 'modified_by_id', modified_by_id, 'version', version,
         'created_s', floor(extract(epoch from created_at))::bigint), updated_at
    from saved
), forgotten as (
  delete from metadata_history
   where history_id in (select history_id from metadata_history
                         where parent_id = $1 and name = $2 order by history_id desc offset {HISTORY_LENGTH - 1})
"""

_INSERT = f"""
with saved as (
  insert into metadata (parent_id, name, details, description, schema_id, editors, modified_by_id,
                        created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
  on conflict (organisation_id, parent_id, name) do nothing
  returning *
), noted as ({_VERSION})
select count(*) from saved
"""


async def insert(tx: Transaction, document: Metadata) -> bool:
    """Write a new document and the first entry of its history; False when somebody else just made one."""
    try:
        return bool(await tx.fetchval(_INSERT, *_values(document)))
    except asyncpg.ForeignKeyViolationError as error:
        raise UnknownParent(f"there is no {document.parent_id} any more") from error


_UPDATE = f"""
with saved as (
  update metadata
     set details = $3, description = $4, schema_id = $5, editors = $6, modified_by_id = $7,
         updated_at = $8, version = $9
   where parent_id = $1 and name = $2
  returning *
), noted as ({_VERSION})
select count(*) from saved
"""


async def update(tx: Transaction, document: Metadata) -> None:
    """Write a document and the next entry of its history; the oldest beyond twenty go."""
    await tx.fetchval(_UPDATE, *_values(document), document.version)


async def rename(tx: Transaction, document: Metadata, name: str) -> None:
    """Give a document another name; its history comes along. Raises Invalid when the name is taken."""
    try:
        await tx.execute(
            "update metadata set name = $3, modified_by_id = $4, updated_at = $5 where parent_id = $1 and name = $2",
            document.parent_id,
            document.name,
            name,
            document.modified_by_id,
            document.updated_at,
        )
    except asyncpg.UniqueViolationError as error:
        raise Invalid("new_name", "has already been taken") from error


async def delete(tx: Transaction, parent_id: str, name: str) -> None:
    await tx.execute("delete from metadata where parent_id = $1 and name = $2", parent_id, name)


class _Kept(msgspec.Struct):
    """An entry of the history as it is stored."""

    details: msgspec.Raw
    description: str
    schema_id: str | None
    editors: tuple[str, ...]
    modified_by_id: str | None
    version: int
    created_s: int


async def history(tx: Transaction, parent_id: str, name: str | None, page: Page) -> list[Metadata]:
    """Former and present versions, newest first; the page counts within each name."""
    rows = await tx.fetch(
        """
        select parent_id, name, document, at
          from (select *, row_number() over (partition by name order by history_id desc) as n
                  from metadata_history
                 where parent_id = $1 and ($2::text is null or name = $2)) as numbered
         where n > $3 and n <= $3::bigint + $4
         order by name, n
        """,
        parent_id,
        name,
        page.offset,
        page.limit,
    )
    return [_remembered(row) for row in rows]


def _remembered(row: Record) -> Metadata:
    kept = msgspec.json.decode(row["document"], type=_Kept)
    return Metadata(
        row["parent_id"],
        row["name"],
        bytes(kept.details).decode(),
        time.moment(kept.created_s),
        row["at"],
        kept.description,
        kept.schema_id,
        kept.editors,
        kept.modified_by_id,
        kept.version,
    )
