"""How to reach the running server, as its owner or as Workhall's ordinary role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from workhall.persistence.embedded.errors import DatabaseUnusable
from workhall.persistence.embedded.home import Home
from workhall.persistence.embedded.initialise import OWNER

DATABASE = "workhall"
SERVER = "workhall_server"


@dataclass(frozen=True, slots=True)
class Access:
    """Where a server listens, and the words it wants to hear."""

    socket_dir: Path
    port: int
    owner_password: str = field(repr=False)
    server_password: str = field(repr=False, default="")

    @property
    def owner_url(self) -> str:
        """The role that owns the tables: for migrations, backup and restore."""
        return self._url(OWNER, self.owner_password, DATABASE)

    @property
    def server_url(self) -> str:
        """The role Workhall works as: it owns nothing, and row level security holds for it."""
        return self._url(SERVER, self.server_password, DATABASE)

    @property
    def maintenance_url(self) -> str:
        """The owner in the database that every cluster has, to make ours."""
        return self._url(OWNER, self.owner_password, "postgres")

    @property
    def environment(self) -> Mapping[str, str]:
        """What PostgreSQL's own tools (`pg_dump`, `psql`) read, the owner's password included."""
        return {
            "PGHOST": str(self.socket_dir),
            "PGPORT": str(self.port),
            "PGUSER": OWNER,
            "PGPASSWORD": self.owner_password,
            "PGDATABASE": DATABASE,
        }

    def _url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.socket_dir))}&port={self.port}"


def access_to(home: Home, socket_dir: Path, port: int) -> Access:
    """Read the kept passwords.

    Raises:
        DatabaseUnusable: the owner's is lost or not ours to read.
    """
    try:
        owner, server = home.password("owner"), home.password("server")
    except PermissionError as error:
        raise DatabaseUnusable(
            f"Only the user who first started Workhall here, or root, may use the database ({error})."
        ) from error
    if owner is None:
        raise DatabaseUnusable(
            f"{home.root}/owner.password is missing, so nobody can enter the database. Bring it back from a copy."
        )
    return Access(socket_dir, port, owner, server or "")
