"""Zones, systems and settings as values."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workhall.domain.places.equipment import ModuleName, module_name
from workhall.domain.places.settings.model import Level, keys_of
from workhall.domain.places.systems.model import System
from workhall.domain.places.systems.model import checked as checked_system
from workhall.domain.places.zones.model import Zone
from workhall.domain.places.zones.model import checked as checked_zone
from workhall.identity import Actor, Kind
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import SystemId, UserId, ZoneId

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ZONE = Zone(ZoneId("zone-abc~1"), NOW, NOW, name="Level 4")
SYSTEM = System(SystemId("sys-abc"), NOW, NOW, name="Room", email="room.4@example.com")


def test_all_failing_fields_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        checked_zone(replace(ZONE, name="", timezone="Nowhere", parent_id=ZONE.zone_id))
    assert [failure.field for failure in refused.value.failures] == ["name", "timezone", "parent_id"]
    with pytest.raises(Invalid) as refused:
        checked_system(replace(SYSTEM, name="", email="x", timezone="Nowhere", orientation="askew"))
    assert [failure.field for failure in refused.value.failures] == ["name", "email", "timezone", "orientation"]
    assert checked_zone(ZONE) is ZONE
    assert checked_system(SYSTEM) is SYSTEM


def test_a_search_looks_at_what_is_the_ids_own() -> None:
    assert ZONE.words.split() == ["abc~1", "abc", "1", "level", "4"]
    assert {"room.4@example.com", "room", "4", "example", "com"} <= set(SYSTEM.words.split())


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("Display_2", ModuleName("Display", 2)),
        ("Display", ModuleName("Display", 1)),
        ("Area_Management_1", ModuleName("Area_Management", 1)),
        ("_1", ModuleName("_1", 1)),
        ("Display_99999999999", ModuleName("Display_99999999999", 1)),
    ],
)
def test_a_module_is_named_with_or_without_its_number(slug: str, name: ModuleName) -> None:
    assert module_name(slug) == name


def test_each_level_is_for_more_trusted_readers() -> None:
    readers = [Actor(Kind.PERSON, UserId("user-1"), permissions=permissions) for permissions in (0, 1, 2, 3)]
    readable = [[level for level in Level if level.may_be_read_by(reader)] for reader in readers]
    assert [len(levels) for levels in readable] == [1, 2, 3, 3]


def test_keys_of_a_recursive_text_are_read_without_following_it() -> None:
    assert keys_of("a: &x\n  b: *x\nc: 1") == ("a", "c")
