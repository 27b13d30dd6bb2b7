"""The running PostgreSQL: started as our child, stopped in three steps, and found again when its parent died."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workhall.persistence.embedded.account import Account
from workhall.persistence.embedded.binaries import Binaries
from workhall.persistence.embedded.home import Home

# What PostgreSQL understands: end every session and stop cleanly; stop without a checkpoint; the end.
FAST, IMMEDIATE, KILL = signal.SIGINT, signal.SIGQUIT, signal.SIGKILL
STEPS = ((FAST, 30.0), (IMMEDIATE, 10.0), (KILL, 10.0))
_BETWEEN_LOOKS_S = 0.02


@dataclass(frozen=True, slots=True)
class PidFile:
    """What `postmaster.pid` says of a running, or killed, server."""

    path: Path
    pid: int
    port: int
    socket_dir: Path

    @classmethod
    def read(cls, cluster: Path) -> "PidFile | None":
        """None when there is none, or one cut off by the death of its writer."""
        path = cluster / "postmaster.pid"
        try:
            lines = path.read_text().splitlines()
            return cls(path, int(lines[0]), int(lines[3]), Path(lines[4]))
        except (FileNotFoundError, ValueError, IndexError):
            return None

    def is_alive(self) -> bool:
        """Whether this number is PostgreSQL on this cluster, and not a later process that was given it again."""
        return f"postgres -D {self.path.parent} " in f"{_command_of(self.pid)} "


class Postmaster:
    """PostgreSQL's first process, our child."""

    def __init__(self, child: subprocess.Popen[bytes], home: Home, said_before: int) -> None:
        self._child = child
        self._home = home
        self._said_before = said_before

    @classmethod
    def launch(cls, home: Home, binaries: Binaries, account: Account) -> "Postmaster":
        """Start it. The calling thread must outlive it: the kernel stops PostgreSQL when that thread ends."""
        fd = os.open(home.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            said_before = os.fstat(fd).st_size
            command = [str(binaries.tool("postgres")), "-D", str(home.cluster)]
            command += ["-c", f"config_file={home.configuration}"]
            child = account.spawn(command, dies_with_us=FAST, output=fd)
        finally:
            os.close(fd)
        return cls(child, home, said_before)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._child.pid

    @property
    def has_ended(self) -> bool:
        """Reaps it, too."""
        return self._child.poll() is not None

    def last_words(self) -> str:
        """What it logged since this start, at most the last thousand characters."""
        with contextlib.suppress(FileNotFoundError), self._home.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            # A log made smaller meanwhile starts over.
            log.seek(max(size - 1000, self._said_before if size >= self._said_before else 0))
            return log.read().decode(errors="replace").strip()
        return ""

    async def end(self) -> None:
        """Wait until it has ended, for whatever reason."""
        try:
            gone, fd = asyncio.Event(), os.pidfd_open(self.pid)
        except (AttributeError, OSError):  # not Linux, forbidden by a sandbox, or reaped already
            while not self.has_ended:  # noqa: ASYNC110 - nothing tells us; we can only look
                await asyncio.sleep(0.2)
            return
        loop = asyncio.get_running_loop()
        loop.add_reader(fd, gone.set)
        try:
            while not self.has_ended:
                await gone.wait()
        finally:
            loop.remove_reader(fd)
            os.close(fd)

    async def stop(self) -> None:
        """End it: cleanly, else at once, else by force."""
        await _insist(self.pid, lambda: self.has_ended)


async def stop_left_over(home: Home) -> bool:
    """Stop a server whose Workhall died; True when there was one.

    Only for the holder of the directory's lock. Mostly the kernel has told it already (see `Account.spawn`) and
    it is writing its last checkpoint; to be asked twice does no harm.
    """
    left = PidFile.read(home.cluster)
    if left is None:
        # Cut off in the writing, so nothing ever ran under it; PostgreSQL would ask for it to be removed by hand.
        (home.cluster / "postmaster.pid").unlink(missing_ok=True)
        return False
    if left.is_alive():
        await _insist(left.pid, lambda: not left.is_alive())
        return True
    _disown(left)
    return False


def _disown(left: PidFile) -> None:
    """Put our number into a dead server's file.

    PostgreSQL refuses to start while the number in it exists: given to another process since, as happens in every
    container, or a zombie nobody reaps. It ignores its own parent's number and goes on to check the rest: whether
    orphans of the dead server still use its memory. So removing the file would be wrong.
    """
    _, rest = left.path.read_text().split("\n", 1)
    fd = os.open(left.path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
    with os.fdopen(fd, "w") as file:
        file.write(f"{os.getpid()}\n{rest}")


async def _insist(pid: int, has_ended: Callable[[], bool]) -> None:
    for step, patience_s in STEPS:
        if has_ended():  # never signal a number that may belong to somebody else by now
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, step)
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if has_ended():
                return
            await asyncio.sleep(_BETWEEN_LOOKS_S)


def _command_of(pid: int) -> str:
    """The command line of a process; empty when there is none such. A zombie has none either."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    ps = ["/bin/ps", "-p", str(pid), "-ww", "-o", "args="]
    return subprocess.run(ps, capture_output=True, text=True, check=False).stdout.strip()
