"""The embedded PostgreSQL as Workhall sees it: start, stay up, stop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

from workhall.kernel.errors import Unavailable
from workhall.persistence.embedded import binaries as programs
from workhall.persistence.embedded.access import Access, access_to
from workhall.persistence.embedded.account import Account, choose
from workhall.persistence.embedded.binaries import Binaries
from workhall.persistence.embedded.configuration import USUAL_PORT, render
from workhall.persistence.embedded.errors import DatabaseUnusable, StillInUse
from workhall.persistence.embedded.home import Home, existing, open_data_dir, open_socket_dir, settle
from workhall.persistence.embedded.initialise import initialise, take_over
from workhall.persistence.embedded.lock import DirectoryLock
from workhall.persistence.embedded.postmaster import Postmaster, stop_left_over
from workhall.persistence.embedded.readiness import make_ready

SHELTER = Path("/var/lib/workhall")
_ORPHAN_ATTEMPTS = 8
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 30.0
_LOOK_AT_LOG_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """What to run: whose data, with which PostgreSQL, on which port of 127.0.0.1 besides the socket."""

    data_dir: Path
    bin_dir: Path | None = None
    tcp_port: int | None = None
    shelter: Path = SHELTER


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


@dataclass(frozen=True, slots=True)
class _Premises:
    """Everything a start needs that outlasts the single PostgreSQL process."""

    home: Home
    binaries: Binaries
    account: Account


class EmbeddedPostgres:
    """One PostgreSQL on one data directory, started again when it dies.

    Start it from a thread that lives as long as it shall, best the main one: Linux stops PostgreSQL, cleanly, when
    that thread ends, so that not even kill -9 of Workhall leaves it behind.
    """

    def __init__(self, cluster: Cluster, *, on_change: Callable[[Change], None] | None = None) -> None:
        self._cluster = cluster
        self._on_change = on_change or (lambda _change: None)
        self._lock: DirectoryLock | None = None
        self._premises: _Premises | None = None
        self._postmaster: Postmaster | None = None
        self._access: Access | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Bring it up, made first if need be; the owner's URL.

        Raises:
            AlreadyServed: another process serves this directory.
            DatabaseUnusable: only a person can help; the message says how.
            DatabaseDidNotStart: PostgreSQL ended; the message carries the end of its log.
        """
        try:
            open_data_dir(self._cluster.data_dir)
            self._lock = DirectoryLock.take(self._cluster.data_dir)
            self._premises = await asyncio.to_thread(self._prepare)
            await self._bring_up(self._premises)
        except OSError as error:
            await self.stop()
            raise DatabaseUnusable(f"The database cannot be prepared: {error}") from error
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
            message = "PostgreSQL has not been started"
            raise Unavailable(message)
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
            message = "PostgreSQL has not been started"
            raise Unavailable(message)
        return self._premises.binaries

    @property
    def pid(self) -> int:
        """Of PostgreSQL's first process; another one after it was started again."""
        if self._postmaster is None:
            message = "PostgreSQL is not running"
            raise Unavailable(message)
        return self._postmaster.pid

    def _prepare(self) -> _Premises:
        """Find programs and account, and see to it that there is a cluster both can use."""
        before = existing(self._cluster.data_dir)
        found = programs.find(self._cluster.bin_dir, prefer=before.major)
        if before.major not in (None, found.major):
            message = (
                f"The database in {before.cluster} was made by PostgreSQL {before.major}, and this is PostgreSQL "
                f"{found.version}, which cannot read it. Take a backup with the Workhall that has PostgreSQL "
                f"{before.major} (workhall backup), and restore it into an empty directory with this one "
                "(workhall restore)."
            )
            raise DatabaseUnusable(message)
        account = choose(before.cluster)
        home = settle(self._cluster.data_dir, account, self._cluster.shelter)
        usable = programs.within_reach(found, account, self._cluster.shelter)
        if home.major is None:
            self._say(State.INITIALISING, f"PostgreSQL {usable.version} makes a new database in {home.root}")
            initialise(home, usable, account)
        take_over(home.cluster, account)
        return _Premises(home, usable, account)

    async def _bring_up(self, premises: _Premises) -> None:
        """Start it, as often as orphans of a killed one still stand in the way."""
        pause = _FIRST_PAUSE_S
        for _ in range(_ORPHAN_ATTEMPTS):
            try:
                return await self._launch(premises)
            except StillInUse:
                await asyncio.sleep(pause)
                pause *= 2
        await self._launch(premises)

    async def _launch(self, premises: _Premises) -> None:
        home = premises.home
        if await stop_left_over(home):
            self._say(State.STARTING, "A PostgreSQL left over from a Workhall that was killed has been stopped")
        socket_dir, port = home.socket_dir(), self._cluster.tcp_port or USUAL_PORT
        open_socket_dir(socket_dir, premises.account)
        access = access_to(home, socket_dir, port)
        home.write_configuration(
            render(
                cluster=home.cluster,
                socket_dir=socket_dir,
                tcp_port=self._cluster.tcp_port,
                major=premises.binaries.major,
            )
        )
        home.keep_log_small()
        self._say(State.STARTING, f"PostgreSQL {premises.binaries.version} starts on {home.cluster}")
        self._postmaster = Postmaster.launch(home, premises.binaries, premises.account)
        self._access = await make_ready(
            self._postmaster, home, access, report=lambda sentence: self._say(State.STARTING, sentence)
        )
        self._say(State.RUNNING, f"PostgreSQL answers (process {self._postmaster.pid})")

    async def _stay_up(self, premises: _Premises) -> None:
        """Start it again whenever it ends, sooner or later as it keeps ending."""
        pause = _FIRST_PAUSE_S
        while True:
            lived_s = await self._until_it_ends(premises.home)
            pause = _FIRST_PAUSE_S if lived_s > _LONGEST_PAUSE_S else pause
            self._say(State.LOST, f"PostgreSQL ended unexpectedly; it is started again in {pause:.1f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)
            try:
                await self._bring_up(premises)
            except (Unavailable, OSError) as error:
                self._say(State.LOST, str(error))

    async def _until_it_ends(self, home: Home) -> float:
        """Keep an eye on the log meanwhile; the seconds it lived."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        while self._postmaster and not self._postmaster.has_ended:
            try:
                await asyncio.wait_for(self._postmaster.end(), _LOOK_AT_LOG_EVERY_S)
            except TimeoutError:
                home.keep_log_small()
        return loop.time() - started

    def _say(self, state: State, sentence: str) -> None:
        self._on_change(Change(state, sentence))
