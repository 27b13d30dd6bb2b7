"""Whose rights PostgreSQL runs with: our own, or, because it refuses root, an account without any."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workhall.persistence.embedded.errors import DatabaseUnusable

_PR_SET_PDEATHSIG = 1
# Loaded before any fork; PyDLL keeps the interpreter lock during the call, which a forked child needs.
_libc = ctypes.PyDLL(None) if sys.platform == "linux" else None

# Nothing of our own environment (no PG* variable, no locale) may change what the cluster becomes.
ENVIRONMENT: Mapping[str, str] = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group; `switch` when we are root and must become them."""

    uid: int
    gid: int
    switch: bool

    def spawn(
        self, command: Sequence[str], *, dies_with_us: signal.Signals, output: IO[bytes] | int
    ) -> subprocess.Popen[bytes]:
        """Start a command as this account, at `/`, in a session of its own: Ctrl-C is for us, not for it.

        `dies_with_us` is sent to it when the *thread* calling this ends, by whatever death (Linux only).
        """
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=dict(ENVIRONMENT),
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
            start_new_session=True,
            preexec_fn=follow_parent(dies_with_us),  # noqa: PLW1509 - one foreign call, loaded before the fork
        )

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        """Run a short command to its end: its exit code and all it said. 126 when it may not be executed."""
        try:
            with self.spawn(command, dies_with_us=signal.SIGKILL, output=subprocess.PIPE) as running:
                said, _ = running.communicate()
        except PermissionError as error:
            return 126, str(error)
        return running.returncode, said.decode(errors="replace")

    def reaches(self, directory: Path) -> bool:
        """Whether this account can enter the directory; asked of the kernel, which knows access lists too."""
        if not self.switch:
            return os.access(directory, os.X_OK)
        return self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", str(directory)])[0] == 0

    def own(self, path: Path) -> None:
        """Give a path to this account; nothing to do when it is ours anyway."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def choose(cluster: Path) -> Account:
    """Ourselves; as root the owner of an existing cluster, else `nobody`.

    Raises:
        DatabaseUnusable: the cluster belongs to somebody else, or root finds no `nobody`.
    """
    owner = cluster.stat() if cluster.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner is not None and owner.st_uid != me:
            raise DatabaseUnusable(
                f"The database in {cluster} belongs to user {_name(owner.st_uid)}, and Workhall runs as {_name(me)}. "
                f"Start it as {_name(owner.st_uid)} or as root, or give it a directory of its own (WORKHALL_DATA_DIR)."
            )
        return Account(me, os.getegid(), switch=False)
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    return _nobody()


def _nobody() -> Account:
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise DatabaseUnusable(
            "PostgreSQL refuses to run as root, and this system has no user 'nobody' to run it as. "
            "Start Workhall as an ordinary user, or set WORKHALL_DATABASE_URL."
        ) from error
    return Account(nobody.pw_uid, nobody.pw_gid, switch=True)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def follow_parent(parting: signal.Signals) -> Callable[[], None] | None:
    """Ask the kernel to signal the child when we die; runs in the child after it changed user, which would reset it."""
    if _libc is None:
        return None  # the next start finds what was left over and stops it
    prctl, parent = _libc.prctl, os.getpid()

    def before_exec() -> None:
        prctl(_PR_SET_PDEATHSIG, int(parting), 0, 0, 0)
        if os.getppid() != parent:  # we died before the kernel knew of the wish
            os._exit(1)

    return before_exec
