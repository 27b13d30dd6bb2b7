"""The diary of a day."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from tests.unit.app.demo.conftest import SEED, idents
from workhall.app.demo.buildings import Building
from workhall.app.demo.diary import Act, Entry, Kind, entries, working_days
from workhall.app.demo.documents import keepers
from workhall.app.demo.people import Person
from workhall.kernel.time import zone

DAY = date(2026, 11, 24)


@pytest.fixture(params=[0, 1, 2], ids=["Amsterdam", "New York", "Sydney"])
def building(request: pytest.FixtureRequest, places: tuple[Building, ...]) -> Building:
    found: Building = places[request.param]
    return found


@pytest.fixture
def page(building: Building, people: tuple[Person, ...]) -> list[Entry]:
    return entries(SEED, building, people, DAY)


def test_nothing_is_booked_twice(page: list[Entry]) -> None:
    by_asset = defaultdict(list)
    for entry in page:
        by_asset[entry.kind, entry.asset].append(entry)
    for held in by_asset.values():
        assert not [(a, b) for a, b in combinations(held, 2) if a.starts < b.ends and b.starts < a.ends]


def test_nobody_has_two_desks_or_two_spaces(page: list[Entry]) -> None:
    for kind in (Kind.DESK, Kind.PARKING):
        booked = [entry.person.number for entry in page if entry.kind is kind]
        assert len(booked) == len(set(booked))


def test_all_happens_in_working_hours_by_the_clock_of_the_building(building: Building, page: list[Entry]) -> None:
    for entry in page:
        starts, ends = (moment.astimezone(zone(building.timezone)) for moment in (entry.starts, entry.ends))
        assert starts.date() == ends.date() == DAY
        assert (7, 0) <= (starts.hour, starts.minute) < (ends.hour, ends.minute) <= (19, 0)


def test_every_kind_is_booked_where_there_is_some(building: Building, page: list[Entry]) -> None:
    kinds = {entry.kind for entry in page}
    assert kinds == ({*Kind} if building.spaces else {Kind.DESK, Kind.ROOM})


def test_what_is_booked_is_there_and_may_be_booked(building: Building, page: list[Entry]) -> None:
    there = {(level.number, ident) for level in building.levels for ident in idents(level)}
    closed = {desk.ident for level in building.levels for desk in level.desks if not desk.bookable}
    assert {(entry.level, entry.asset) for entry in page} <= there
    assert not {entry.asset for entry in page} & closed


def test_nobody_else_takes_a_desk_that_somebody_keeps(
    building: Building, people: tuple[Person, ...], page: list[Entry]
) -> None:
    for level in building.desk_levels:
        kept = keepers(level, people)
        assert kept
        for entry in page:
            if entry.asset in kept:
                assert entry.person == kept[entry.asset]


def test_only_people_of_the_building_come_and_on_their_days(building: Building, page: list[Entry]) -> None:
    for entry in page:
        assert entry.person.building == building.code
        assert DAY.weekday() in entry.person.days


def test_a_booking_is_made_before_anything_happens_to_it(page: list[Entry]) -> None:
    for entry in page:
        moments = [entry.made, *(moment for moment, _ in entry.fate)]
        assert moments == sorted(moments)
        assert entry.made < entry.starts


def test_decisions_and_cancellations_come_before_the_start_and_people_within(page: list[Entry]) -> None:
    for entry in page:
        for moment, act in entry.fate:
            if act in {Act.CHECK_IN, Act.CHECK_OUT}:
                assert entry.starts <= moment < entry.ends
            else:
                assert moment < entry.starts


def test_every_fate_occurs(building: Building, people: tuple[Person, ...]) -> None:
    month = [DAY + timedelta(days=n) for n in range(28)]
    acts = {act for day in month for entry in entries(SEED, building, people, day) for _, act in entry.fate}
    assert acts == {*Act}


def test_a_day_looks_the_same_whenever_it_is_written(
    building: Building, people: tuple[Person, ...], page: list[Entry]
) -> None:
    assert entries(SEED, building, people, DAY) == page
    assert entries("another", building, people, DAY) != page
    assert entries(SEED, building, people, DAY + timedelta(days=1)) != page


def test_the_days_around_today_are_those_of_the_building_without_weekends(places: tuple[Building, ...]) -> None:
    late_on_sunday = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)  # in Sydney it is Monday
    amsterdam, _, sydney = (working_days(building, late_on_sunday) for building in places)
    assert (amsterdam[0], amsterdam[-1], len(amsterdam)) == (date(2026, 11, 16), date(2026, 11, 27), 10)
    assert (sydney[0], sydney[-1], len(sydney)) == (date(2026, 11, 16), date(2026, 11, 30), 11)
