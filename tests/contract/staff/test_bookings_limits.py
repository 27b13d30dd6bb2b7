"""Concurrent-booking limits (staff API contract, 5.6, 12.7)."""

import pytest

from tests.contract.staff.desk import HOUR, NINE, TENANTS, Desks, wish
from tests.places import Place, Somebody


@pytest.fixture
async def one_desk_each(place: Place, at_admin: Desks) -> None:
    answer = await at_admin.http.post(f"{TENANTS}/{place.tenant_id}/limits", json={"desk": 1})
    assert (answer.status_code, answer.json()) == (200, {"desk": 1})


pytestmark = [pytest.mark.database, pytest.mark.usefixtures("one_desk_each")]


async def test_one_more_than_allowed_is_refused_with_those_there_are(at_ada: Desks) -> None:
    made = await at_ada.book()
    refusal = await at_ada.ask("POST", "", 410, json=wish("desk-2"))
    assert refusal["error"] == "Booking limit reached"
    assert refusal["limit"] == 1
    assert refusal["bookings"] == [made]
    assert len(await at_ada.day()) == 1


async def test_counted_are_only_living_ones_of_the_person_type_time_and_place(
    at_ada: Desks, at_bo: Desks, at_admin: Desks
) -> None:
    await at_bo.book("desk-0")
    await at_ada.book("desk-1", NINE + HOUR)
    await at_ada.book("desk-2", zones=["elsewhere"])
    await at_ada.book("desk-3", zones=[])
    await at_ada.book("desk-4", booking_type="parking")
    await at_ada.cancel(await at_ada.book("desk-5"))
    await at_admin.act(await at_ada.book("desk-6"), "reject")
    await at_ada.act(await at_ada.book("desk-7"), "check_in", state="false")
    await at_ada.book("desk-8")
    await at_ada.ask("POST", "", 410, json=wish("desk-9", zones=["zone-l1"]))


async def test_the_holder_counts_and_not_the_booker(at_ada: Desks, bo: Somebody) -> None:
    await at_ada.book()
    await at_ada.book("desk-2", user_id=bo.user_id, user_email=bo.email)
    await at_ada.ask("POST", "", 410, json=wish("desk-3", user_id=bo.user_id, user_email=bo.email))


async def test_a_clash_is_told_before_a_limit_and_a_limit_before_meaning(at_ada: Desks) -> None:
    await at_ada.book()
    await at_ada.ask("POST", "", 409, json=wish(timezone="Mars/Olympus"))
    await at_ada.ask("POST", "", 410, json=wish("desk-2", timezone="Mars/Olympus"))
    await at_ada.ask("POST", "", 422, json=wish("desk-2", NINE + HOUR, timezone="Mars/Olympus"))


async def test_an_unknown_event_is_told_before_a_clash(at_ada: Desks) -> None:
    await at_ada.book()
    refusal = await at_ada.ask("POST", "", 422, json=wish(), params={"event_id": "AAMk="})
    assert refusal["failures"][0]["field"] == "event_id"


async def test_an_override_counts_from_support_and_managers_only(
    at_ada: Desks, at_admin: Desks, at_manager: Desks, managed: str
) -> None:
    for at in (at_ada, at_admin, at_manager):
        await at.book(f"first-{id(at)}", zones=[managed])
    override = {"limit_override": 2}
    await at_ada.ask("POST", "", 410, json=wish("d-1", zones=[managed]), params=override)
    await at_admin.ask("POST", "", 201, json=wish("d-2", zones=[managed]), params=override)
    await at_manager.ask("POST", "", 201, json=wish("d-3", zones=[managed]), params=override)
    await at_admin.ask("POST", "", 410, json=wish("d-4", NINE + HOUR), params={"limit_override": 0})
    await at_ada.ask("POST", "", 410, json=wish("d-5", zones=[managed]), params={"limit_override": "many"})


async def test_an_edit_is_limited_only_when_it_asks_for_more(at_ada: Desks) -> None:
    first = await at_ada.book(hours=2)
    second = await at_ada.book("desk-2", NINE + 2 * HOUR)
    await at_ada.patch(second, 410, booking_start=NINE + HOUR)
    await at_ada.patch(second, title="x")
    await at_ada.patch(first, booking_end=NINE + HOUR)
    await at_ada.patch(second, booking_start=NINE + HOUR)
    await at_ada.act(first, "check_in", state="false")


async def test_an_invented_id_does_not_get_round_a_limit(at_ada: Desks, ada: Somebody) -> None:
    first = await at_ada.book(user_id="user-invented1", user_email=ada.email)
    assert first["user_id"] == ada.user_id
    await at_ada.ask("POST", "", 410, json=wish("desk-2", user_id="user-invented2", user_email=ada.email))
