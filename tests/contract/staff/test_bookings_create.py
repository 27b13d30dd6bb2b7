"""`POST /bookings` (staff API contract, 5.1, 5.5, 5.7)."""

from typing import Any

import pytest

from tests.contract.staff.desk import HOUR, NINE, URL, Desks, wish
from tests.places import Place, Somebody

pytestmark = pytest.mark.database


async def test_a_booking_is_answered_whole_with_its_location(at_ada: Desks, ada: Somebody, place: Place) -> None:
    answer = await at_ada.http.post(
        URL, json=wish(title="Desk", timezone="Europe/Amsterdam"), params={"utm_source": "mobile"}
    )
    made = answer.json()
    now = made["created"]
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{URL}/{made['id']}"
    assert made == {
        "id": made["id"],
        "tenant_id": place.tenant_id,
        "booking_type": "desk",
        "booking_start": NINE,
        "booking_end": NINE + HOUR,
        "all_day": False,
        "timezone": "Europe/Amsterdam",
        "asset_id": "desk-1",
        "asset_ids": ["desk-1"],
        "zones": ["zone-bld", "zone-l1"],
        "user_id": ada.user_id,
        "user_email": ada.email,
        "user_name": "Ada",
        "email_digest": made["booked_by_email_digest"],
        "booked_by_id": ada.user_id,
        "booked_by_email": ada.email,
        "booked_by_name": "Ada",
        "booked_by_email_digest": made["email_digest"],
        "booked_from": "mobile",
        "title": "Desk",
        "images": [],
        "extension_data": {},
        "permission": "private",
        "induction": "tentative",
        "approved": False,
        "rejected": False,
        "checked_in": False,
        "deleted": False,
        "created": now,
        "last_changed": now,
        "recurrence_type": "none",
        "recurrence_days": 127,
        "recurrence_nth_of_month": 1,
        "recurrence_interval": 1,
        "current_state": "reserved",
        "history": [{"state": "reserved", "time": now, "source": "mobile"}],
        "linked_bookings": [],
        "created_at": now,
        "updated_at": now,
    }
    assert len(made["email_digest"]) == 32


async def test_what_was_created_reads_the_same(at_ada: Desks, at_bo: Desks) -> None:
    made = await at_ada.book(title="Desk", extension_data={"b": [1, {"c": None}], "a": "x"})
    assert await at_ada.read(made) == made
    assert await at_bo.read(made) == made


@pytest.mark.parametrize("missing", ["booking_start", "booking_end", "booking_type", "asset_id"])
async def test_an_essential_that_is_missing_is_refused_without_a_field(at_ada: Desks, missing: str) -> None:
    body = {key: value for key, value in wish().items() if key != missing}
    refusal = await at_ada.ask("POST", "", 422, json=body)
    assert refusal["error"] == "error validating booking data"
    assert [failure["field"] for failure in refusal["failures"]] == [None]


@pytest.mark.parametrize("body", [{"booking_type": "<b></b>"}, {"asset_id": "<script>x</script>"}, {"asset_id": " "}])
async def test_an_essential_emptied_by_cleaning_counts_as_missing(at_ada: Desks, body: dict[str, Any]) -> None:
    await at_ada.ask("POST", "", 422, json=wish() | body)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"booking_end": NINE}, "booking_end"),
        ({"booking_end": NINE - HOUR}, "booking_end"),
        ({"booking_start": -1}, "booking_start"),
        ({"booking_end": 2**62}, "booking_end"),
        ({"booking_end": 2**70}, "booking_end"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"user_email": "no address"}, "user_email"),
        ({"asset_ids": ["a", "b", "a"]}, "asset_ids"),
        ({"asset_id": "a" * 300}, "asset_ids"),
        ({"zones": ["z" * 300]}, "zones"),
        ({"booking_type": "t" * 300}, "booking_type"),
        ({"title": "t" * 3000}, "title"),
        ({"recurrence_type": "DAILY"}, "recurrence_type"),
        ({"attendees": [{"email": "bo@outside.example", "name": "Bo"}]}, "attendees"),
        ({"parent_id": 999_999_999}, "parent_id"),
        ({"event_id": 999_999_999}, "event_id"),
    ],
)
async def test_what_cannot_be_meant_is_refused_by_name(at_ada: Desks, body: dict[str, Any], field: str) -> None:
    refusal = await at_ada.ask("POST", "", 422, json=wish() | body)
    assert [failure["field"] for failure in refusal["failures"]] == [field]


