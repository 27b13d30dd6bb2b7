"""Bringing a backup back: into a directory that is empty, or into an empty database with a directory for the files.

Everything is made beside the directory and put in its place at the end, so what fails leaves nothing behind.
"""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

from workhall.app.ground import own_ground
from workhall.app.keeping.archive import DUMP, FILES, Manifest, Progress, unpack
from workhall.app.keeping.tools import run, tools_for
from workhall.kernel.errors import Conflict
from workhall.persistence.embedded.home import open_data_dir
from workhall.persistence.migrate import ensure_role, is_empty, steps
from workhall.settings import Settings


class NotEmpty(Conflict):
    """Something is there already, and a restore would lose it."""

    code = "not_empty"


class MadeByNewer(Conflict):
    """The backup knows tables that this version does not."""

    code = "made_by_newer"


async def check(archive: Path, progress: Progress) -> Manifest:
    """Read a backup to its end; it is what was written, or the answer is an error."""
    return _judged(archive, await asyncio.to_thread(unpack, archive, None, progress))


async def restore(settings: Settings, archive: Path, progress: Progress) -> Manifest:
    """Bring everything back.

    Raises:
        NotEmpty: there is something in the directory or the database.
        BackupDamaged: the backup is not what was written.
        MadeByNewer: only a later version can read it.
    """
    target = settings.data_dir.absolute()
    if target.exists() and any(target.iterdir()):
        raise NotEmpty(f"{target} is not empty; name a directory that is (--data-dir)")
    staging = target.with_name(target.name + ".restoring")
    if staging.exists():
        raise NotEmpty(f"{staging} is left over from a restore that was interrupted; remove it and try again")
    open_data_dir(staging)
    try:
        unpacked = staging / ".unpacked"
        unpacked.mkdir(mode=0o700)
        manifest = _judged(archive, await asyncio.to_thread(unpack, archive, unpacked, progress))
        await _fill(replace(settings, data_dir=staging), unpacked / DUMP, progress)
        _place(unpacked, staging)
        _swap(staging, target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return manifest


def _judged(archive: Path, manifest: Manifest) -> Manifest:
    known = {step.name for step in steps()}
    if unknown := sorted(set(manifest.migrations) - known):
        raise MadeByNewer(
            f"{archive} was made by Workhall {manifest.workhall}, which knows {unknown[-1]}; restore it with that one"
        )
    return manifest


async def _fill(settings: Settings, dump: Path, progress: Progress) -> None:
    async with own_ground(settings) as here:
        if not await is_empty(here.owner_url):
            raise NotEmpty("The database of WORKHALL_DATABASE_URL has tables already; name one that has none")
        await ensure_role(here.owner_url)
        tools = await tools_for(here.owner_url)
        arguments = ["--no-owner", "--no-comments", "--single-transaction", "--exit-on-error", str(dump)]
        await run(tools.tool("pg_restore"), arguments, here.owner_url, meanwhile=lambda: progress("the database"))


def _place(unpacked: Path, staging: Path) -> None:
    """Put secret key and uploads where they were."""
    files = unpacked / FILES
    for path in files.iterdir() if files.is_dir() else ():
        path.rename(staging / path.name)
    shutil.rmtree(unpacked)


def _swap(staging: Path, target: Path) -> None:
    if target.exists():
        target.rmdir()
    staging.rename(target)
