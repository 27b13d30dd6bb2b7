"""Several nodes on one PostgreSQL reached by URL: equal, and refused where they could not work together."""

import asyncio
import secrets
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack

import asyncpg
import httpx
import pytest

from tests.conftest import Postgres
from tests.server import NotServing, ServerProcess

pytestmark = [pytest.mark.server, pytest.mark.database]

SECRET_KEY = b64encode(bytes(32)).decode()


@pytest.fixture(scope="module")
def database_url(postgres: Postgres) -> Iterator[str]:
    """An empty database of these tests' own, on the server that all tests share."""
    name = f"nodes_{secrets.token_hex(4)}"
    maintenance = postgres.tools.access.maintenance_url

    async def run(sql: str) -> None:
        connection = await asyncpg.connect(maintenance)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    asyncio.run(run(f"create database {name}"))
    yield postgres.owner_url.replace("/workhall?", f"/{name}?")
    asyncio.run(run(f"drop database {name} with (force)"))


@pytest.fixture(scope="module")
def nodes(database_url: str) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    """Started at the same moment on a database that neither has prepared."""
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                ServerProcess.prepared(database_url=database_url, secret_key=SECRET_KEY, database_pool="4")
            )
            for _ in range(2)
        ]
        for node in both:
            node.start(wait=False)
        for node in both:
            node.wait_until_ready()
        yield both[0], both[1]


def test_two_nodes_that_start_together_make_one_house(nodes: tuple[ServerProcess, ServerProcess]) -> None:
    first, second = nodes
    with first.client() as here, second.client() as there:
        tops = [client.get("/api/engine/v2/zones", params={"tags": "org"}).json() for client in (here, there)]
    assert tops[0] == tops[1]
    assert len(tops[0]) == 1


def test_what_one_node_writes_the_other_reads_with_the_same_token(nodes: tuple[ServerProcess, ServerProcess]) -> None:
    first, second = nodes
    token = first.token()
    with first.client(token) as here, second.client(token) as there:
        made = here.post("/api/engine/v2/zones", json={"name": "Shared", "tags": ["building"]}).json()
        assert there.get(f"/api/engine/v2/zones/{made['id']}").json()["name"] == "Shared"


def test_a_node_that_stops_leaves_the_other_serving(nodes: tuple[ServerProcess, ServerProcess]) -> None:
    first, second = nodes
    assert first.stop() == 0
    assert httpx.get(f"{second.base_url}/readyz").status_code == 200
    first.start()
    assert httpx.get(f"{first.base_url}/readyz").status_code == 200


def test_a_node_with_another_secret_key_is_refused(
    nodes: tuple[ServerProcess, ServerProcess], database_url: str
) -> None:
    stranger = b64encode(secrets.token_bytes(32)).decode()
    with (
        ServerProcess.prepared(database_url=database_url, secret_key=stranger) as node,
        pytest.raises(NotServing, match="not the one that secrets in this database are sealed with"),
    ):
        node.start()


def test_a_database_that_is_not_there_is_named_without_its_password(database_url: str) -> None:
    nowhere = database_url.replace("/nodes_", "/nowhere_")
    with ServerProcess.prepared(database_url=nowhere) as node:
        refused = node.run("serve")
    password = database_url.split(":", 2)[2].split("@", 1)[0]
    assert (refused.returncode, "has no such database" in refused.stderr) == (1, True), refused.stderr
    assert password not in refused.stdout + refused.stderr


def test_commands_work_beside_the_nodes(nodes: tuple[ServerProcess, ServerProcess]) -> None:
    first, _ = nodes
    started = time.monotonic()
    assert "administrator" in first.run("user", "list").stdout
    assert first.run("migrate", "--check").returncode == 0
    assert time.monotonic() - started < 30


def test_a_backup_of_a_database_by_url_comes_back_into_a_directory(nodes: tuple[ServerProcess, ServerProcess]) -> None:
    first, _ = nodes
    file = first.data_dir.parent / "nodes.tar.gz"
    made = first.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    with ServerProcess.prepared(secret_key=SECRET_KEY) as alone:
        restored = alone.run("restore", str(file))
        assert restored.returncode == 0, restored.stderr
        alone.start()
        with alone.client() as client:
            assert client.get("/api/engine/v2/zones", params={"tags": "org"}).json()
