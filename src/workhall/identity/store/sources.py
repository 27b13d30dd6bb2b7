"""The SQL of outside sign-in sources."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import asyncpg
from asyncpg import Record

from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction


class SourceKind(StrEnum):
    OAUTH = "oauth"
    SAML = "saml"
    LDAP = "ldap"


@dataclass(frozen=True, slots=True)
class SignInSource:
    """`settings` are what everybody in charge may read; `sealed` holds the secret, if there is one."""

    source_id: str
    domain_id: DomainId
    kind: SourceKind
    name: str
    settings: dict[str, Any]
    sealed: bytes | None
    created_at: datetime
    updated_at: datetime


_COLUMNS = "source_id, domain_id, kind, name, settings, sealed, created_at, updated_at"
_SELECT = f"select {_COLUMNS} from sign_in_sources"
_COUNT = "select count(*) from sign_in_sources"
_FILTER = " where kind = $1 and ($2::text is null or domain_id = $2)"


async def insert(tx: Transaction, source: SignInSource) -> None:
    try:
        await tx.execute(
            """
            insert into sign_in_sources (source_id, domain_id, kind, name, settings, sealed, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7)
            """,
            *_values(source),
            tx.now,
        )
    except asyncpg.ForeignKeyViolationError as error:
        raise Invalid("authority_id", "must be an existing domain") from error


async def update(tx: Transaction, source: SignInSource) -> None:
    try:
        await tx.execute(
            """
            update sign_in_sources
               set domain_id = $2, kind = $3, name = $4, settings = $5, sealed = $6, updated_at = $7
             where source_id = $1
            """,
            *_values(source),
            tx.now,
        )
    except asyncpg.ForeignKeyViolationError as error:
        raise Invalid("authority_id", "must be an existing domain") from error


async def delete(tx: Transaction, source_id: str) -> None:
    await tx.execute("delete from sign_in_sources where source_id = $1", source_id)


async def find(tx: Transaction, source_id: str) -> SignInSource | None:
    row = await tx.fetchrow(_SELECT + " where source_id = $1", source_id)
    return None if row is None else _source(row)


async def search(tx: Transaction, kind: SourceKind, domain_id: str | None, page: Page) -> Found[SignInSource]:
    total = await tx.fetchval(_COUNT + _FILTER, kind, domain_id)
    listed = f"{_SELECT}{_FILTER} order by name, source_id limit $3 offset $4"
    rows = await tx.fetch(listed, kind, domain_id, page.limit, page.offset)
    return Found(tuple(_source(row) for row in rows), int(total))


async def of_domain(tx: Transaction, domain_id: str) -> list[SignInSource]:
    """List what the sign-in page of a domain offers, by name."""
    rows = await tx.fetch(_SELECT + " where domain_id = $1 order by name, source_id", domain_id)
    return [_source(row) for row in rows]


def _values(source: SignInSource) -> tuple[object, ...]:
    return source.source_id, source.domain_id, source.kind, source.name, source.settings, source.sealed


def _source(row: Record) -> SignInSource:
    return SignInSource(**{**row, "kind": SourceKind(row["kind"])})
