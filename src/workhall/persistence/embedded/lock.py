"""One data directory, one server: a lock that the kernel lets go however its holder dies."""

import fcntl
import os
from pathlib import Path
from typing import Self

from workhall.persistence.embedded.errors import AlreadyServed

LOCK_NAME = "workhall.lock"


class DirectoryLock:
    """Exclusive while held. Close-on-exec, so PostgreSQL and other children do not inherit it."""

    __slots__ = ("_fd",)

    def __init__(self, fd: int) -> None:
        self._fd = fd

    @classmethod
    def take(cls, directory: Path) -> Self:
        """Take the lock or leave at once.

        Raises:
            AlreadyServed: somebody else holds it; the message names the process.
        """
        fd = os.open(directory / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(fd, 20, 0).decode(errors="replace").strip() or "unknown"
            os.close(fd)
            raise AlreadyServed(
                f"The data directory {directory} is already served by process {holder}. "
                "Stop that one first, or give this one a directory of its own (WORKHALL_DATA_DIR)."
            ) from error
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        return cls(fd)

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let two hold different files."""
        os.close(self._fd)
