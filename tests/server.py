"""A whole Workhall as people run it: the command, its processes, its own database, on a free port.

    with ServerProcess.fresh() as server:
        httpx.get(server.base_url + "/healthz")
        server.token()                      # the administrator's, by password grant
        server.kill(); server.start()       # sudden death, and back on the same data

Used by the tests of running, the browser, the TypeScript client, the fuzzers and the bench.
"""

import json
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

from workhall.persistence.embedded.account import follow_parent

ADMIN_EMAIL = "admin@example.com"
ADMIN_PASSWORD = "correct horse battery staple"
WORKHALL = Path(sys.executable).with_name("workhall")
_PATIENCE_S = 60.0


class NotServing(AssertionError):
    """It ended, or did not answer in time; the message carries what it said."""


@dataclass(slots=True)
class ServerProcess:
    """`settings` are environment variables without their prefix: `{"workers": "2"}`."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    base_url: str = ""
    port: int = 0
    set_up_link: str = ""
    _child: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def fresh(cls, user: str | None = None, /, **settings: str) -> Iterator[Self]:
        """Start one on an empty directory, and leave nothing behind. `user` runs it as that account."""
        with cls.prepared(user, **settings) as server:
            server.start()
            yield server

    @classmethod
    @contextmanager
    def prepared(cls, user: str | None = None, /, **settings: str) -> Iterator[Self]:
        """Prepare one without starting it, and leave nothing behind."""
        folder = Path(tempfile.mkdtemp(prefix="workhall-server-"))
        folder.chmod(0o755)
        server = cls(folder / "data", settings, user, port=_free_port())
        if user is not None:
            shutil.chown(folder, user)
        try:
            yield server
        finally:
            server.end()
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """Of the supervisor."""
        assert self._child is not None
        return self._child.pid

    @property
    def log(self) -> str:
        """Everything it has said, of all its starts."""
        return self._log_file.read_text(errors="replace") if self._log_file.exists() else ""

    def failures(self) -> str:
        """What it logged as failed, without the requests that went well."""
        lines = self.log.splitlines()
        return "\n".join([line for line in lines if "level=error" in line or "level=warning" in line][-20:])

    @property
    def environment(self) -> dict[str, str]:
        """What the commands of this server need; nothing of the caller's own WORKHALL settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKHALL_")}
        given = {
            "data_dir": str(self.data_dir),
            "port": str(self.port),
            "admin_email": ADMIN_EMAIL,
            "admin_password": ADMIN_PASSWORD,
            **self.settings,
        }
        kept = kept if self.user is None else {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        return kept | {f"WORKHALL_{name.upper()}": value for name, value in given.items()}

    def start(self, *, wait: bool = True) -> None:
        """Start it, again on the same port, and wait until it answers."""
        self._ready_file.unlink(missing_ok=True)
        with self._log_file.open("ab") as said:
            self._child = subprocess.Popen(
                [*self._command, "serve", "--ready-file", str(self._ready_file)],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=self._log_file.parent,
                start_new_session=True,
                preexec_fn=follow_parent(signal.SIGTERM),  # noqa: PLW1509  a killed test run leaves no server behind
                **_as(self.user),
            )
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while not self._ready_file.exists():
            if not self.is_running:
                raise NotServing(f"it ended with code {self._exit_code}:\n{self.log[-4000:]}")
            if time.monotonic() > deadline:
                raise NotServing(f"it does not answer:\n{self.log[-4000:]}")
            time.sleep(0.01)
        told = json.loads(self._ready_file.read_text())
        self.port, self.base_url, self.set_up_link = (
            told["port"],
            f"http://localhost:{told['port']}",
            told["set_up_link"],
        )

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def _exit_code(self) -> int | None:
        return None if self._child is None else self._child.poll()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it in order; its exit code."""
        assert self._child is not None
        self._child.send_signal(number)
        return self._child.wait(_PATIENCE_S)

    def kill(self) -> None:
        """End the supervisor as a power cut would; the system takes its web processes along."""
        assert self._child is not None
        self._child.kill()
        self._child.wait(_PATIENCE_S)

    def end(self) -> None:
        """Make sure that nothing of it is left."""
        if self.is_running:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.kill()

    def run(
        self, *arguments: str, stdin: str = "", environment: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run another command of `workhall` on this server's house."""
        return subprocess.run(
            [*self._command, *arguments],
            env={**self.environment, **(environment or {})},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            cwd=self._log_file.parent,
            check=False,
            **_as(self.user),
        )

    def token(self, email: str = ADMIN_EMAIL, password: str = ADMIN_PASSWORD) -> str:
        """Sign in by password grant, as scripts do."""
        redirect = f"{self.base_url}/backoffice/oauth-resp.html"
        asked = {
            "grant_type": "password",
            "client_id": md5(redirect.encode(), usedforsecurity=False).hexdigest(),
            "redirect_uri": redirect,
            "scope": "public",
            "username": email,
            "password": password,
        }
        answer = httpx.post(f"{self.base_url}/auth/oauth/token", params=asked, timeout=30)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def client(self, token: str | None = None, **options: Any) -> httpx.Client:
        """A client signed in with the token, by default the administrator's. Close it."""
        shown = {"Authorization": f"Bearer {token or self.token()}"}
        return httpx.Client(base_url=self.base_url, headers=shown, timeout=30, **options)

    @property
    def _command(self) -> list[str]:
        if self.user is None:
            return [str(WORKHALL)]
        return [_python_for(self.user), "-P", "-c", "from workhall.cli import main; main()"]

    @property
    def database_pid(self) -> int:
        """Of its own PostgreSQL's first process."""
        return int((self.data_dir / "postgres" / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])

    @property
    def _ready_file(self) -> Path:
        return self.data_dir.parent / "ready.json"

    @property
    def _log_file(self) -> Path:
        return self.data_dir.parent / "server.log"


def _as(user: str | None) -> dict[str, Any]:
    """Become somebody else in the child, groups and all."""
    if user is None:
        return {}
    account = pwd.getpwnam(user)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _python_for(user: str) -> str:
    """A Python of our version that this user may run: ours may lie below a home directory closed to others."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        try:
            subprocess.run([python, "-c", ""], check=True, cwd="/", **_as(user))
        except (OSError, subprocess.SubprocessError):
            continue
        return python
    pytest.skip(f"{user} may run no Python 3.{sys.version_info.minor} here; install one outside of home directories")


def _free_port() -> int:
    """Below the range from which clients get theirs: a client knocking at a dead server could else take its port."""
    while True:
        port = random.randint(20_000, 30_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
