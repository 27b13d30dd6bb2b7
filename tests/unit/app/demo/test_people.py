"""The cast."""

import re
from collections import Counter

from tests.unit.app.demo.conftest import SEED
from workhall.app.demo.buildings import MAIL, Building
from workhall.app.demo.people import DIVISIONS, EVERYBODY, Person, Role, cast, groups


def test_there_are_four_hundred_with_an_address_of_their_own(people: tuple[Person, ...]) -> None:
    assert len(people) == len({person.email for person in people}) == 400
    assert all(re.fullmatch(rf"[a-z.-]+@{re.escape(MAIL)}", person.email) for person in people)


def test_the_same_seed_gives_the_same_people_and_another_seed_others(
    places: tuple[Building, ...], people: tuple[Person, ...]
) -> None:
    assert cast(SEED, places) == people
    assert cast("another", places) != people


def test_everybody_works_at_a_level_that_has_desks(places: tuple[Building, ...], people: tuple[Person, ...]) -> None:
    there = {(level.code, level.number) for building in places for level in building.desk_levels}
    assert {(person.building, person.level) for person in people} == there


def test_a_group_comes_after_those_it_is_inside_of(places: tuple[Building, ...]) -> None:
    seen: set[str] = set()
    for name, inside, _ in groups(places):
        assert set(inside) <= seen
        seen.add(name)


def test_teams_lie_three_groups_deep(places: tuple[Building, ...]) -> None:
    inside = {name: outer for name, outer, _ in groups(places)}
    for division, departments in DIVISIONS.items():
        for department, teams in departments.items():
            for team in teams:
                assert (inside[team], inside[department], inside[division]) == (
                    (department,),
                    (division,),
                    (EVERYBODY,),
                )


def test_everybody_is_in_groups_that_exist(places: tuple[Building, ...], people: tuple[Person, ...]) -> None:
    known = {name for name, *_ in groups(places)}
    assert all(set(person.groups) <= known for person in people)


def test_each_team_of_a_building_has_one_who_leads_it(people: tuple[Person, ...]) -> None:
    leads = Counter((person.building, person.team) for person in people if person.leads)
    assert leads == dict.fromkeys({(person.building, person.team) for person in people}, 1)


def test_few_have_rights_and_each_building_has_an_administrator(people: tuple[Person, ...]) -> None:
    roles = Counter(person.role for person in people)
    assert roles[Role.ADMINISTRATOR] == len({person.building for person in people})
    assert 3 <= roles[Role.SUPPORT] <= 12


def test_nobody_parks_where_there_is_no_garage(places: tuple[Building, ...], people: tuple[Person, ...]) -> None:
    garages = {building.code for building in places if building.spaces}
    assert {person.building for person in people if person.car} == garages
