"""What stands where, before anything is stored."""

from tests.unit.app.demo.conftest import SEED, idents
from workhall.app.demo.buildings import Building, Level, buildings
from workhall.kernel.time import zone


def test_there_is_as_much_as_promised(places: tuple[Building, ...], levels: list[Level]) -> None:
    assert (len(places), len(levels)) == (3, 12)
    assert sum(len(level.rooms) for level in levels) == 120
    assert sum(len(level.desks) for level in levels) == 900
    assert sum(len(level.spaces) for level in levels) == 60
    assert len([level.bank for level in levels if level.bank]) == 3


def test_the_buildings_lie_in_different_time_zones_that_exist(places: tuple[Building, ...]) -> None:
    assert len({zone(building.timezone) for building in places}) == 3
    assert len({building.timezone.partition("/")[0] for building in places}) == 3


def test_what_can_be_booked_has_a_name_of_its_own_in_the_whole_organisation(levels: list[Level]) -> None:
    named = [ident for level in levels for ident in idents(level)]
    named += [ident for level in levels if level.bank for ident, *_ in level.bank.lockers]
    assert len(named) == len(set(named))


def test_no_two_rooms_share_a_name_or_an_address(levels: list[Level]) -> None:
    rooms = [room for level in levels for room in level.rooms]
    assert len({room.name for room in rooms}) == len({room.email for room in rooms}) == len(rooms)


def test_the_same_seed_gives_the_same_buildings_and_another_seed_others(places: tuple[Building, ...]) -> None:
    assert buildings(SEED) == places
    again = [level.plan for building in buildings(SEED) for level in building.levels]
    assert again == [level.plan for building in places for level in building.levels]
    assert [level.rooms for level in buildings("another")[0].levels] != [level.rooms for level in places[0].levels]
