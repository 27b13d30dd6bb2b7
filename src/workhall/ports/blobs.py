"""Where the bytes of files are kept: on this machine's disk, or one day in somebody's object store."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from workhall.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Promise:
    """What is to arrive: at most so many bytes; exactly `size` and with the MD5 `md5`, where these are known."""

    most: int
    size: int | None = None
    md5: bytes | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What has arrived, and is durable."""

    size: int
    md5: bytes


class BrokenPromise(Invalid):
    """The bytes are not those that were promised; none is kept."""

    code = "file_differs"


class Blobs(Protocol):
    """Named byte sequences. A name is made by us, of lower-case letters, digits, dots and dashes.

    A large one may come in numbered parts, which are joined at the end.
    """

    async def write(self, name: str, chunks: AsyncIterator[bytes], promise: Promise) -> Kept:
        """Keep all of it, durably, or nothing. Raises BrokenPromise."""
        ...

    async def write_part(self, name: str, number: int, chunks: AsyncIterator[bytes], promise: Promise) -> Kept:
        """Keep one part of it. Raises BrokenPromise."""
        ...

    async def parts(self, name: str) -> dict[int, int]:
        """Tell which parts are there: number to size in bytes."""
        ...

    async def join(self, name: str, numbers: Sequence[int], promise: Promise) -> Kept:
        """Make the whole of its parts, in this order; the parts go. Raises BrokenPromise."""
        ...

    async def size(self, name: str) -> int | None:
        """Tell how many bytes it has; None when there is no such one."""
        ...

    def read(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Give the bytes from `start` up to, not including, `end`."""
        ...

    async def remove(self, name: str) -> None:
        """Remove it with its parts; one that is not there is removed already."""
        ...
