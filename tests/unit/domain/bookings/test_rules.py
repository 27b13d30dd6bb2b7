"""What must be given, what can be meant, what a booking holds."""

from typing import Any

import pytest
from tests.unit.domain.bookings.plain import END, START, booking

from workhall.domain.bookings import BadBooking, CannotCheckIn, Wish
from workhall.domain.bookings.asked import Asked, parent_named, period
from workhall.domain.bookings.presence import need_open_door
from workhall.domain.bookings.rules import claim_of, need_essentials, need_meaning, need_possible_times
from workhall.kernel.time import Interval


def test_essentials_are_all_needed() -> None:
    whole = Wish(type="desk", starts_s=1, ends_s=2, asset_id="a")
    need_essentials(whole)
    for key in whole:
        with pytest.raises(BadBooking):
            need_essentials({k: v for k, v in whole.items() if k != key})  # type: ignore[arg-type]  # one key fewer


@pytest.mark.parametrize(("start", "end"), [(5, 5), (5, 4), (-1, 5), (5, 2**62), (2**62, 2**62 + 1)])
def test_times_nothing_can_be_held_in_are_refused(start: int, end: int) -> None:
    with pytest.raises(BadBooking):
        need_possible_times(start, end)


def test_everything_that_cannot_be_meant_is_told_at_once() -> None:
    with pytest.raises(BadBooking) as refusal:
        need_meaning(booking(asset_ids=["a", "a"], timezone="Mars/Olympus", user_email="x"))
    assert [failure.field for failure in refusal.value.failures] == ["asset_ids", "timezone", "user_email"]


def test_a_booking_holds_each_of_its_assets_once_in_order() -> None:
    claim = claim_of(booking(asset_ids=["b", "a", "b"]), {"a": "a", "b": "b"})
    assert (claim.kind, claim.asset_ids, claim.interval) == ("desk", ("a", "b"), Interval(START, END))


@pytest.mark.parametrize(
    "marks", [{"rejected": True}, {"deleted": True}, {"checked_out_s": 5}, {"type": "group"}, {"type": "GROUP"}]
)
def test_what_does_not_live_holds_nothing(marks: dict[str, Any]) -> None:
    assert not claim_of(booking(**marks), {})


def test_a_visit_is_held_by_host_visitor_and_window_only() -> None:
    def visit(**more: Any) -> object:
        return claim_of(booking(**{"type": "visitor", "asset_ids": ["V@x.example"], **more}), {})

    assert visit() == visit(type="Visitor", asset_ids=["v@X.example "])
    for other in ({"user_email": "bo@acme.example"}, {"ends_s": END + 1}, {"asset_ids": ["w@x.example"]}):
        assert visit() != visit(**other)


def test_a_room_is_held_under_the_name_it_is_known_by() -> None:
    claim = claim_of(booking(type="room", asset_ids=["room@x.example"]), {"room@x.example": "sys-1"})
    assert claim.asset_ids == ("sys-1",)


@pytest.mark.parametrize(
    ("now", "early", "door"),
    [(START - 60, 60, "open"), (START - 61, 60, "shut"), (END - 1, 0, "open"), (END, 0, "shut")],
)
def test_the_door_is_open_from_a_little_before_the_start_to_the_end(now: int, early: int, door: str) -> None:
    if door == "open":
        need_open_door(booking(), now, early)
    else:
        with pytest.raises(CannotCheckIn):
            need_open_door(booking(), now, early)


@pytest.mark.parametrize(
    ("text", "found"), [("12", 12), ("AAMk", None), ("-1", None), ("9" * 30, None), ("", None), ("١٢", None)]
)
def test_only_a_number_names_a_booking_of_ours(text: str, found: int | None) -> None:
    assert parent_named(text) == found


def test_an_absurd_period_is_drawn_into_the_time_there_is() -> None:
    drawn = period(Asked(period=Interval(-(2**63), 2**63 - 1)))
    assert -(2**62) < drawn.start_s < drawn.end_s < 2**62
