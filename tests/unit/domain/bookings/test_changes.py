"""From a wish to a booking: which assets, what an edit makes of it, and when it is a new request."""

import pytest
from tests.unit.domain.bookings.plain import END, START, booking

from workhall.domain.bookings import Caller, State, Wish
from workhall.domain.bookings.changes import assets_after, drafted, reset, resets, revised
from workhall.domain.connections import Connection
from workhall.identity import Actor, Kind
from workhall.kernel.ids import TenantId, UserId

ADA = Actor(Kind.PERSON, UserId("user-ada"), "Ada", "ada@acme.example")


@pytest.mark.parametrize(
    ("before", "wish", "after"),
    [
        (["a"], Wish(), ["a"]),
        (["a"], Wish(asset_id="b"), ["b"]),
        ([], Wish(asset_id="b"), ["b"]),
        (["a", "b"], Wish(asset_id="c"), ["a", "b"]),
        (["a"], Wish(asset_ids=["c", "d"], asset_id="e"), ["c", "d"]),
        (["a"], Wish(asset_ids=[], asset_id="e"), ["e"]),
        (["a", "b"], Wish(asset_ids=[]), ["a", "b"]),
        (["a"], Wish(asset_id=""), ["a"]),
    ],
)
def test_which_assets_an_edit_leaves(before: list[str], wish: Wish, after: list[str]) -> None:
    assert list(assets_after(before, wish)) == after


def test_an_equal_wish_leaves_an_equal_booking() -> None:
    one = booking(title="x", zones=["z"], extension={"a": 1}, images=["i"])
    wish = Wish(starts_s=START, ends_s=END, title="x", zones=["z"], extension={"a": 1}, images=["i"], asset_id="desk-1")
    assert revised(one, wish) == one


def test_what_may_not_be_edited_is_left() -> None:
    wish = Wish(
        type="room", user_id="x", department="y", process_state="z", approved=True, timezone="UTC", booked_from="q"
    )
    assert revised(booking(), wish) == booking()


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({}, "same"),
        ({"starts_s": START - 1}, "new"),
        ({"ends_s": END + 1}, "new"),
        ({"starts_s": START + 1, "ends_s": END - 1}, "same"),
        ({"starts_s": START + 1, "ends_s": END + 1}, "new"),
        ({"asset_ids": ["desk-2"]}, "new"),
        ({"asset_ids": ["desk-1", "desk-2"]}, "new"),
        ({"title": "x"}, "same"),
    ],
)
def test_more_time_or_other_assets_are_a_new_request(edit: dict[str, object], said: str) -> None:
    assert resets(booking(), booking(**edit)) is (said == "new")


def test_a_place_holder_may_get_its_asset_but_not_more_time() -> None:
    before = booking(asset_ids=["unallocated-7"])
    assert not resets(before, booking())
    assert resets(before, booking(ends_s=END + 1))


def test_a_reset_takes_back_what_was_granted() -> None:
    marks = {
        "approved": True,
        "approved_s": 5,
        "rejected": True,
        "rejected_s": 6,
        "checked_in": True,
        "checked_in_s": 7,
    }
    after = reset(booking(**marks), 99, "ada@acme.example")
    assert after == booking(last_changed_s=99, history=after.history)
    assert after.history[-1] == {"state": State.RESERVED, "time": 99, "source": "updated by ada@acme.example"}


def test_a_draft_is_for_the_caller_unless_somebody_else_is_named() -> None:
    caller = Caller(ADA, Connection(TenantId(3)), "mobile")
    wish = Wish(type="desk", starts_s=START, ends_s=END, asset_id="a")
    mine = drafted(wish, caller, 50)
    assert (mine.user_id, mine.user_email, mine.tenant_id, mine.booked_from) == (ADA.user_id, ADA.email, 3, "mobile")
    theirs = drafted({**wish, "user_id": "user-bo", "user_email": "bo@acme.example", "booked_from": "x"}, caller, 50)
    assert (theirs.user_id, theirs.booked_by_id, theirs.booked_from) == ("user-bo", ADA.user_id, "x")


def test_marks_of_a_draft_have_their_moment() -> None:
    caller = Caller(ADA, Connection(TenantId(3)))
    wish = Wish(type="desk", starts_s=START, ends_s=END, asset_id="a", checked_in=True, deleted=True, deleted_s=7)
    one = drafted(wish, caller, 50)
    assert (one.checked_in_s, one.deleted_s) == (50, 7)
