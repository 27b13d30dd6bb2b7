"""The state machine: each line of the contract's table, and that the first fitting one wins (staff API, 5.4)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.domain.bookings.plain import END, START, booking

from workhall.domain.bookings import State, state_of
from workhall.domain.bookings.state import noted, stepped

BEFORE, DURING, AFTER = START - 100, START + 100, END + 100


@pytest.mark.parametrize(
    ("marks", "now", "state"),
    [
        ({}, BEFORE, State.RESERVED),
        ({}, DURING, State.RESERVED),
        ({}, END, State.UNKNOWN),
        ({}, AFTER, State.NO_SHOW),
        ({"checked_in": True, "checked_in_s": BEFORE}, BEFORE, State.CHECKED_IN),
        ({"checked_in": True, "checked_in_s": DURING}, DURING, State.CHECKED_IN),
        ({"checked_in": True, "checked_in_s": DURING}, AFTER, State.ENDED),
        ({"checked_in": True, "checked_in_s": DURING}, END, State.UNKNOWN),
        ({"checked_in_s": DURING, "checked_out_s": DURING}, DURING, State.CHECKED_OUT),
        ({"checked_out_s": BEFORE}, BEFORE, State.CHECKED_OUT),
        ({"checked_out_s": END}, AFTER, State.CHECKED_OUT),
        ({"checked_in_s": DURING, "checked_out_s": AFTER}, AFTER, State.UNKNOWN),
        ({"checked_out_s": AFTER}, AFTER, State.NO_SHOW),
        ({"deleted": True, "deleted_s": BEFORE}, DURING, State.CANCELLED),
        ({"deleted": True, "deleted_s": BEFORE}, AFTER, State.CANCELLED),
        ({"deleted": True, "deleted_s": DURING}, DURING, State.NO_SHOW),
        ({"deleted": True, "deleted_s": DURING, "checked_in": True, "checked_in_s": START}, DURING, State.CANCELLED),
        ({"deleted": True, "deleted_s": DURING, "checked_out_s": START}, DURING, State.CHECKED_OUT),
        ({"deleted": True, "deleted_s": AFTER}, AFTER, State.NO_SHOW),
        ({"rejected": True, "rejected_s": BEFORE}, BEFORE, State.REJECTED),
        ({"rejected": True, "rejected_s": DURING}, DURING, State.UNKNOWN),
        ({"rejected": True, "rejected_s": BEFORE}, AFTER, State.NO_SHOW),
        (
            {"rejected": True, "rejected_s": BEFORE, "checked_in": True, "checked_in_s": DURING},
            DURING,
            State.CHECKED_IN,
        ),
        ({"approved": True, "approved_s": BEFORE}, BEFORE, State.RESERVED),
    ],
)
def test_the_first_fitting_line_wins(marks: dict[str, Any], now: int, state: State) -> None:
    assert state_of(booking(**marks), now) is state


def test_a_new_state_is_written_down_with_its_source() -> None:
    first = noted(booking(), BEFORE, "mobile")
    assert list(first.history) == [{"state": "reserved", "time": BEFORE, "source": "mobile"}]


def test_the_same_state_is_not_written_down_twice() -> None:
    first = noted(booking(), BEFORE, "mobile")
    assert noted(first, DURING, "web") == first


def test_what_nobody_can_name_is_never_written_down() -> None:
    assert list(noted(booking(), END, None).history) == []


def test_a_step_can_be_written_down_again_on_purpose() -> None:
    first = noted(booking(), BEFORE, None)
    assert [step["state"] for step in stepped(first, State.RESERVED, DURING, "x").history] == ["reserved", "reserved"]


moments = st.none() | st.integers(BEFORE, AFTER)


@given(now=st.integers(BEFORE, AFTER), inside=st.sampled_from([0, 1]), at=st.tuples(moments, moments, moments, moments))
def test_every_booking_has_exactly_one_state_at_every_moment(
    now: int, inside: int, at: tuple[int | None, int | None, int | None, int | None]
) -> None:
    checked_in, checked_out, deleted, rejected = at
    one = booking(
        checked_in=bool(inside),
        checked_in_s=checked_in,
        checked_out_s=checked_out,
        deleted=deleted is not None,
        deleted_s=deleted,
        rejected=rejected is not None,
        rejected_s=rejected,
    )
    state = state_of(one, now)
    assert state in set(State)
    if state is State.RESERVED:
        assert one.is_alive
    if checked_out is not None and checked_out <= END:
        assert state is State.CHECKED_OUT
