"""Files on the disk: whole or not at all, and nowhere else."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import md5
from pathlib import Path

import pytest

from workhall.kernel.errors import Unavailable
from workhall.persistence.blobs import LocalBlobs
from workhall.ports.blobs import BrokenPromise, Promise

NAME = "ab" * 20 + ".txt"


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def all_of(blobs: LocalBlobs, name: str, start: int = 0, end: int = 1000) -> bytes:
    return b"".join([chunk async for chunk in blobs.read(name, start, end)])


def files_in(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


@pytest.fixture
def blobs(tmp_path: Path) -> LocalBlobs:
    return LocalBlobs(tmp_path)


async def test_what_is_written_is_read_back_in_whole_or_in_part(blobs: LocalBlobs, tmp_path: Path) -> None:
    kept = await blobs.write(NAME, chunks(b"01234", b"", b"56789"), Promise(10, 10))
    assert (kept.size, kept.md5) == (10, md5(b"0123456789", usedforsecurity=False).digest())
    assert await blobs.size(NAME) == 10
    assert await all_of(blobs, NAME) == b"0123456789"
    assert await all_of(blobs, NAME, 3, 5) == b"34"
    assert files_in(tmp_path) == [NAME]


@pytest.mark.parametrize(
    "promise",
    [Promise(2), Promise(10, 4), Promise(10, 3, b"x" * 16)],
    ids=["too long", "another length", "another digest"],
)
async def test_of_a_broken_promise_nothing_is_kept(blobs: LocalBlobs, tmp_path: Path, promise: Promise) -> None:
    await blobs.write(NAME, chunks(b"old"), Promise(10))
    with pytest.raises(BrokenPromise):
        await blobs.write(NAME, chunks(b"a", b"bc"), promise)
    assert await all_of(blobs, NAME) == b"old"
    assert files_in(tmp_path) == [NAME]


async def test_a_sender_who_goes_away_leaves_nothing(blobs: LocalBlobs, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"a"
        raise ConnectionAbortedError

    with pytest.raises((ConnectionAbortedError, Unavailable)):
        await blobs.write(NAME, broken(), Promise(10))
    assert files_in(tmp_path) == []
    assert await blobs.size(NAME) is None


async def test_two_senders_of_one_file_do_not_mix(blobs: LocalBlobs) -> None:
    async def slowly(letter: bytes) -> AsyncIterator[bytes]:
        for _ in range(20):
            await asyncio.sleep(0)
            yield letter * 10

    await asyncio.gather(*(blobs.write(NAME, slowly(letter), Promise(200, 200)) for letter in (b"a", b"b")))
    assert await all_of(blobs, NAME) in {b"a" * 200, b"b" * 200}


async def test_parts_are_joined_in_the_order_named(blobs: LocalBlobs, tmp_path: Path) -> None:
    for number, content in ((2, b"world"), (1, b"hello "), (3, b"left out")):
        await blobs.write_part(NAME, number, chunks(content), Promise(100))
    assert await blobs.parts(NAME) == {1: 6, 2: 5, 3: 8}
    with pytest.raises(BrokenPromise, match="part 4"):
        await blobs.join(NAME, [1, 4], Promise(100))
    with pytest.raises(BrokenPromise):
        await blobs.join(NAME, [1, 2], Promise(100, 12))
    assert await blobs.parts(NAME) == {1: 6, 2: 5, 3: 8}
    await blobs.join(NAME, [1, 2], Promise(11, 11))
    assert await all_of(blobs, NAME) == b"hello world"
    assert files_in(tmp_path) == [NAME]


async def test_removing_takes_the_parts_along_and_may_be_done_twice(blobs: LocalBlobs, tmp_path: Path) -> None:
    await blobs.write(NAME, chunks(b"a"), Promise(1))
    await blobs.write_part(NAME, 1, chunks(b"a"), Promise(1))
    await blobs.remove(NAME)
    await blobs.remove(NAME)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "/etc/passwd", "AB" * 10, "ab", "abc.d/e", "abc\n"])
async def test_no_name_leads_out(blobs: LocalBlobs, name: str) -> None:
    for ask in (blobs.size(name), blobs.remove(name), blobs.write(name, chunks(b""), Promise(1))):
        with pytest.raises(ValueError, match=r"^"):
            await ask


async def test_a_disk_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable):
        await LocalBlobs(tmp_path / "file").write(NAME, chunks(b"a"), Promise(1))
