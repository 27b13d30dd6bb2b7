"""Files on this machine's disk, in the data directory. Nodes that share a database must share this directory too.

Bytes arrive in a file of another name, which is flushed to the disk and then renamed: a file is there whole
or not at all, whatever dies when.
"""

import asyncio
import os
import re
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import md5
from pathlib import Path

from workhall.kernel.errors import Unavailable
from workhall.ports.blobs import BrokenPromise, Kept, Promise

_CHUNK = 256 * 1024
_NAME = re.compile(r"[0-9a-z]{3,64}(\.[0-9a-z]{1,10})?")
_PART = re.compile(r"\.part(\d{5})")


class LocalBlobs:
    """Implements `ports.blobs.Blobs`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def write(self, name: str, chunks: AsyncIterator[bytes], promise: Promise) -> Kept:
        return await self._receive(self._path(name), chunks, promise)

    async def write_part(self, name: str, number: int, chunks: AsyncIterator[bytes], promise: Promise) -> Kept:
        return await self._receive(self._part(name, number), chunks, promise)

    async def parts(self, name: str) -> dict[int, int]:
        return await asyncio.to_thread(self._parts, name)

    async def join(self, name: str, numbers: Sequence[int], promise: Promise) -> Kept:
        there = await self.parts(name)
        if missing := [number for number in numbers if number not in there]:
            raise BrokenPromise("part_list", f"part {missing[0]} has not arrived")
        paths = [self._part(name, number) for number in numbers]
        kept = await self._receive(self._path(name), _read_all(paths), promise)
        for number in there:
            await asyncio.to_thread(self._part(name, number).unlink, missing_ok=True)
        return kept

    async def size(self, name: str) -> int | None:
        path = self._path(name)
        try:
            return (await asyncio.to_thread(path.stat)).st_size
        except FileNotFoundError:
            return None

    def read(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        return _read(self._path(name), start, end)

    async def remove(self, name: str) -> None:
        await asyncio.to_thread(self._remove, name)

    async def _receive(self, path: Path, chunks: AsyncIterator[bytes], promise: Promise) -> Kept:
        with _translated():
            await asyncio.to_thread(_make_folder, path.parent)
            arriving = path.with_name(f"{path.name}.{secrets.token_hex(8)}.arriving")
            try:
                kept = await _write(arriving, chunks, promise)
                await asyncio.to_thread(_settle, arriving, path)
            finally:
                with suppress(FileNotFoundError):
                    arriving.unlink()
        return kept

    def _path(self, name: str) -> Path:
        """Only names of ours lead anywhere, and none out of the root."""
        if _NAME.fullmatch(name) is None:
            raise ValueError(name)
        return self._root / name[:2] / name

    def _part(self, name: str, number: int) -> Path:
        path = self._path(name)
        return path.with_name(f"{path.name}.part{number:05d}")

    def _parts(self, name: str) -> dict[int, int]:
        path = self._path(name)
        found = {}
        for part in path.parent.glob(f"{path.name}.part*"):
            if match := _PART.fullmatch(part.name.removeprefix(path.name)):
                found[int(match[1])] = part.stat().st_size
        return dict(sorted(found.items()))

    def _remove(self, name: str) -> None:
        path = self._path(name)
        for one in (path, *path.parent.glob(f"{path.name}.*")):
            one.unlink(missing_ok=True)


async def _write(path: Path, chunks: AsyncIterator[bytes], promise: Promise) -> Kept:
    digest = md5(usedforsecurity=False)
    size = 0
    with open(path, "xb", buffering=0, opener=_for_us_alone) as file:  # noqa: ASYNC230  opening takes no time; only this one takes an opener
        async for chunk in chunks:
            size += len(chunk)
            if size > promise.most:
                raise BrokenPromise("file_size", f"is more than the {promise.most} bytes announced")
            digest.update(chunk)
            await asyncio.to_thread(file.write, chunk)
        if promise.size is not None and size != promise.size:
            raise BrokenPromise("file_size", f"is {size} bytes, not the {promise.size} announced")
        if promise.md5 is not None and digest.digest() != promise.md5:
            raise BrokenPromise("file_id", "is not the MD5 of what has arrived")
        await asyncio.to_thread(os.fsync, file.fileno())
    return Kept(size, digest.digest())


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _make_folder(folder: Path) -> None:
    """Ours alone to look into: what is private to the organisation is so on the machine too."""
    for one in (folder.parent, folder):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)


def _settle(arriving: Path, path: Path) -> None:
    """Give the file its name, and make that durable too."""
    arriving.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


async def _read(path: Path, start: int, end: int) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            chunk = await asyncio.to_thread(file.read, min(_CHUNK, end - start))
            if not chunk:
                return
            start += len(chunk)
            yield chunk


async def _read_all(paths: Sequence[Path]) -> AsyncIterator[bytes]:
    for path in paths:
        async for chunk in _read(path, 0, path.stat().st_size):
            yield chunk


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(
            "files cannot be kept just now: the disk is full or cannot be written", retry_after=60
        ) from error
