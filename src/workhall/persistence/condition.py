"""In what condition a PostgreSQL is, and whether Workhall can live in it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import asyncpg
from asyncpg import Connection, Record

from workhall.kernel.errors import Unavailable
from workhall.persistence.roles import SERVER_ROLE

OLDEST, NEWEST = 15, 18
_VARIABLE = "WORKHALL_DATABASE_URL"
_SPARE = 10  # for migrations, backups and the administrator


@dataclass(frozen=True, slots=True)
class Condition:
    """`role_exempt`: the server's role would not be held back by row level security. None: there is no such role."""

    version: str
    major: int
    max_connections: int
    user: str
    has_btree_gist: bool
    may_create_role: bool
    may_become_server: bool
    role_exempt: bool | None
    now: datetime

    def faults(self) -> list[str]:
        """What keeps Workhall from working here, each with what to do."""
        found = []
        if not OLDEST <= self.major <= NEWEST:
            found.append(f"It is PostgreSQL {self.version}; Workhall works with {OLDEST} to {NEWEST}.")
        if not self.has_btree_gist:
            found.append("It comes without the extension btree_gist: install PostgreSQL's contrib package.")
        if self.role_exempt is None and not self.may_create_role:
            found.append(
                f"It lacks the role {SERVER_ROLE}, which {self.user} may not create. As its administrator: "
                f"create role {SERVER_ROLE} nologin; grant {SERVER_ROLE} to {self.user};"
            )
        if self.role_exempt is False and not (self.may_become_server or self.may_create_role):
            found.append(f"{self.user} may not work as {SERVER_ROLE}: grant {SERVER_ROLE} to {self.user};")
        if self.role_exempt:
            found.append(
                f"Its role {SERVER_ROLE} passes row level security, which keeps organisations apart: "
                f"alter role {SERVER_ROLE} nosuperuser nobypassrls;"
            )
        return found

    def doubts(self, *, connections: int) -> list[str]:
        """What works now but may not tomorrow; `connections` is what this node may open."""
        if connections + _SPARE <= self.max_connections:
            return []
        doubt = (
            f"this node may open {connections} connections and the database allows {self.max_connections}: "
            "raise max_connections, or lower WORKHALL_DATABASE_POOL or WORKHALL_WORKERS"
        )
        return [doubt]

    def must_serve(self) -> None:
        """Raises Unavailable naming every fault."""
        if faults := self.faults():
            raise Unavailable(f"The database of {_VARIABLE} cannot be used. {' '.join(faults)}", permanent=True)


async def examine(url: str) -> Condition:
    """Connect and look.

    Raises:
        Unavailable: permanently when it refuses us; passingly when it cannot be reached.
    """
    connection = await _connect(url)
    try:
        return await _examine(connection)
    finally:
        await connection.close(timeout=5)


_EXEMPT = """
select (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
    or exists (select from pg_tables where schemaname = 'public' and tableowner = current_user)
"""


async def exempt_when_serving(url: str) -> bool:
    """Whether requests would pass row level security: asked as they ask, in the server's role."""
    connection = await asyncpg.connect(url, server_settings={"role": SERVER_ROLE})
    try:
        return bool(await connection.fetchval(_EXEMPT))
    finally:
        await connection.close(timeout=5)


async def _connect(url: str) -> "Connection[Record]":
    try:
        return await asyncpg.connect(url, timeout=10, command_timeout=30)
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidPasswordError) as error:
        raise Unavailable(f"The database refuses the user or password of {_VARIABLE}.", permanent=True) from error
    except asyncpg.InvalidCatalogNameError as error:
        raise Unavailable(f"The server of {_VARIABLE} has no such database: {error}.", permanent=True) from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        why = str(error) or type(error).__name__
        raise Unavailable(f"The database at {_place(url)} cannot be reached: {why}", retry_after=1) from error
    except ValueError as error:
        raise Unavailable(
            f"{_VARIABLE} must look like postgresql://user:password@host/name.", permanent=True
        ) from error


_LOOK = """
select current_setting('server_version') as version,
       current_setting('server_version_num')::int / 10000 as major,
       current_setting('max_connections')::int as max_connections,
       current_user as "user",
       exists (select from pg_available_extensions where name = 'btree_gist') as has_btree_gist,
       (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_create_role,
       exists (select from pg_roles where rolname = $1
                 and pg_has_role(current_user, oid, 'member')) as may_become_server,
       (select rolsuper or rolbypassrls from pg_roles where rolname = $1) as role_exempt,
       clock_timestamp() as now
"""


async def _examine(connection: "Connection[Record]") -> Condition:
    row = await connection.fetchrow(_LOOK, SERVER_ROLE)
    if row is None:
        raise Unavailable("The database answers nothing.", retry_after=1)
    return Condition(**row)


def _place(url: str) -> str:
    """Where a URL leads, without its password."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"
    except ValueError:
        return _VARIABLE
