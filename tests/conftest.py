"""What every level of tests stands on: a real PostgreSQL, a migrated database, organisations of one's own.

`WORKHALL_TEST_POSTGRES` says which PostgreSQL: `embedded` (default), `url` (the same binaries, reached over
TCP by URL as its owner), or `system-15` (Debian's PostgreSQL 15, by URL).
"""

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import Place, Somebody, open_place
from workhall.app.build import build_house
from workhall.persistence import Database, Transaction
from workhall.persistence.embedded import Cluster, EmbeddedPostgres
from workhall.persistence.migrate import migrate
from workhall.settings import Settings
from workhall.surfaces.web.house import House


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what talks to PostgreSQL: `make test` runs it once more, against a server reached by URL."""
    for item in items:
        if "postgres" in getattr(item, "fixturenames", ()) and "browser" not in item.path.parts:
            item.add_marker("database")


@dataclass(frozen=True, slots=True)
class Postgres:
    """`owner_url` may create; `server_url` is what the server works with."""

    owner_url: str
    server_url: str
    tools: EmbeddedPostgres


def _which() -> tuple[Path | None, bool]:
    kind = os.environ.get("WORKHALL_TEST_POSTGRES", "embedded")
    if kind == "system-15":
        return Path("/usr/lib/postgresql/15/bin"), True
    return None, kind == "url"


class _Runner:
    """Keeps the database alive in a thread of its own, for as long as the tests of this process run."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        self._postgres = postgres
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="postgres", daemon=True)

    def __enter__(self) -> EmbeddedPostgres:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._postgres.start(), self._loop).result(120)
        return self._postgres

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._postgres.stop(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A directory that the database's own account can reach too (pytest's are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="workhall-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(scratch: Path) -> Iterator[Postgres]:
    bin_dir, by_url = _which()
    with _Runner(EmbeddedPostgres(Cluster(scratch / "database", bin_dir=bin_dir))) as server:
        asyncio.run(migrate(server.url))
        yield Postgres(server.url, server.url if by_url else server.server_url, server)


@pytest.fixture(scope="session")
def settings(scratch: Path) -> Settings:
    return Settings(data_dir=scratch, public_url="http://localhost:8080")


@pytest.fixture(scope="session")
async def house(postgres: Postgres, settings: Settings) -> AsyncIterator[House]:
    database = await Database.open(postgres.server_url, size=10)
    yield await build_house(settings, database)
    await database.close()


@pytest.fixture
async def place(house: House) -> AsyncIterator[Place]:
    """An organisation of this test's own."""
    opened = await open_place(house)
    yield opened
    await opened.close()


@pytest.fixture
async def admin(place: Place) -> Somebody:
    return await place.person("Admin", permissions=3)


@pytest.fixture
async def ada(place: Place) -> Somebody:
    return await place.person("Ada")


@pytest.fixture
async def bo(place: Place) -> Somebody:
    return await place.person("Bo")


@pytest.fixture
async def tx(place: Place) -> AsyncIterator[Transaction]:
    """A transaction of this test's organisation, rolled back at the end."""
    transaction = await place.house.database.begin(place.organisation)
    yield transaction
    await place.house.database.roll_back(transaction)
