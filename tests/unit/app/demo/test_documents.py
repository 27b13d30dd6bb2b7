"""The documents that apps read, against the plans they refer to."""

import pytest

from workhall.app.demo import documents
from workhall.app.demo.buildings import Building, Level
from workhall.app.demo.people import Person


@pytest.fixture
def ids(places: tuple[Building, ...]) -> dict[str, dict[str, str]]:
    """Zone ids as the server would give them, for each building."""
    return {
        building.code: {
            building.code: f"zone-{building.code}",
            **{level.number: f"zone-{building.code}-{level.number}" for level in building.levels},
        }
        for building in places
    }


def test_desks_are_told_with_the_ids_of_their_shapes(levels: list[Level], people: tuple[Person, ...]) -> None:
    for level in levels:
        told = documents.of_level(level, people, "zone-1").get("desks", [])
        assert [desk["id"] for desk in told] == [desk.ident for desk in level.desks]
        for desk in told:
            assert f'id="{desk["map_id"]}"' in level.plan
            assert set(desk) >= {"id", "name", "bookable", "features", "groups", "images"}


def test_spaces_are_told_with_the_ids_of_their_shapes(levels: list[Level], people: tuple[Person, ...]) -> None:
    for level in levels:
        for space in documents.of_level(level, people, "zone-1").get("parking-spaces", []):
            assert f'id="{space["map_id"]}"' in level.plan
            assert space["zone_id"] == "zone-1"


def test_both_generations_of_lockers_tell_the_same(
    places: tuple[Building, ...], people: tuple[Person, ...], ids: dict[str, dict[str, str]]
) -> None:
    for building in places:
        flat = documents.of_building(building, people, ids[building.code])
        nested = [
            bank for level in building.levels for bank in documents.of_level(level, people, "zone-1").get("lockers", [])
        ]
        assert [bank["id"] for bank in flat["locker_banks"]] == [bank["id"] for bank in nested]
        lockers = {locker["id"] for bank in nested for locker in bank["lockers"]}
        assert {locker["id"] for locker in flat["lockers"]} == lockers
        assert {locker["bank_id"] for locker in flat["lockers"]} == {bank["id"] for bank in nested}


def test_no_two_doors_of_a_bank_are_at_one_place(places: tuple[Building, ...], ids: dict[str, dict[str, str]]) -> None:
    for building in places:
        doors = documents.of_building(building, (), ids[building.code])["lockers"]
        assert len({tuple(door["position"]) for door in doors}) == len(doors) == 48


def test_a_bank_is_told_with_its_level_and_its_building(
    places: tuple[Building, ...], people: tuple[Person, ...], ids: dict[str, dict[str, str]]
) -> None:
    for building in places:
        zones = ids[building.code]
        for bank in documents.of_building(building, people, zones)["locker_banks"]:
            assert bank["zones"] == [bank["level_id"], zones[building.code]]
            assert bank["level_id"] in zones.values()


def test_drivers_are_told_where_there_is_a_garage(
    places: tuple[Building, ...], people: tuple[Person, ...], ids: dict[str, dict[str, str]]
) -> None:
    for building in places:
        told = documents.of_building(building, people, ids[building.code]).get("parking-users")
        assert (told is None) == (not building.spaces)
        drivers = [person.email for person in people if person.building == building.code and person.car]
        assert [driver["email"] for driver in told or []] == drivers
