"""The pool, and the one way to open a transaction in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg
import msgspec
from asyncpg import Connection, Record

from workhall.kernel.errors import Unavailable
from workhall.kernel.ids import OrganisationId
from workhall.persistence.failures import LOST
from workhall.persistence.roles import SERVER_ROLE
from workhall.persistence.transaction import Transaction
from workhall.ports.clock import Clock, SystemClock

RETRIED = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
"""Refusals of the database that are nobody's fault: the whole request is tried again."""


async def _prepare(connection: Connection[Record]) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: msgspec.json.encode(value).decode(),
        decoder=msgspec.json.decode,
        format="text",
    )


async def _keep(_: Connection[Record]) -> None:
    """Nothing to reset: every setting is local to its transaction (saves a round trip a request)."""


class Database:
    """A pool of connections of the server's own role, which neither owns the tables nor bypasses row security."""

    def __init__(self, pool: asyncpg.Pool[Record], clock: Clock, url: str) -> None:
        self._pool = pool
        self._url = url
        self.clock = clock
        self.on_news: Callable[[], None] = lambda: None

    @classmethod
    async def open(cls, url: str, *, size: int = 12, clock: Clock | None = None) -> Database:
        """Connect, and work as the server's role whoever logs in."""
        pool = await asyncpg.create_pool(
            url,
            min_size=min(2, size),
            max_size=size,
            init=_prepare,
            reset=_keep,
            command_timeout=60,
            server_settings={
                "application_name": "workhall",
                "jit": "off",
                "timezone": "UTC",
                "role": SERVER_ROLE,
                "idle_in_transaction_session_timeout": "5min",  # whoever hangs with locks held is cut off
            },
        )
        return cls(pool, clock or SystemClock(), url)

    async def line(self) -> Connection[Record]:
        """Open a connection of its own, for LISTEN; the caller closes it."""
        return await asyncpg.connect(self._url, server_settings={"application_name": "workhall", "role": SERVER_ROLE})

    async def close(self) -> None:
        try:
            await asyncio.wait_for(self._pool.close(), 5)
        except TimeoutError:
            self._pool.terminate()

    @asynccontextmanager
    async def transaction(self, organisation: OrganisationId, *, read_only: bool = False) -> AsyncIterator[Transaction]:
        """Open a transaction in one organisation; commits when the block ends well, else rolls back.

        Raises:
            Unavailable: the database cannot be reached; trying again soon may help.
        """
        tx = await self.begin(organisation, read_only=read_only)
        try:
            yield tx
        except BaseException:
            await self.roll_back(tx)
            raise
        await self.commit(tx)

    async def begin(self, organisation: OrganisationId, *, read_only: bool = False) -> Transaction:
        """Open a transaction that the caller must end by `commit` or `roll_back`."""
        mode = " read only" if read_only else ""
        try:
            connection = await self._pool.acquire(timeout=30)
        except (*LOST, asyncpg.PostgresError) as error:
            raise Unavailable("the database cannot be reached just now", retry_after=1) from error
        try:
            # One simple statement, one round trip. The id is an integer: nothing to bind.
            await connection.execute(f"begin{mode}; set local workhall.organisation = '{int(organisation)}'")
        except BaseException as error:
            await self._pool.release(connection)
            if isinstance(error, LOST):
                raise Unavailable("the database cannot be reached just now", retry_after=1) from error
            raise
        return Transaction(connection, organisation, self.clock.now())

    async def commit(self, tx: Transaction) -> None:
        """Make everything durable, then tell whoever waits for news."""
        try:
            await tx.flush()
            await tx.connection.execute("commit")
        except BaseException:
            await self.roll_back(tx)
            raise
        await self._pool.release(tx.connection)  # type: ignore[arg-type]  # the stub knows the proxy only
        tx.committed()
        if tx.has_news:
            self.on_news()

    async def roll_back(self, tx: Transaction) -> None:
        try:
            await asyncio.shield(self._roll_back(tx))
        except (*LOST, asyncpg.PostgresError):
            return

    async def _roll_back(self, tx: Transaction) -> None:
        try:
            if not tx.connection.is_closed():
                await tx.connection.execute("rollback")
        except (*LOST, asyncpg.PostgresError):
            tx.connection.terminate()
        finally:
            await self._pool.release(tx.connection)  # type: ignore[arg-type]  # the stub knows the proxy only
