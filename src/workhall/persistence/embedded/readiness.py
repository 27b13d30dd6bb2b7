"""From a started PostgreSQL to one that answers, with our database and role in it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import asyncpg

from workhall.persistence.embedded.access import DATABASE, SERVER, Access
from workhall.persistence.embedded.errors import DatabaseDidNotStart, DatabaseUnusable, StillInUse
from workhall.persistence.embedded.home import Home, new_password
from workhall.persistence.embedded.postmaster import Postmaster

# Reading back a large write-ahead log on a slow disk takes minutes, and being impatient starts it all over.
PATIENCE_S = 15 * 60.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.01, 0.25
_REPORT_EVERY_S = 5.0
_ORPHANS_REMAIN = ("pre-existing shared memory block", "is still in use")
_NOT_YET = (
    OSError,
    TimeoutError,
    asyncpg.CannotConnectNowError,
    asyncpg.PostgresConnectionError,
    asyncpg.TooManyConnectionsError,
)


async def make_ready(postmaster: Postmaster, home: Home, access: Access, *, report: Callable[[str], None]) -> Access:
    """Wait until it answers and put in what is missing; the way in, now with both passwords.

    Raises:
        DatabaseDidNotStart: it ended, or did not answer in time.
        DatabaseUnusable: the kept password is not the owner's.
    """
    connection = await _connect(postmaster, access, report)
    try:
        password = access.server_password or await _make_role(connection, home)
        if not await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE):
            await connection.execute(f"create database {DATABASE}")
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseDidNotStart(f"PostgreSQL could not be set up: {error}") from error
    finally:
        await connection.close(timeout=10)
    return replace(access, server_password=password)


async def _connect(postmaster: Postmaster, access: Access, report: Callable[[str], None]) -> asyncpg.Connection:
    started = time.monotonic()
    pause, next_report = _FIRST_PAUSE_S, _REPORT_EVERY_S
    while True:
        try:
            return await asyncpg.connect(access.maintenance_url, timeout=10)
        except asyncpg.InvalidPasswordError as error:
            raise DatabaseUnusable(
                "The kept owner.password is not the one the database knows. Bring back the one made with it."
            ) from error
        except _NOT_YET:
            waited = time.monotonic() - started
        if postmaster.has_ended:
            raise _ended(postmaster.last_words())
        if waited > PATIENCE_S:
            raise DatabaseDidNotStart(
                f"PostgreSQL did not answer within {waited:.0f} s. Its log ends: {postmaster.last_words()}"
            )
        if waited > next_report:
            report(f"PostgreSQL has been reading back its log for {waited:.0f} s")
            next_report += _REPORT_EVERY_S
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_S)


def _ended(last_words: str) -> DatabaseDidNotStart:
    kind = StillInUse if any(words in last_words for words in _ORPHANS_REMAIN) else DatabaseDidNotStart
    return kind(f"PostgreSQL ended while starting. It said: {last_words or 'nothing'}")


async def _make_role(connection: asyncpg.Connection, home: Home) -> str:
    """Make the server's role, or give it a new password when ours is lost; kept only once the database knows it."""
    password = new_password()
    exists = await connection.fetchval("select 1 from pg_roles where rolname = $1", SERVER)
    verb = "alter" if exists else "create"
    # No parameters are possible here; a new password needs no quoting.
    await connection.execute(f"{verb} role {SERVER} login nosuperuser nobypassrls password '{password}'")
    home.keep_password("server", password)
    return password
