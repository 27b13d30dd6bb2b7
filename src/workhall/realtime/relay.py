"""The relay of one process: places what was committed, and reads what was placed anywhere.

Two tasks. *Placing* runs when this process, or another through NOTIFY, has committed news. *Reading* runs
when anybody has placed some. Both also look once a second, so that a lost wake-up costs latency only.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import asyncpg
import structlog

from workhall.kernel.errors import Unavailable
from workhall.kernel.ids import HOUSE
from workhall.observability import metrics
from workhall.persistence import LOST
from workhall.realtime import store

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from asyncpg import Connection, Record

    from workhall.persistence import Database
    from workhall.realtime.hub import Hub

log = structlog.get_logger("workhall.realtime")
_BATCH = 500
_LOOK_EVERY_S = 1.0
_BREATH_S = 0.01  # between two passes: under load one pass then serves many commits, and the commits have the processor
_TROUBLE = (*LOST, asyncpg.PostgresError, Unavailable)


class Relay:
    """Start it after the database is open; `state` says for health pages how it goes."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub
        self._news = asyncio.Event()
        self._told = asyncio.Event()
        self._position = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._line: Connection[Record] | None = None
        self.state = "not started"

    @property
    def position(self) -> int:
        """Up to where this process has read."""
        return self._position

    async def start(self) -> None:
        async with self._database.transaction(HOUSE) as tx:
            self._position = await store.last_position(tx)
        self._database.on_news = self._news.set
        self._begin("placing", self._place_for_ever())
        self._begin("reading", self._read_for_ever())
        self._begin("listening", self._listen_for_ever())
        self.state = "ok"

    def _begin(self, name: str, work: Coroutine[None, None, None]) -> None:
        self._tasks.append(asyncio.create_task(work, name=f"relay: {name}"))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._line is not None and not self._line.is_closed():
            with contextlib.suppress(*_TROUBLE):
                await self._line.close(timeout=1)
        self._hub.close()
        self.state = "stopped"

    async def _place_for_ever(self) -> None:
        while True:
            await _wait(self._news)
            self._news.clear()
            try:
                async with self._database.transaction(HOUSE) as tx:
                    placed = await store.place(tx, _BATCH)
                if placed == _BATCH:
                    self._news.set()
                if placed:
                    self._told.set()
                    await asyncio.sleep(_BREATH_S)
            except _TROUBLE as error:
                await self._pause("placing", error)

    async def _read_for_ever(self) -> None:
        while True:
            await _wait(self._told)
            self._told.clear()
            try:
                while await self._read_once() == _BATCH:
                    pass
                self.state = "ok"
            except _TROUBLE as error:
                await self._pause("reading", error)

    async def _read_once(self) -> int:
        async with self._database.transaction(HOUSE, read_only=True) as tx:
            found = await store.since(tx, self._position, _BATCH)
        for news in found:
            self._hub.tell(news)
            self._position = news.position
        if found:
            metrics.OUTBOX_LAG.set(max(0.0, (self._database.clock.now() - found[-1].at).total_seconds()))
        return len(found)

    async def _listen_for_ever(self) -> None:
        while True:
            gone = asyncio.Event()
            try:
                self._line = await self._database.line()
                self._line.add_termination_listener(lambda *_, gone=gone: gone.set())
                await self._line.add_listener(store.WAKE_READERS, lambda *_: self._told.set())
                await gone.wait()
            except _TROUBLE as error:
                await self._pause("listening", error)

    async def _pause(self, doing: str, error: BaseException) -> None:
        self.state = f"{doing} fails: {type(error).__name__}"
        log.warning("realtime pauses", doing=doing, reason=str(error))
        await asyncio.sleep(_LOOK_EVERY_S)


async def _wait(event: asyncio.Event) -> None:
    # Not `wait_for`: in Python 3.11 it swallows a cancellation that meets a finished wait.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_LOOK_EVERY_S):
            await event.wait()
