"""Bookings linked to another: orders, desks of a team (staff API contract, 5.7 Children, 12.3)."""

from typing import Any

import pytest

from tests.contract.staff.conftest import Signals
from tests.contract.staff.desk import HOUR, NINE, Desks, wish
from tests.places import Somebody

pytestmark = pytest.mark.database


async def order(at: Desks, parent: dict[str, Any], asset: str = "order-1", **more: Any) -> dict[str, Any]:
    body = wish(asset, booking_type="catering-order", parent_id=parent["id"]) | more
    made: dict[str, Any] = await at.ask("POST", "", 201, json=body)
    return made


async def test_a_child_is_shown_in_its_parent_and_has_none(at_ada: Desks) -> None:
    parent = await at_ada.book()
    child = await order(at_ada, parent)
    assert child["parent_id"] == parent["id"]
    assert "linked_bookings" not in child
    assert (await at_ada.read(parent))["linked_bookings"] == [child]
    assert (await at_ada.day())[0]["linked_bookings"] == [child]


async def test_an_event_that_is_a_booking_of_the_callers_links(at_ada: Desks, at_bo: Desks) -> None:
    parent = await at_ada.book()
    child = await at_ada.ask("POST", "", 201, json=wish("order", booking_type="o"), params={"event_id": parent["id"]})
    assert child["parent_id"] == parent["id"]
    refusal = await at_bo.ask("POST", "", 422, json=wish("order", booking_type="o"), params={"event_id": parent["id"]})
    assert refusal["failures"][0]["field"] == "event_id"
    assert [one["id"] for one in await at_bo.ask("GET", "", params={"event_id": parent["id"]})] == [child["id"]]


async def test_a_grandchild_is_refused(at_ada: Desks) -> None:
    child = await order(at_ada, await at_ada.book())
    await at_ada.ask("POST", "", 422, json=wish("x", parent_id=child["id"]))


async def test_a_stranger_cannot_hang_on_anothers_booking(at_ada: Desks, at_bo: Desks, at_admin: Desks) -> None:
    parent = await at_ada.book()
    await at_bo.ask("POST", "", 422, json=wish("x", parent_id=parent["id"]))
    await order(at_admin, parent)


async def test_the_parent_is_added_on_demand(at_ada: Desks) -> None:
    parent = await at_ada.book(title="Room")
    await order(at_ada, parent)
    alone = (await at_ada.day(type="catering-order"))[0]
    assert "linked_parent_booking" not in alone
    with_parent = (await at_ada.day(type="catering-order", include_parent_bookings="true"))[0]
    assert with_parent["linked_parent_booking"]["title"] == "Room"
    assert len(await at_ada.day(include_parent_bookings="true")) == 1


async def test_children_follow_to_another_time(at_ada: Desks, signals: Signals) -> None:
    parent = await at_ada.book()
    child = await order(at_ada, parent)
    await at_ada.patch(parent, booking_start=NINE + HOUR, booking_end=NINE + 3 * HOUR)
    after = await at_ada.read(child)
    assert (after["booking_start"], after["booking_end"]) == (NINE + HOUR, NINE + 3 * HOUR)
    assert [one["id"] for one in await signals()][-2:] == [parent["id"], child["id"]]
    await at_ada.ask("POST", "", 409, json=wish("order-1", NINE + 2 * HOUR, booking_type="catering-order"))


async def test_a_child_that_would_clash_at_the_new_time_is_rejected(at_ada: Desks, at_bo: Desks) -> None:
    parent = await at_ada.book()
    child, other = await order(at_ada, parent), await order(at_ada, parent, "order-2")
    await at_bo.ask("POST", "", 201, json=wish("order-1", NINE + 2 * HOUR, booking_type="catering-order"))
    await at_ada.patch(parent, booking_start=NINE + 2 * HOUR, booking_end=NINE + 3 * HOUR)
    after = await at_ada.read(child)
    assert (after["rejected"], after["booking_start"]) == (True, NINE + 2 * HOUR)
    assert not (await at_ada.read(other))["rejected"]


async def test_the_times_of_a_child_are_its_parents(at_ada: Desks) -> None:
    child = await order(at_ada, await at_ada.book())
    refusal = await at_ada.patch(child, 405, booking_end=NINE + 2 * HOUR)
    assert refusal["error"]
    after = await at_ada.patch(child, booking_start=NINE, booking_end=NINE + HOUR, title="x")
    assert after["title"] == "x"


async def test_children_go_with_their_parent(at_ada: Desks, signals: Signals) -> None:
    parent = await at_ada.book()
    child = await order(at_ada, parent)
    await at_ada.cancel(parent)
    assert (await at_ada.read(child))["deleted"]
    assert [(one["action"], one["id"]) for one in await signals()][-2:] == [
        ("cancelled", parent["id"]),
        ("cancelled", child["id"]),
    ]
    await at_ada.ask("POST", "", 201, json=wish("order-1", booking_type="catering-order"))


async def test_children_share_the_decision(at_ada: Desks, at_bo: Desks, at_admin: Desks, admin: Somebody) -> None:
    parent = await at_ada.book()
    child, taken = await order(at_ada, parent), await order(at_ada, parent, "order-2")
    await at_admin.act(parent, "reject")
    assert (await at_ada.read(child))["rejected"]
    await at_bo.ask("POST", "", 201, json=wish("order-2", booking_type="catering-order"))
    yes = await at_admin.act(parent, "approve")
    after = await at_ada.read(child)
    assert (after["approved"], after["rejected"], after["approver_email"]) == (True, False, admin.email)
    assert after["approved_at"] == yes["approved_at"]
    assert (await at_ada.read(taken))["rejected"]