async def test_end_after_start_is_said_in_the_words_clients_know(at_ada: Desks) -> None:
    refusal = await at_ada.ask("POST", "", 422, json=wish(booking_end=NINE))
    assert refusal["failures"] == [{"field": "booking_end", "reason": "must be after booking_start"}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"booking_start": "soon"}',
        b'{"asset_ids": "desk-1"}',
        b'{"extension_data": []}',
        b'{"permission": "secret"}',
        b'{"title": "a\\u0000b"}',
        b'{"extension_data": ' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}",
        b'{"extension_data": {"a": ' + b"[" * 700 + b"]" * 700 + b"}}",
    ],
)
async def test_a_body_that_cannot_be_read_is_a_bad_request(at_ada: Desks, body: bytes) -> None:
    answer = await at_ada.http.post(URL, content=body)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.json()["error"]


async def test_the_sentence_names_the_attribute_of_the_wrong_type(at_ada: Desks) -> None:
    assert "booking_start" in (await at_ada.ask("POST", "", 400, json=wish() | {"booking_start": "soon"}))["error"]


async def test_nothing_is_kept_of_a_refused_create(at_ada: Desks) -> None:
    await at_ada.ask("POST", "", 422, json=wish(timezone="Mars/Olympus"))
    await at_ada.book()


async def test_a_booking_in_the_past_is_allowed(at_ada: Desks) -> None:
    made = await at_ada.book(start=1_000_000_000)
    assert made["current_state"] == "no_show"


async def test_unknown_keys_and_the_whole_local_model_are_taken(at_ada: Desks) -> None:
    model: dict[str, Any] = {
        "asset_name": "Desk",
        "type": "desk",
        "status": "x",
        "access": True,
        "attendees": [],
        "id": 7,
        "tenant_id": 9,
    }
    made = await at_ada.book(
        **model, history=[{"state": "ended"}], created_at=1, recurrence_type="none", recurrence_nth_of_month=0
    )
    assert made["id"] != 7 or made["tenant_id"] != 9
    assert [step["state"] for step in made["history"]] == ["reserved"]


async def test_words_are_read_in_any_case(at_ada: Desks) -> None:
    made = await at_ada.book(permission="PUBLIC", induction="Accepted", recurrence_type="NONE")
    assert (made["permission"], made["induction"]) == ("public", "accepted")


async def test_text_loses_markup_and_is_not_escaped(at_ada: Desks) -> None:
    made = await at_ada.book(
        title='R&D "<b>x</b>"',
        description="<script>alert(1)</script><b>ok</b>",
        extension_data={"note": "<script>x</script>fine"},
    )
    assert made["title"] == 'R&D "x"'
    assert made["description"] == "<b>ok</b>"
    assert made["extension_data"] == {"note": "fine"}


async def test_the_booker_is_always_the_caller(at_ada: Desks, ada: Somebody, bo: Somebody) -> None:
    made = await at_ada.book(
        user_id=bo.user_id,
        user_email=bo.email.upper(),
        user_name="Bo",
        booked_by_id=bo.user_id,
        booked_by_email=bo.email,
    )
    assert (made["user_id"], made["user_email"]) == (bo.user_id, bo.email)
    assert (made["booked_by_id"], made["booked_by_email"]) == (ada.user_id, ada.email)


async def test_an_address_alone_is_completed_from_our_people(at_ada: Desks, bo: Somebody) -> None:
    made = await at_ada.book(user_email=bo.email)
    assert (made["user_id"], made["user_name"]) == (bo.user_id, "Bo")


async def test_a_stranger_is_known_by_the_address_only(at_ada: Desks, ada: Somebody) -> None:
    made = await at_ada.book(user_email="zoe@outside.example", user_name="Zoe")
    assert (made["user_id"], made["user_email"], made["user_name"]) == ("zoe@outside.example",) * 2 + ("Zoe",)


async def test_several_assets_keep_their_order_and_the_first_is_the_asset(at_ada: Desks) -> None:
    made = await at_ada.ask("POST", "", 201, json=wish(asset="ignored") | {"asset_ids": ["desk-9", "desk-2"]})
    assert (made["asset_id"], made["asset_ids"]) == ("desk-9", ["desk-9", "desk-2"])


async def test_an_empty_list_of_assets_leaves_the_single_one(at_ada: Desks) -> None:
    assert (await at_ada.book(asset_ids=[]))["asset_ids"] == ["desk-1"]


async def test_approval_by_somebody_who_may_not_is_ignored(at_ada: Desks) -> None:
    made = await at_ada.book(approved=True, approver_name="Ada", approved_at=5)
    assert not made["approved"]
    assert "approver_name" not in made
    assert "approved_at" not in made


async def test_approval_by_support_counts(at_admin: Desks, admin: Somebody) -> None:
    made = await at_admin.book(approved=True)
    assert made["approved"]
    assert (made["approver_email"], made["approved_at"]) == (admin.email, made["created"])


async def test_nobody_may_not_book(nobody: Desks) -> None:
    assert await nobody.ask("POST", "", 401, json=wish()) == {"error": "", "code": "unauthenticated"}
