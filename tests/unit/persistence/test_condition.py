"""A database Workhall cannot live in is refused with what its administrator can do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workhall.kernel.errors import Unavailable
from workhall.persistence.condition import Condition

SOUND = Condition(
    version="16.4",
    major=16,
    max_connections=100,
    user="workhall",
    has_btree_gist=True,
    may_create_role=False,
    may_become_server=True,
    role_exempt=False,
    now=datetime(2026, 11, 22, tzinfo=UTC),
)


def test_a_sound_database_serves() -> None:
    SOUND.must_serve()
    assert SOUND.faults() == []


@pytest.mark.parametrize(
    ("condition", "remedy"),
    [
        (replace(SOUND, major=14, version="14.9"), "15 to 18"),
        (replace(SOUND, major=19, version="19.0"), "15 to 18"),
        (replace(SOUND, has_btree_gist=False), "contrib"),
        (replace(SOUND, role_exempt=None), "create role workhall_server nologin; grant workhall_server to workhall;"),
        (replace(SOUND, may_become_server=False), "grant workhall_server to workhall;"),
        (replace(SOUND, role_exempt=True), "alter role workhall_server nosuperuser nobypassrls;"),
    ],
)
def test_each_fault_comes_with_its_remedy(condition: Condition, remedy: str) -> None:
    with pytest.raises(Unavailable, match=remedy.replace("(", r"\(")) as refused:
        condition.must_serve()
    assert refused.value.permanent


def test_an_owner_who_may_create_roles_needs_none_beforehand() -> None:
    assert replace(SOUND, role_exempt=None, may_create_role=True, may_become_server=False).faults() == []


def test_more_connections_than_the_database_allows_are_a_doubt() -> None:
    assert SOUND.doubts(connections=90) == []
    assert "max_connections" in SOUND.doubts(connections=91)[0]
