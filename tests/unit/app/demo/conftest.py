"""The organisation as it is drawn up before anything is stored."""

import pytest

from workhall.app.demo.buildings import Building, Level, buildings
from workhall.app.demo.people import Person, cast

SEED = "a seed of the tests"


@pytest.fixture(scope="session")
def places() -> tuple[Building, ...]:
    return buildings(SEED)


@pytest.fixture(scope="session")
def levels(places: tuple[Building, ...]) -> list[Level]:
    return [level for building in places for level in building.levels]


def idents(level: Level) -> list[str]:
    """What can be booked on a level."""
    rooms, desks, spaces = level.rooms, level.desks, level.spaces
    return [*(one.ident for one in rooms), *(one.ident for one in desks), *(one.ident for one in spaces)]


@pytest.fixture(scope="session")
def people(places: tuple[Building, ...]) -> tuple[Person, ...]:
    return cast(SEED, places)
