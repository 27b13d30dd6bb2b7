"""The database that a server or a command stands on: ours, somebody else's by URL, or the running server's."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from workhall.kernel.errors import Unavailable
from workhall.persistence.condition import Condition, examine
from workhall.persistence.embedded import Change, Cluster, EmbeddedPostgres, State, running_at
from workhall.settings import Settings

log = logging.getLogger("workhall.database")
_PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Ground:
    """`owner_url` may create tables, `server_url` is what requests are answered with.

    `is_ours`: nobody else can be using it, because we have just started it.
    """

    owner_url: str
    server_url: str
    is_ours: bool = False


@contextlib.asynccontextmanager
async def own_ground(settings: Settings) -> AsyncIterator[Ground]:
    """For `serve`: the database at the URL when there is one, else our own, started now and stopped at the end.

    Raises:
        Conflict: another server runs on this data directory.
        Unavailable: the database cannot be used as it is; the sentence says what to do.
    """
    if url := settings.database_url.reveal():
        condition = await _reach(url)
        condition.must_serve()
        for doubt in condition.doubts(connections=settings.workers * settings.database_pool):
            log.warning(doubt)
        yield Ground(url, url)
        return
    async with _embedded(settings) as ground:
        yield ground


@contextlib.asynccontextmanager
async def ground(settings: Settings) -> AsyncIterator[Ground]:
    """For the other commands: as `own_ground`, but a server that runs here already is joined, not refused."""
    running = None if settings.database_url.reveal() else running_at(settings.data_dir)
    if running is not None:
        yield Ground(running.owner_url, running.server_url)
        return
    async with own_ground(settings) as own:
        yield own


@contextlib.asynccontextmanager
async def _embedded(settings: Settings) -> AsyncIterator[Ground]:
    server = EmbeddedPostgres(Cluster(settings.data_dir), on_change=_tell)
    async with server:
        yield Ground(server.url, server.server_url, is_ours=True)


def _tell(change: Change) -> None:
    log.log(logging.WARNING if change.state is State.LOST else logging.INFO, change.sentence)


async def _reach(url: str) -> Condition:
    """Look at a database that may itself be starting just now."""
    began = time.monotonic()
    while True:
        try:
            return await examine(url)
        except Unavailable as error:
            if error.permanent or time.monotonic() - began > _PATIENCE_S:
                raise
            log.warning("%s; trying again", error)
        await asyncio.sleep(1)
