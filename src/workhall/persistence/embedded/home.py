"""Where everything of the embedded PostgreSQL lies on disk, and how that place is found or made.

DATA_DIR/
  workhall.lock           who serves this directory
  postgres/               or, when the server's account cannot enter DATA_DIR, a link to such a place in the shelter
    cluster/              PostgreSQL's own files (PGDATA), of the server's account
    socket/               where it listens, of the server's account
    workhall.conf         our settings, written anew at every start
    postgres.log, .log.1  what it says
    owner.password, server.password
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from workhall.persistence.embedded.account import Account
from workhall.persistence.embedded.errors import DatabaseUnusable
from workhall.persistence.embedded.shelter import open_shelter

HOME_NAME = "postgres"
_LONGEST_SOCKET_DIR = 80  # bytes; the whole name with `/.s.PGSQL.65535` must stay below macOS's 103
_LARGEST_LOG = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Home:
    """The directory `postgres` of a data directory, links followed."""

    root: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory; it exists only when initialisation went through."""
        return self.root / "cluster"

    @property
    def configuration(self) -> Path:
        """Our settings; outside the cluster so that root never writes where another account may put links."""
        return self.root / "workhall.conf"

    @property
    def log(self) -> Path:
        """What PostgreSQL says; kept below 10 MB by `keep_log_small`."""
        return self.root / "postgres.log"

    @property
    def major(self) -> int | None:
        """The major version that made the cluster, None when there is none."""
        try:
            return int((self.cluster / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    def socket_dir(self) -> Path:
        """Beside the cluster, or in /tmp where that name is too long for a socket or has what lists are parted by."""
        near = self.root / "socket"
        if len(os.fsencode(near)) <= _LONGEST_SOCKET_DIR and not set(str(near)) & set(",\"'"):
            return near
        short = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(f"/tmp/workhall-{short}")  # noqa: S108 - ownership is checked by open_socket_dir

    def password(self, role: str) -> str | None:
        """The kept password of `owner` or `server`; None when never made."""
        try:
            return (self.root / f"{role}.password").read_text().strip() or None
        except FileNotFoundError:
            return None

    def keep_password(self, role: str, password: str) -> None:
        """Keep it for nobody but ourselves, whole or not at all."""
        draft = self.root / f"{role}.password.new"
        draft.unlink(missing_ok=True)
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "w") as file:
            file.write(password + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.root / f"{role}.password")
        sync_directory(self.root)

    def write_configuration(self, settings: str) -> None:
        """Replace our settings; everybody may read them, there is no secret in them."""
        draft = self.root / "workhall.conf.new"
        draft.write_text(settings)
        draft.chmod(0o644)
        draft.rename(self.configuration)

    def keep_log_small(self) -> None:
        """Move a log that grew large aside by copying: PostgreSQL goes on appending to the same file."""
        with contextlib.suppress(FileNotFoundError):
            if self.log.stat().st_size > _LARGEST_LOG:
                shutil.copyfile(self.log, self.root / "postgres.log.1")
                os.truncate(self.log, 0)


def new_password() -> str:
    """Letters, digits, - and _ only: safe in a URL and in SQL without quoting."""
    return secrets.token_urlsafe(32)


def existing(data_dir: Path) -> Home:
    """Where the database of this data directory is, or would be.

    Raises:
        DatabaseUnusable: its place in the shelter is gone.
    """
    root = data_dir / HOME_NAME
    if root.is_symlink() and not root.exists():
        raise DatabaseUnusable(
            f"{root} leads to {root.readlink()}, which is gone, and the database with it. Bring that directory back, "
            f"or remove the link {root} and restore a backup (workhall restore)."
        )
    return Home(root.resolve())


def open_data_dir(data_dir: Path) -> None:
    """Make the data directory when missing; others may pass through (root's server account must), not look."""
    if not data_dir.exists():
        data_dir.mkdir(parents=True)
        data_dir.chmod(_mode())


def settle(data_dir: Path, account: Account, shelter: Path) -> Home:
    """A home the account can enter: in the data directory, else in the shelter with a link to it.

    The second happens when root keeps Workhall below a private directory such as /root. Opening that to everybody
    is not ours to do, and refusing would stop a first start for something the administrator need not care about.

    Raises:
        DatabaseUnusable: a cluster exists already, out of the account's reach.
    """
    home = existing(data_dir)
    if home.root.exists():
        if account.reaches(home.root):
            return home
        if home.cluster.exists():
            raise DatabaseUnusable(
                f"The account that runs PostgreSQL (uid {account.uid}) may not enter {home.root}. Let others pass "
                f"through its parents (chmod o+x), or move {data_dir} to a place such as /var/lib."
            )
        home.root.rmdir()  # empty: a first start was killed just here
    else:
        home.root.mkdir()
        home.root.chmod(_mode())
        if account.reaches(home.root):
            return home
        home.root.rmdir()
    refuge = Path(tempfile.mkdtemp(prefix="postgres-", dir=open_shelter(shelter)))
    refuge.chmod(_mode())
    (data_dir / HOME_NAME).symlink_to(refuge)
    return Home(refuge)


def _mode() -> int:
    return 0o711 if os.geteuid() == 0 else 0o700


def open_socket_dir(directory: Path, account: Account) -> None:
    """Make the socket's directory, or make sure that nobody else made it.

    Raises:
        DatabaseUnusable: something of another account is in the place.
    """
    try:
        directory.mkdir(mode=0o700)
        account.own(directory)
    except FileExistsError as error:
        state = directory.lstat()
        if stat.S_ISDIR(state.st_mode) and state.st_uid == os.geteuid() != account.uid:  # root copied it here
            account.own(directory)
            state = directory.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != account.uid or state.st_mode & 0o077:
            raise DatabaseUnusable(
                f"{directory} is in the way of PostgreSQL's socket and belongs to somebody else; remove it."
            ) from error
    for name in directory.glob(".s.PGSQL.*"):  # left by a killed server; its pid may be in use again and mislead
        name.unlink(missing_ok=True)


def sync_directory(directory: Path) -> None:
    """Make a rename in it survive a power cut."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
