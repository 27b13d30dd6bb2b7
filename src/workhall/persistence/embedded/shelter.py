"""A place every account can enter, for what root would else hide from PostgreSQL's: its programs, even its files.

Used only as root, and only when a directory on the way (mostly /root itself) is closed to others.
"""

import os
import shutil
import tempfile
from pathlib import Path

from workhall.persistence.embedded.account import Account
from workhall.persistence.embedded.binaries import WHEEL, Binaries
from workhall.persistence.embedded.errors import DatabaseUnusable

USUAL_SHELTER = Path("/var/lib/workhall")


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
        raise DatabaseUnusable(
            f"{shelter} must belong to root and be writable by nobody else; correct that or remove it."
        )
    return shelter


def within_reach(binaries: Binaries, account: Account, shelter: Path) -> Binaries:
    """The same programs where the account can run them: copied (33 MB, once) when something like /root hides them.

    Raises:
        DatabaseUnusable: out of reach and not of the wheel, or the shelter is not safe.
    """
    if account.run([str(binaries.tool("postgres")), "--version"])[0] == 0:
        return binaries
    package = binaries.bin_dir.parent.parent
    if package.name != WHEEL or not account.switch:
        raise DatabaseUnusable(f"The account that runs PostgreSQL may not execute the programs in {binaries.bin_dir}.")
    size = binaries.tool("postgres").stat().st_size
    copy = open_shelter(shelter) / f"postgresql-{binaries.version}-{size}"
    if not copy.exists():
        _copy(package, copy)
    return Binaries(copy / WHEEL / "pginstall" / "bin", binaries.version)


def _copy(package: Path, target: Path) -> None:
    """Copy the programs with the libraries they look for three directories above; whole or not at all."""
    draft = Path(tempfile.mkdtemp(prefix="new-", dir=target.parent))
    try:
        unneeded = shutil.ignore_patterns("include")
        shutil.copytree(package / "pginstall", draft / WHEEL / "pginstall", ignore=unneeded, symlinks=True)
        libraries = package.with_name(f"{WHEEL}.libs")
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
        executable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if executable else 0o644)
