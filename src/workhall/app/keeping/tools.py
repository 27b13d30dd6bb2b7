"""PostgreSQL's own tools, run for a URL. The password goes through the environment: others may see command lines."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from workhall.kernel.errors import Unavailable
from workhall.persistence.condition import examine
from workhall.persistence.embedded.binaries import Binaries, find

_LOOK_EVERY_S = 0.5


class ToolFailed(Unavailable):
    """pg_dump or pg_restore ended with an error; the message is what it said."""

    code = "database_tool_failed"


async def tools_for(url: str) -> Binaries:
    """Those of the server's own version where there are some, else the newest: a tool reads older servers, not newer.

    Raises:
        ToolFailed: the server is newer than every tool here.
    """
    condition = await examine(url)
    found = find(prefer=condition.major)
    if found.major < condition.major:
        raise ToolFailed(
            f"The database is PostgreSQL {condition.version}, and the tools here are of {found.version}. "
            f"Install PostgreSQL's client programs of version {condition.major}.",
            permanent=True,
        )
    return found


async def run(tool: Path, arguments: list[str], url: str, *, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Run a tool on a database to its end; `meanwhile` is called twice a second.

    Raises:
        ToolFailed: it did not succeed.
    """
    place, password = _apart(url)
    child = await asyncio.create_subprocess_exec(
        str(tool),
        f"--dbname={place}",
        *arguments,
        env={"PGPASSWORD": password, "LC_ALL": "C", "PATH": "/usr/bin:/bin", "PGAPPNAME": "workhall"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await _watched(child.communicate(), meanwhile)
    except BaseException:
        child.kill()
        await child.wait()
        raise
    if child.returncode != 0:
        words = said.decode(errors="replace").strip()[-1000:]
        raise ToolFailed(f"{tool.name} failed: {words or f'exit code {child.returncode}'}", permanent=True)


async def _watched(work: Awaitable[tuple[bytes, bytes]], meanwhile: Callable[[], None]) -> tuple[bytes, bytes]:
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait([task], timeout=_LOOK_EVERY_S)
            meanwhile()
        return task.result()
    finally:
        task.cancel()


def _apart(url: str) -> tuple[str, str]:
    """A URL without its password, and the password."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    return parts._replace(netloc=f"{name}{at}{host}").geturl(), unquote(password)
