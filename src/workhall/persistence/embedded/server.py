"""The embedded PostgreSQL as Workhall sees it: start, stay up, stop."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

from workhall.kernel.errors import Unavailable
from workhall.persistence.embedded.access import Access, access_to
from workhall.persistence.embedded.binaries import Binaries
from workhall.persistence.embedded.errors import DatabaseUnusable, StillInUse
from workhall.persistence.embedded.home import existing, open_data_dir
from workhall.persistence.embedded.lock import DirectoryLock
from workhall.persistence.embedded.postmaster import PidFile, Postmaster, stop_left_over
from workhall.persistence.embedded.premises import Cluster, Premises, prepare
from workhall.persistence.embedded.readiness import make_ready

_ORPHAN_PAUSES_S = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 30.0
_LOOK_AT_LOG_EVERY_S = 60.0


class State(Enum):
    """What the database is doing."""

    INITIALISING = "initialising"
    STARTING = "starting"
    RUNNING = "running"
    LOST = "lost"
    STOPPING = "stopping"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Change:
    """A new state, or news within one, with a sentence for the log."""

    state: State
    sentence: str


class EmbeddedPostgres:
    """One PostgreSQL on one data directory, started again when it dies.

    Start it from a thread that lives as long as it shall, best the main one: Linux stops PostgreSQL, cleanly, when
    that thread ends, so that not even kill -9 of Workhall leaves it behind. `on_change` may be called from another
    thread while the database is made.
    """

    def __init__(self, cluster: Cluster, *, on_change: Callable[[Change], None] | None = None) -> None:
        self._cluster = cluster
        self._on_change = on_change
        self._lock: DirectoryLock | None = None
        self._premises: Premises | None = None
        self._postmaster: Postmaster | None = None
        self._access: Access | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Bring it up, made first if need be; the owner's URL.

        Raises:
            AlreadyServed: a process serves this directory already.
            DatabaseUnusable: only a person can help; the message says how.
            DatabaseDidNotStart: PostgreSQL ended; the message carries the end of its log.
        """
        with self._explained():
            open_data_dir(self._cluster.data_dir)
            self._lock = DirectoryLock.take(self._cluster.data_dir)
            try:
                self._premises = await asyncio.to_thread(self._prepare)
                await self._bring_up(self._premises)
            except BaseException:
                await self.stop()
                raise
        self._watch = asyncio.create_task(self._stay_up(self._premises), name="embedded PostgreSQL")
        return self.url

    async def stop(self) -> None:
        """Stop it and let go of the directory; harmless when it is stopped."""
        if self._lock is None:
            return
        self._say(State.STOPPING, "PostgreSQL is being stopped")
        if self._watch:
            self._watch.cancel()
            await asyncio.wait([self._watch])
            self._watch = None
        if self._postmaster:
            await self._postmaster.stop()
            self._postmaster = None
        if self._premises:
            self._premises.clear()
        self._lock.release()
        self._lock = None
        self._say(State.STOPPED, "PostgreSQL is stopped")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def access(self) -> Access:
        """The way in: URLs of both roles, and the environment for PostgreSQL's own tools."""
        if self._access is None:
            raise Unavailable("PostgreSQL has not been started")
        return self._access

    @property
    def url(self) -> str:
        """The owner's URL."""
        return self.access.owner_url

    @property
    def server_url(self) -> str:
        """The URL of the role Workhall works as."""
        return self.access.server_url

    @property
    def binaries(self) -> Binaries:
        """The programs in use, such as `binaries.tool("pg_dump")`."""
        if self._premises is None:
            raise Unavailable("PostgreSQL has not been started")
        return self._premises.binaries

    @property
    def pid(self) -> int:
        """Of PostgreSQL's first process; another one after it was started again."""
        if self._postmaster is None:
            raise Unavailable("PostgreSQL is not running")
        return self._postmaster.pid

    def _prepare(self) -> Premises:
        return prepare(self._cluster, on_making=lambda sentence: self._say(State.INITIALISING, sentence))

    async def _bring_up(self, premises: Premises) -> None:
        """Start it, again as long as orphans of a killed one stand in the way."""
        for pause_s in _ORPHAN_PAUSES_S:
            try:
                await self._launch(premises)
            except StillInUse:
                await asyncio.sleep(pause_s)
            else:
                return
        await self._launch(premises)

    async def _launch(self, premises: Premises) -> None:
        if await stop_left_over(premises.home):
            self._say(State.STARTING, "A PostgreSQL left over from a Workhall that was killed has been stopped")
        access = access_to(premises.home, premises.home.socket_dir(), premises.port)
        premises.furnish()
        self._say(State.STARTING, f"PostgreSQL {premises.binaries.version} starts on {premises.home.cluster}")
        self._postmaster = Postmaster.launch(premises.home, premises.binaries, premises.account)
        try:
            self._access = await make_ready(self._postmaster, premises.home, access, report=self._say_starting)
        except BaseException:
            await self._postmaster.stop()
            raise
        self._say(State.RUNNING, f"PostgreSQL answers (process {self._postmaster.pid})")

    async def _stay_up(self, premises: Premises) -> None:
        """Start it again whenever it ends, ever later the more often it does."""
        pause_s = _FIRST_PAUSE_S
        while True:
            lived_s = await self._until_it_ends(premises)
            pause_s = _FIRST_PAUSE_S if lived_s > _LONGEST_PAUSE_S else pause_s
            self._say(State.LOST, f"PostgreSQL ended unexpectedly; it is started again in {pause_s:.1f} s")
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            try:
                with self._explained():
                    await self._bring_up(premises)
            except Unavailable as error:
                self._say(State.LOST, str(error))

    async def _until_it_ends(self, premises: Premises) -> float:
        """Keep an eye on the log meanwhile; the seconds it lived."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        while self._postmaster and not self._postmaster.has_ended:
            try:
                await asyncio.wait_for(self._postmaster.end(), _LOOK_AT_LOG_EVERY_S)
            except TimeoutError:
                premises.home.keep_log_small()
        return loop.time() - started_s

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """What the file system refuses, as a sentence of ours."""
        try:
            yield
        except PermissionError as error:
            raise DatabaseUnusable(
                f"Workhall may not use its database ({error}). Start it as the user who owns "
                f"{self._cluster.data_dir}, or as root."
            ) from error
        except OSError as error:
            raise DatabaseUnusable(f"The database cannot be prepared in {self._cluster.data_dir}: {error}.") from error

    def _say_starting(self, sentence: str) -> None:
        self._say(State.STARTING, sentence)

    def _say(self, state: State, sentence: str) -> None:
        if self._on_change:
            self._on_change(Change(state, sentence))


def running_at(data_dir: Path) -> Access | None:
    """The way into the PostgreSQL that another process runs on this directory; None when none runs.

    Raises:
        DatabaseUnusable: its passwords are not ours to read.
    """
    home = existing(data_dir)
    server = PidFile.read(home.cluster)
    if server is None or not server.is_alive():
        return None
    named = server.socket_dir != Path()  # a server that starts just now has not written this line yet
    return access_to(home, server.socket_dir if named else home.socket_dir(), server.port)
