"""What is settled before the first PostgreSQL process starts, and outlasts each of them."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workhall.persistence.embedded import binaries as programs
from workhall.persistence.embedded.account import Account, choose
from workhall.persistence.embedded.binaries import Binaries
from workhall.persistence.embedded.configuration import USUAL_PORT, render
from workhall.persistence.embedded.errors import DatabaseUnusable
from workhall.persistence.embedded.home import Home, existing, open_socket_dir, settle
from workhall.persistence.embedded.initialise import initialise, sweep, take_over
from workhall.persistence.embedded.shelter import USUAL_SHELTER, within_reach


@dataclass(frozen=True, slots=True)
class Cluster:
    """What to run: whose data, with which PostgreSQL, on which port of 127.0.0.1 besides the socket."""

    data_dir: Path
    bin_dir: Path | None = None
    tcp_port: int | None = None
    shelter: Path = USUAL_SHELTER


@dataclass(frozen=True, slots=True)
class Premises:
    """A cluster on disk, the programs that fit it, and the account both work with."""

    home: Home
    binaries: Binaries
    account: Account
    tcp_port: int | None

    @property
    def port(self) -> int:
        """The number in the socket's name, and of the TCP port when there is one."""
        return self.tcp_port or USUAL_PORT

    def furnish(self) -> None:
        """Put in order what each start needs: the socket's directory, our settings, a short log."""
        socket_dir = self.home.socket_dir()
        open_socket_dir(socket_dir, self.account)
        settings = render(
            cluster=self.home.cluster, socket_dir=socket_dir, tcp_port=self.tcp_port, major=self.binaries.major
        )
        self.home.write_configuration(settings)
        self.home.keep_log_small()

    def clear(self) -> None:
        """Leave no directory behind in /tmp."""
        socket_dir = self.home.socket_dir()
        if not socket_dir.is_relative_to(self.home.root):
            with contextlib.suppress(OSError):
                socket_dir.rmdir()


def prepare(cluster: Cluster, *, on_making: Callable[[str], None]) -> Premises:
    """Find programs and account, and a cluster for both: made now when there is none. For the lock's holder only.

    Raises:
        DatabaseUnusable: only a person can help; the message says how.
    """
    before = existing(cluster.data_dir)
    account = choose(before.cluster)
    found = programs.find(cluster.bin_dir, prefer=before.major)
    if before.major not in (None, found.major):
        raise DatabaseUnusable(
            f"The database in {before.cluster} was made by PostgreSQL {before.major}, and this is PostgreSQL "
            f"{found.version}, which cannot read it. Take a backup with the Workhall that has PostgreSQL "
            f"{before.major} (workhall backup), and restore it into an empty directory with this one "
            "(workhall restore)."
        )
    home = settle(cluster.data_dir, account, cluster.shelter)
    usable = within_reach(found, account, cluster.shelter)
    if home.major is None:
        on_making(f"PostgreSQL {usable.version} makes a new database in {home.root}")
        initialise(home, usable, account)
    sweep(home)
    take_over(home.cluster, account)
    return Premises(home, usable, account, cluster.tcp_port)
