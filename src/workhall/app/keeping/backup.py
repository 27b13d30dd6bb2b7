"""Writing a backup. The server may go on serving: the dump is of one moment, and files are added after it.

So every file the dump speaks of is there, unless it was deleted in between, and a few may be there that it does not.
"""

import asyncio
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from workhall import __version__
from workhall.app.ground import ground
from workhall.app.keeping.archive import DUMP, FILES, FORMAT, Manifest, Progress, Writing
from workhall.app.keeping.tools import run, tools_for
from workhall.kernel.errors import Conflict
from workhall.persistence.backups import Backup, note_backup
from workhall.persistence.condition import examine
from workhall.persistence.embedded.home import HOME_NAME
from workhall.persistence.embedded.lock import LOCK_NAME
from workhall.persistence.migrate import applied
from workhall.settings import Settings

_LEFT_OUT = frozenset({HOME_NAME, LOCK_NAME, "backups"})
_LEVEL = 1  # the dump is compressed already


async def back_up(settings: Settings, target: Path, progress: Progress) -> Manifest:
    """Write everything into `target`, whole or not at all; only its owner may read it, for it holds secrets.

    Raises:
        Conflict: there is such a file already.
        Unavailable: the database cannot be reached or dumped.
    """
    _need_free(target)
    async with ground(settings) as here:
        condition = await examine(here.owner_url)
        tools = await tools_for(here.owner_url)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".workhall-backup-") as folder:
            dump, draft = Path(folder) / DUMP, Path(folder) / target.name
            names = await applied(here.owner_url)
            await run(
                tools.tool("pg_dump"),
                ["--format=custom", f"--file={dump}", "--no-owner"],
                here.owner_url,
                meanwhile=lambda: progress(f"database, {_size(dump)}"),
            )
            blank = Manifest(FORMAT, __version__, condition.version, datetime.now(UTC), names, {})
            manifest = await asyncio.to_thread(_write, draft, dump, settings.data_dir, blank, progress)
            draft.replace(target)
            _sync(target.parent)
            await note_backup(here.owner_url, _noted(manifest, target))
    return manifest


def _noted(manifest: Manifest, target: Path) -> Backup:
    return Backup(manifest.made_at, target.stat().st_size, manifest.workhall)


def _need_free(target: Path) -> None:
    if target.exists():
        raise Conflict(f"{target} exists already; name another file, or remove that one")


def _write(draft: Path, dump: Path, data_dir: Path, blank: Manifest, progress: Progress) -> Manifest:
    with (
        os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
        tarfile.open(fileobj=out, mode="w:gz", compresslevel=_LEVEL) as tar,
    ):
        writing = Writing(tar, progress)
        writing.add(dump, DUMP)
        for path in files_of(data_dir):
            writing.add(path, f"{FILES}/{path.relative_to(data_dir).as_posix()}")
        manifest = Manifest(
            blank.format, blank.workhall, blank.postgresql, blank.made_at, blank.migrations, writing.entries
        )
        writing.finish(manifest)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    return manifest


def files_of(data_dir: Path) -> Iterator[Path]:
    """All there is besides the database: whatever later versions keep here is taken along unasked."""
    if not data_dir.is_dir():
        return
    for top in sorted(data_dir.iterdir()):
        if top.name in _LEFT_OUT or top.name.startswith("."):
            continue
        if top.is_file() and not top.is_symlink():
            yield top
        elif top.is_dir() and not top.is_symlink():
            yield from sorted(path for path in top.rglob("*") if path.is_file() and not path.is_symlink())


def _size(path: Path) -> str:
    try:
        return f"{path.stat().st_size / 1e6:.1f} MB"
    except FileNotFoundError:
        return "0 MB"


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
