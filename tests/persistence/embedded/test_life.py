"""One PostgreSQL from its first start to its last stop, on every PostgreSQL at hand."""

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
import uvloop

from workhall.persistence.embedded import (
    AlreadyServed,
    Change,
    Cluster,
    DatabaseDidNotStart,
    EmbeddedPostgres,
    State,
    running_at,
)


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def until(holds: Callable[[], bool], *, within_s: float = 20) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


def is_running(pid: int) -> bool:
    """A dead process nobody has reaped yet, as in a container without an init, does not run."""
    state = subprocess.run(["/bin/ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in {"", "Z"}


async def test_what_was_written_is_there_after_the_next_start(place: Path, bin_dir: Path | None) -> None:
    async with EmbeddedPostgres(Cluster(place / "house", bin_dir=bin_dir)) as first:
        await ask(first.url, "create table kept as select 42 as n")
    async with EmbeddedPostgres(Cluster(place / "house", bin_dir=bin_dir)) as second:
        assert await ask(second.url, "select n from kept") == 42


async def test_the_owner_can_do_all_and_the_server_role_cannot_pass_row_security(
    place: Path, bin_dir: Path | None
) -> None:
    async with EmbeddedPostgres(Cluster(place, bin_dir=bin_dir)) as postgres:
        await ask(postgres.url, "create extension btree_gist")
        rights = "select (current_user, rolsuper, rolbypassrls)::text from pg_roles where rolname = current_user"
        assert await ask(postgres.url, rights) == "(workhall_owner,t,t)"
        assert await ask(postgres.server_url, rights) == "(workhall_server,f,f)"


async def test_nobody_enters_without_the_password(place: Path, bin_dir: Path | None) -> None:
    async with EmbeddedPostgres(Cluster(place, bin_dir=bin_dir)) as postgres:
        password = postgres.access.owner_password
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(postgres.url.replace(password, "guessed"), "select 1")
        kept = place / "postgres" / "owner.password"
        assert kept.stat().st_mode & 0o777 == 0o600
        assert password not in repr(postgres.access)


async def test_the_settings_are_those_of_a_durable_server(place: Path, bin_dir: Path | None) -> None:
    async with EmbeddedPostgres(Cluster(place, bin_dir=bin_dir)) as postgres:
        for name, value in {
            "synchronous_commit": "on",
            "fsync": "on",
            "jit": "off",
            "max_connections": "200",
            "TimeZone": "UTC",
            "listen_addresses": "",
            "server_encoding": "UTF8",
            "password_encryption": "scram-sha-256",
        }.items():
            assert await ask(postgres.url, f"select current_setting('{name}')") == value, name


async def test_text_sorts_by_code_point_on_every_version(place: Path, bin_dir: Path | None) -> None:
    async with EmbeddedPostgres(Cluster(place, bin_dir=bin_dir)) as postgres:
        order = "select string_agg(w, ' ' order by w) from unnest(array['b', 'é', 'B', 'a', 'Z']) w"
        assert await ask(postgres.url, order) == "B Z a b é"
        assert await ask(postgres.url, "select upper('é')") == "É"


async def test_a_killed_postgresql_is_started_again_with_all_that_was_committed(
    place: Path, bin_dir: Path | None
) -> None:
    changes: list[Change] = []
    async with EmbeddedPostgres(Cluster(place, bin_dir=bin_dir), on_change=changes.append) as postgres:
        url, first = postgres.url, postgres.pid
        await ask(url, "create table kept as select 42 as n")
        for _ in range(3):
            changes.clear()
            os.kill(postgres.pid, signal.SIGKILL)
            await until(lambda: any(change.state is State.RUNNING for change in changes))
            assert postgres.url == url
            assert await ask(url, "select n from kept") == 42
        assert changes[0].state is State.LOST
        assert postgres.pid != first


async def test_stopping_leaves_no_process_and_the_same_object_starts_again(place: Path, bin_dir: Path | None) -> None:
    changes: list[Change] = []
    postgres = EmbeddedPostgres(Cluster(place, bin_dir=bin_dir), on_change=changes.append)
    await postgres.start()
    pid = postgres.pid
    await postgres.stop()
    assert not is_running(pid)
    assert "database system is shut down" in (place / "postgres" / "postgres.log").read_text()
    await postgres.stop()
    await postgres.start()
    assert await ask(postgres.server_url, "select 1") == 1
    await postgres.stop()
    assert [change.state for change in changes if change.state in {State.RUNNING, State.STOPPED, State.LOST}] == [
        State.RUNNING,
        State.STOPPED,
        State.RUNNING,
        State.STOPPED,
    ]


async def test_an_open_session_does_not_hold_up_the_stop(place: Path) -> None:
    postgres = EmbeddedPostgres(Cluster(place))
    connection = await asyncpg.connect(await postgres.start())
    await connection.execute("begin")
    started = time.monotonic()
    await postgres.stop()
    assert time.monotonic() - started < 5
    connection.terminate()


async def test_a_second_server_on_one_directory_is_refused_by_name_and_disturbs_nothing(place: Path) -> None:
    async with EmbeddedPostgres(Cluster(place)) as first:
        for second in (EmbeddedPostgres(Cluster(place)), first):
            with pytest.raises(AlreadyServed, match=rf"{place} is already served by process {os.getpid()}\."):
                await second.start()
        assert await ask(first.url, "select 1") == 1


async def test_another_process_finds_the_way_in_while_it_runs(place: Path) -> None:
    assert running_at(place) is None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with EmbeddedPostgres(Cluster(place, tcp_port=port)) as postgres:
        found = running_at(place)
        assert found == postgres.access
        assert await ask(postgres.url, "select 1") == 1
        over_tcp = await asyncpg.connect(postgres.server_url, host="127.0.0.1")
        await over_tcp.close()
    assert running_at(place) is None


async def test_the_tools_of_the_same_version_can_dump_it(place: Path, bin_dir: Path | None) -> None:
    async with EmbeddedPostgres(Cluster(place, bin_dir=bin_dir)) as postgres:
        await ask(postgres.url, "create table kept as select 42 as n")
        pg_dump = await asyncio.create_subprocess_exec(
            postgres.binaries.tool("pg_dump"),
            "--table=kept",
            env={**postgres.access.environment, "PATH": "/usr/bin:/bin"},
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await pg_dump.communicate()
        assert b"COPY public.kept" in said


async def test_a_taken_port_is_told_with_postgresqls_own_words(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        postgres = EmbeddedPostgres(Cluster(place, tcp_port=taken.getsockname()[1]))
        with pytest.raises(DatabaseDidNotStart, match="Address already in use"):
            await postgres.start()
    assert await postgres.start()  # nothing is left of the failed start: no lock, no process
    await postgres.stop()


async def test_a_long_directory_name_moves_the_socket_to_a_short_one(place: Path) -> None:
    deep = place / ("very-long-name-" * 6) / "house"
    async with EmbeddedPostgres(Cluster(deep)) as postgres:
        socket_dir = postgres.access.socket_dir
        assert len(str(socket_dir)) < 80
        assert socket_dir.stat().st_mode & 0o777 == 0o700
        assert await ask(postgres.server_url, "select 1") == 1
    assert not socket_dir.exists()


async def test_a_large_log_is_cut_while_postgresql_goes_on_writing(place: Path) -> None:
    log = place / "postgres" / "postgres.log"
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        with log.open("ab") as more:
            more.truncate(11 * 2**20)
        postgres._premises.home.keep_log_small()  # type: ignore[union-attr]  # started above
        assert log.stat().st_size == 0
        assert (place / "postgres" / "postgres.log.1").stat().st_size > 10 * 2**20
        await ask(postgres.url, "do $$ begin raise warning 'still here'; end $$")
        assert "still here" in log.read_text()
        assert log.stat().st_size < 1000


async def test_any_name_will_do_for_the_directory(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    for name in ("relative", "Büro 4", 'it\'s "home", sweet', "50%"):
        async with EmbeddedPostgres(Cluster(Path(name))) as postgres:
            assert await ask(postgres.server_url, "select 1") == 1
            assert running_at(Path(name)) == postgres.access


def test_it_is_watched_under_uvloop_too(place: Path) -> None:
    changes: list[Change] = []

    async def kill_and_wait() -> None:
        async with EmbeddedPostgres(Cluster(place), on_change=changes.append) as postgres:
            killed = postgres.pid
            os.kill(killed, signal.SIGKILL)
            await until(lambda: postgres.pid != killed and changes[-1].state is State.RUNNING)

    uvloop.run(kill_and_wait())
    assert State.LOST in {change.state for change in changes}
