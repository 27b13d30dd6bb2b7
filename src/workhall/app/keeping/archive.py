"""The file of a backup: a compressed tar of one database dump, the files of the data directory, and a manifest.

database.dump        pg_dump's custom format
files/…              secret key, uploads
manifest.json        versions, and size and SHA-256 of everything else; last, because it knows all
"""

import hashlib
import os
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from workhall.kernel.errors import Conflict, Invalid

FORMAT = 1
DUMP = "database.dump"
FILES = "files"
_MANIFEST = "manifest.json"
_CHUNK = 2**20
_LARGEST_MANIFEST = 512 * 2**20

Progress = Callable[[str], None]
"""Told what is being written or read."""


class BackupDamaged(Conflict):
    """It is not what was written."""

    code = "backup_damaged"


class Entry(msgspec.Struct, frozen=True):
    """What a file must be when it comes back."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """`migrations` are those the database had; `postgresql` the server that was dumped."""

    format: int
    workhall: str
    postgresql: str
    made_at: datetime
    migrations: list[str]
    files: dict[str, Entry]


@dataclass(slots=True)
class Writing:
    """An archive being written. A file that vanishes meanwhile was deleted, and is left out."""

    tar: tarfile.TarFile
    progress: Progress
    entries: dict[str, Entry] = field(default_factory=dict)

    def add(self, path: Path, name: str) -> None:
        try:
            with path.open("rb") as file:
                self._add(file, name)
        except FileNotFoundError:
            return

    def _add(self, file: IO[bytes], name: str) -> None:
        state = os.fstat(file.fileno())
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = state.st_size, int(state.st_mtime), 0o600
        read = _Digesting(file)
        self.progress(name)
        self.tar.addfile(member, read)  # type: ignore[arg-type]  # tarfile only calls read
        self.entries[name] = Entry(member.size, read.digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        content = msgspec.json.format(msgspec.json.encode(manifest))
        member = tarfile.TarInfo(_MANIFEST)
        member.size, member.mode = len(content), 0o600
        self.tar.addfile(member, _Bytes(content))  # type: ignore[arg-type]  # tarfile only calls read


class _Digesting:
    """Reads a file, and knows the digest of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self._left = content

    def read(self, size: int) -> bytes:
        chunk, self._left = self._left[:size], self._left[size:]
        return chunk


def unpack(archive: Path, into: Path | None, progress: Progress) -> Manifest:
    """Read an archive to its end and check all of it; with `into` the files are written there.

    Raises:
        BackupDamaged: it was cut off or changed.
        Invalid: it is no backup of ours, or of a later format.
    """
    found: dict[str, Entry] = {}
    manifest = None
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None:
                    raise Invalid(None, f"{archive} is no backup of Workhall: it holds {member.name}")
                if member.name == _MANIFEST:
                    manifest = _manifest(archive, content)
                else:
                    progress(member.name)
                    found[member.name] = _copy(content, into and _place(into, member.name))
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BackupDamaged(f"{archive} is no backup, or was cut off: {error}") from error
    if manifest is None:
        raise BackupDamaged(f"{archive} was cut off: its end is missing")
    if wrong := sorted(
        name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name)
    ):
        raise BackupDamaged(f"{archive} has been changed or damaged: {wrong[0]} is not what was written")
    return manifest


def _manifest(archive: Path, content: IO[bytes]) -> Manifest:
    try:
        manifest = msgspec.json.decode(content.read(_LARGEST_MANIFEST), type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupDamaged(f"{archive} has a manifest that cannot be read: {error}") from error
    if manifest.format != FORMAT:
        raise Invalid(None, f"{archive} was made by a later Workhall ({manifest.workhall}); restore it with that one")
    return manifest


def _place(into: Path, name: str) -> Path:
    """Where a file goes; never outside."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/"):
        raise BackupDamaged(f"the backup holds a file that would land elsewhere: {name}")
    target = into.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _copy(content: IO[bytes], target: Path | None) -> Entry:
    digest, size = hashlib.sha256(), 0
    out = None if target is None else os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    try:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if out is not None:
                out.write(chunk)
    finally:
        if out is not None:
            out.close()
    return Entry(size, digest.hexdigest())
