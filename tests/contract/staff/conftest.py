"""Ada, Bo and an administrator at the Staff API; what was announced; and a zone that a group manages."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from tests.contract.staff.desk import Desks
from tests.places import Place, Somebody


@pytest.fixture
def at_ada(place: Place, ada: Somebody) -> Desks:
    return Desks.of(place, ada)


@pytest.fixture
def at_bo(place: Place, bo: Somebody) -> Desks:
    return Desks.of(place, bo)


@pytest.fixture
def at_admin(place: Place, admin: Somebody) -> Desks:
    return Desks.of(place, admin)


@pytest.fixture
def nobody(place: Place) -> Desks:
    return Desks.of(place)


@pytest.fixture
async def at_manager(place: Place) -> Desks:
    """Somebody in a group that manages `zone-bld`, and nothing else."""
    manager = await place.person("Mia", groups=("Desk Crew",))
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into zones (zone_id, name) values ('zone-bld-' || $1, 'Building')", str(place.organisation)
        )
        await tx.execute(
            "insert into metadata (parent_id, name, details) values ('zone-bld-' || $1, 'permissions', $2)",
            str(place.organisation),
            msgspec.json.encode({"manage": ["desk crew"]}).decode(),
        )
    return Desks.of(place, manager)


@pytest.fixture
def managed(place: Place) -> str:
    """The zone that `at_manager` manages."""
    return f"zone-bld-{place.organisation}"


Signals = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def signals(place: Place) -> Signals:
    """What was announced so far on a channel, oldest first."""

    async def told(channel: str = "staff/booking/changed") -> list[dict[str, Any]]:
        async with place.house.database.transaction(place.organisation) as tx:
            rows = await tx.fetch("select payload from outbox where channel = $1 order by outbox_id", channel)
        return [row["payload"] for row in rows]

    return told


@pytest.fixture
def holds(place: Place) -> Callable[[], Awaitable[list[tuple[str, str, int, int]]]]:
    async def held() -> list[tuple[str, str, int, int]]:
        async with place.house.database.transaction(place.organisation) as tx:
            rows = await tx.fetch("select kind, asset_id, starts_s, ends_s from holds order by 1, 2, 3")
        return [tuple(row) for row in rows]

    return held
