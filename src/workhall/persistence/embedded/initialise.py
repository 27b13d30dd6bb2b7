"""The first start: a new cluster appears whole, or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from workhall.persistence.embedded.account import Account
from workhall.persistence.embedded.binaries import Binaries
from workhall.persistence.embedded.errors import DatabaseUnusable
from workhall.persistence.embedded.home import Home, new_password, sync_directory

OWNER = "workhall_owner"
_DRAFT = "new-"
_BUILTIN_LOCALE_SINCE = 17


def initialise(home: Home, binaries: Binaries, account: Account) -> None:
    """Run initdb in a draft beside the cluster and rename it; a kill in between leaves only a draft.

    Raises:
        DatabaseUnusable: initdb refused; the message is what it said.
    """
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=home.root))
    password = new_password()
    secret = draft / "password"
    secret.write_text(password + "\n")
    for path in (secret, draft):  # the directory last: once it is the account's, we write nothing into it
        path.chmod(0o700)
        account.own(path)
    code, said = account.run(_initdb(binaries, draft / "cluster", secret))
    if code != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise DatabaseUnusable(f"PostgreSQL could not create its files in {home.root}: {said.strip()[-1000:]}")
    home.keep_password("owner", password)
    (draft / "cluster").rename(home.cluster)
    sync_directory(home.root)


def sweep(home: Home) -> None:
    """Remove drafts, ours and of first starts that were killed; last of all, when their orphans write no more."""
    for draft in home.root.glob(f"{_DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _initdb(binaries: Binaries, cluster: Path, secret: Path) -> list[str]:
    # The builtin provider sorts alike on every system and needs no locale of the system's.
    provider = ["--locale-provider=builtin"] if binaries.major >= _BUILTIN_LOCALE_SINCE else []
    return [
        str(binaries.tool("initdb")),
        f"--pgdata={cluster}",
        f"--username={OWNER}",
        f"--pwfile={secret}",
        "--encoding=UTF8",
        *provider,
        "--locale=C.UTF-8",
        "--auth-local=scram-sha-256",
        "--auth-host=scram-sha-256",
        "--no-instructions",
    ]


def take_over(cluster: Path, account: Account) -> None:
    """Give a cluster that root copied here (and so owns) to the account that will run it."""
    if not account.switch or cluster.lstat().st_uid == account.uid:
        return
    for directory, _, files in os.walk(cluster, topdown=False):
        for name in files:
            account.own(Path(directory) / name)
        account.own(Path(directory))
    cluster.chmod(0o700)
