"""kill -9 of the supervisor, and what it may leave behind: the next start needs no hands."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from tests.persistence.embedded.test_life import ask, is_running, until
from workhall.persistence.embedded import AlreadyServed, Change, Cluster, EmbeddedPostgres
from workhall.persistence.embedded.account import ENVIRONMENT, choose
from workhall.persistence.embedded.home import Home

ROOT = Path(__file__).parents[3]


def lonely_server(data_dir: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.persistence.embedded.lonely_server", str(data_dir), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def line_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout
    line = server.stdout.readline().strip()
    if not line:
        raise AssertionError(server.communicate()[1])
    return line


def kill(server: subprocess.Popen[str]) -> list[int]:
    """Kill it without warning; the numbers it had acknowledged."""
    server.kill()
    said, _ = server.communicate()
    return [int(line) for line in said.splitlines()[:-1]]  # the last may be cut off


def drafts(data_dir: Path) -> list[Path]:
    return list(data_dir.glob("postgres/new-*"))


def home_in(data_dir: Path) -> Home:
    return Home((data_dir / "postgres").resolve())


def as_account(home: Home, *command: str | Path) -> subprocess.Popen[bytes]:
    """Run something as the account of the cluster, but not tied to our life."""
    account = choose(home.cluster)
    user = account.uid if account.switch else None
    return subprocess.Popen(command, user=user, env=dict(ENVIRONMENT), cwd="/", stderr=subprocess.DEVNULL)


async def test_a_killed_supervisor_takes_postgresql_with_it_and_loses_nothing(
    place: Path, bin_dir: Path | None
) -> None:
    options = ["--bin-dir", str(bin_dir)] if bin_dir else []
    server = lonely_server(place / "house", *options)
    pid = int(line_of(server).removeprefix("up "))
    await asyncio.sleep(0.3)
    written = kill(server)
    assert written
    async with EmbeddedPostgres(Cluster(place / "house", bin_dir=bin_dir)) as postgres:
        assert not is_running(pid)
        kept = await ask(postgres.url, "select array_agg(n) from numbers")
        assert isinstance(kept, list)
        assert set(written) <= set(kept)


async def test_postgresql_stops_cleanly_by_itself_when_its_supervisor_is_killed(place: Path) -> None:
    server = lonely_server(place)
    pid = int(line_of(server).removeprefix("up "))
    kill(server)
    await until(lambda: not is_running(pid))
    assert "database system is shut down" in (place / "postgres" / "postgres.log").read_text()


async def test_the_refusal_names_the_process_that_serves(place: Path) -> None:
    server = lonely_server(place)
    line_of(server)
    with pytest.raises(AlreadyServed, match=f"process {server.pid}"):
        await EmbeddedPostgres(Cluster(place)).start()
    kill(server)
    async with EmbeddedPostgres(Cluster(place)):
        pass


async def test_killed_while_making_the_database_it_is_made_at_the_next_start(place: Path) -> None:
    for patience_s in (0, 0.1, 0.3):
        server = lonely_server(place)
        await until(lambda: bool(drafts(place)))
        await asyncio.sleep(patience_s)
        kill(server)
        assert not (place / "postgres" / "cluster").exists()
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        assert await ask(postgres.server_url, "select 1") == 1
        assert not drafts(place)


async def test_killed_before_the_servers_role_was_complete_it_gets_a_new_password(place: Path) -> None:
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        before = postgres.server_url
    (place / "postgres" / "server.password").unlink()
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        assert postgres.server_url != before
        assert await ask(postgres.server_url, "select current_user") == "workhall_server"


async def test_a_postgresql_that_outlived_its_supervisor_is_stopped_and_replaced(place: Path) -> None:
    """As on systems where the kernel does not tell a child of its parent's death."""
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        program = postgres.binaries.tool("postgres")
    home = home_in(place)
    with as_account(home, program, "-D", home.cluster, "-c", f"config_file={home.configuration}") as orphan:
        await until(lambda: "ready" in _status(home))
        connection = await asyncpg.connect(postgres.server_url)
        said: list[Change] = []
        async with EmbeddedPostgres(Cluster(place), on_change=said.append) as replacement:
            assert orphan.poll() == 0
            assert replacement.pid != orphan.pid
            assert await ask(replacement.server_url, "select 1") == 1
        assert any("left over" in change.sentence for change in said)
        connection.terminate()


def _status(home: Home) -> str:
    try:
        return (home.cluster / "postmaster.pid").read_text()
    except FileNotFoundError:
        return ""


async def test_a_stale_pid_file_is_no_obstacle_even_if_its_number_is_in_use_again(place: Path) -> None:
    """In a container the same small numbers come back at every start, and belong to the same user."""
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        os.kill(postgres.pid, signal.SIGKILL)
        left = (place / "postgres" / "cluster" / "postmaster.pid").read_text()
    home = home_in(place)
    with as_account(home, "/bin/sleep", "60") as stranger:
        _, rest = left.split("\n", 1)
        (home.cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{rest}")
        async with EmbeddedPostgres(Cluster(place)) as postgres:
            assert await ask(postgres.server_url, "select 1") == 1
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("cut", ["", "4711\n", "4711\n/somewhere\n17"])
async def test_a_pid_file_cut_off_by_a_power_failure_is_no_obstacle(place: Path, cut: str) -> None:
    async with EmbeddedPostgres(Cluster(place)):
        pass
    (place / "postgres" / "cluster" / "postmaster.pid").write_text(cut)
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        assert await ask(postgres.server_url, "select 1") == 1


async def test_killing_everything_at_once_needs_no_hands(place: Path) -> None:
    written: set[int] = set()
    for _ in range(3):
        server = lonely_server(place)
        pid = int(line_of(server).removeprefix("up "))
        await asyncio.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
        written |= set(kill(server))
    started = time.monotonic()
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        kept = await ask(postgres.url, "select array_agg(n) from numbers")
        assert isinstance(kept, list)
        assert written <= set(kept)
    assert time.monotonic() - started < 30
