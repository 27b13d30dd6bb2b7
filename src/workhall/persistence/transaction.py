"""A transaction: one organisation's view of the database, and everything that commits together.

Reads and writes go straight to the database. Announcements, audit entries and jobs are collected and
written in one statement just before the commit, so that one change costs one extra round trip whatever
it causes. Only the edge (request, job, command line) commits.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence
    from datetime import datetime

    from asyncpg import Connection, Record
    from asyncpg.pool import PoolConnectionProxy

    from workhall.kernel.ids import OrganisationId

    AnyConnection = Connection[Record] | PoolConnectionProxy[Record]

_encode = msgspec.json.encode


class Announcement(Protocol):
    """Something that happened, told on a channel when the transaction commits."""

    @property
    def channel(self) -> str: ...

    def payload(self) -> object:
        """The JSON document that goes out, explicit nulls included."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """An audit entry: who did what to which record, from where, before and after."""

    actor_id: str
    actor_name: str
    verb: str
    subject_kind: str
    subject_id: str
    before: object = None
    after: object = None
    origin: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done after the commit, at least once.

    `dedupe` keeps a second one out while an equal one waits; `run_at` None means at once.
    """

    name: str
    arguments: object = None
    run_at: datetime | None = None
    dedupe: str | None = None


_FLUSH = """
with told as (
  insert into outbox (channel, payload)
  select channel, payload::jsonb from unnest($1::text[], $2::text[]) as t(channel, payload)
), noted as (
  insert into audit (at, actor_id, actor_name, verb, subject_kind, subject_id, before, after, origin, request_id)
  select $3, e->>'actor_id', e->>'actor_name', e->>'verb', e->>'subject_kind', e->>'subject_id',
         e->'before', e->'after', e->>'origin', e->>'request_id'
    from jsonb_array_elements($4::text::jsonb) with ordinality as t(e, n) order by n
)
insert into jobs (name, arguments, run_at, dedupe)
select j->>'name', coalesce(j->'arguments', 'null'), coalesce((j->>'run_at')::timestamptz, $3), j->>'dedupe'
  from jsonb_array_elements($5::text::jsonb) as t(j)
on conflict do nothing
"""


@dataclass(slots=True)
class Transaction:
    """Made by `Database.transaction`; never by hand."""

    connection: AnyConnection
    organisation: OrganisationId
    now: datetime
    _told: list[tuple[str, str]] = field(default_factory=list)
    _noted: list[Entry] = field(default_factory=list)
    _jobs: list[Job] = field(default_factory=list)
    _after: list[Callable[[], None]] = field(default_factory=list)
    has_news: bool = False

    async def fetch(self, sql: str, *args: object) -> list[Record]:
        return await self.connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: object) -> Record | None:
        return await self.connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: object) -> Any:  # noqa: ANN401  a column is of any type; callers say which
        return await self.connection.fetchval(sql, *args)

    async def execute(self, sql: str, *args: object) -> int:
        """Run a statement; answers how many rows it touched."""
        status = await self.connection.execute(sql, *args)
        last = status.rsplit(" ", 1)[-1]
        return int(last) if last.isdigit() else 0

    async def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        await self.connection.executemany(sql, rows)

    def announce(self, event: Announcement) -> None:
        """Tell everybody, once this is committed."""
        self._told.append((event.channel, _encode(event.payload()).decode()))

    def audit(self, entry: Entry) -> None:
        self._noted.append(entry)

    def enqueue(self, job: Job) -> None:
        self._jobs.append(job)

    def after_commit(self, act: Callable[[], None]) -> None:
        """Run something short and local (drop a cache entry) once the commit is durable."""
        self._after.append(act)

    async def flush(self) -> None:
        """Write what was collected so far. The commit does it; sooner is allowed."""
        if not (self._told or self._noted or self._jobs):
            return
        await self.execute(
            _FLUSH,
            [channel for channel, _ in self._told],
            [payload for _, payload in self._told],
            self.now,
            _encode(self._noted).decode(),
            _encode(self._jobs).decode(),
        )
        self.has_news = self.has_news or bool(self._told or self._jobs)
        self._told.clear()
        self._noted.clear()
        self._jobs.clear()

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Do what may be refused: then nothing of it stays, and the transaction goes on."""
        told, noted, jobs, after = len(self._told), len(self._noted), len(self._jobs), len(self._after)
        # Savepoints of one name nest; the driver's own transactions refuse to begin inside one that it did not begin.
        await self.connection.execute("savepoint attempt")
        try:
            yield
        except BaseException:
            del self._told[told:], self._noted[noted:], self._jobs[jobs:], self._after[after:]
            await self.connection.execute("rollback to savepoint attempt; release savepoint attempt")
            raise
        await self.connection.execute("release savepoint attempt")

    def committed(self) -> None:
        for act in self._after:
            act()
