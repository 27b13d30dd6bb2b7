"""Migrations: numbered SQL files, forward only, each in a transaction, one process at a time.

The owner of the tables runs them. The server itself then works as another role, which owns nothing and
is subject to row level security.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

import asyncpg
from asyncpg import Connection, Record

from workhall.kernel.errors import Conflict
from workhall.persistence.roles import SERVER_ROLE
from workhall.persistence.transaction import Transaction

_LOCK = 0x776F726B68616C6C  # "workhall": one migrator at a time
_BOOK = """
create table if not exists migrations (
  name       text primary key,
  digest     text not null,
  applied_at timestamptz not null default now()
)
"""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    sql: str

    @property
    def digest(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def steps() -> list[Step]:
    """All migrations of this version, in order."""
    folder = files("workhall.persistence") / "migrations"
    found = [Step(entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted(found, key=lambda step: step.name)


async def migrate(url: str, *, tell: Callable[[str], None] = lambda _: None) -> list[str]:
    """Bring the database at `url` (as its owner) up to this version; answers the names applied.

    Raises:
        Conflict: an applied migration differs from this version's, or is unknown to it.
    """
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        await _ensure_role(connection)
        await connection.execute(_BOOK)
        pending = await _pending(connection)
        for step in pending:
            tell(step.name)
            async with connection.transaction():
                await connection.execute(step.sql)
                await connection.execute(
                    "insert into migrations (name, digest) values ($1, $2)", step.name, step.digest
                )
        await connection.execute("select pg_advisory_unlock($1)", _LOCK)
    finally:
        await connection.close()
    return [step.name for step in pending]


async def pending(url: str) -> list[str]:
    """Name what `migrate` would apply."""
    connection = await asyncpg.connect(url)
    try:
        if await connection.fetchval("select to_regclass('migrations')") is None:
            return [step.name for step in steps()]
        return [step.name for step in await _pending(connection)]
    finally:
        await connection.close()


async def applied(url: str) -> list[str]:
    """Name what the database has."""
    connection = await asyncpg.connect(url)
    try:
        return [row["name"] for row in await connection.fetch("select name from migrations order by name")]
    finally:
        await connection.close()


async def is_empty(url: str) -> bool:
    """Whether there is no table at all in it."""
    connection = await asyncpg.connect(url)
    try:
        return not await connection.fetchval("select exists (select from pg_tables where schemaname = 'public')")
    finally:
        await connection.close()


async def ensure_role(url: str) -> None:
    """Make the server's role where it is missing; a dump speaks of it, but does not bring it."""
    connection = await asyncpg.connect(url)
    try:
        await _ensure_role(connection)
    finally:
        await connection.close()


async def behind(tx: Transaction) -> list[str]:
    """Name what the database lacks of this version, as the running server sees it."""
    applied = {row["name"] for row in await tx.fetch("select name from migrations")}
    return [step.name for step in steps() if step.name not in applied]


async def _pending(connection: Connection[Record]) -> list[Step]:
    applied = {row["name"]: row["digest"] for row in await connection.fetch("select name, digest from migrations")}
    known = {step.name: step for step in steps()}
    if unknown := sorted(applied.keys() - known.keys()):
        raise Conflict(f"the database is newer than this server: it has {unknown[-1]}; install the newer version")
    for name, digest in applied.items():
        if known[name].digest != digest:
            raise Conflict(
                f"migration {name} was applied in another form; restore a backup or install the version that applied it"
            )
    return [step for name, step in known.items() if name not in applied]


async def _ensure_role(connection: Connection[Record]) -> None:
    """Make the server's role, or keep what an administrator has made."""
    if await connection.fetchval("select 1 from pg_roles where rolname = $1", SERVER_ROLE) is None:
        await connection.execute(f"create role {SERVER_ROLE} nologin nosuperuser nobypassrls")
    may_become = await connection.fetchval("select pg_has_role(current_user, $1, 'member')", SERVER_ROLE)
    if not may_become:
        await connection.execute(f"grant {SERVER_ROLE} to current_user")
