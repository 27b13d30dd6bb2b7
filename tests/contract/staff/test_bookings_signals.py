"""What bookings announce, and what is written down about who did it (staff API contract, 1.9)."""

import pytest

from tests.contract.staff.conftest import Signals
from tests.contract.staff.desk import HOUR, NINE, Desks, wish
from tests.places import Place, Somebody

pytestmark = pytest.mark.database

_COMMON = {
    *("action", "id", "booking_type", "booking_start", "booking_end", "timezone", "resource_id", "resource_ids"),
    *("user_id", "user_email", "user_name", "zones", "process_state", "last_changed", "title", "checked_in"),
    *("description", "extension_data", "booked_by_email", "booked_by_name"),
}
_DELETED = _COMMON | {"instance", "approver_name", "approver_email"}
_UPDATED = _DELETED | {"previous_booking_start", "previous_booking_end", "previous_zones", "induction"}


async def test_a_create_tells_the_common_fields_nulls_included(at_ada: Desks, ada: Somebody, signals: Signals) -> None:
    made = await at_ada.book(extension_data={"a": 1})
    [told] = await signals()
    assert told == {
        "action": "create",
        "id": made["id"],
        "booking_type": "desk",
        "booking_start": NINE,
        "booking_end": NINE + HOUR,
        "timezone": None,
        "resource_id": "desk-1",
        "resource_ids": ["desk-1"],
        "user_id": ada.user_id,
        "user_email": ada.email,
        "user_name": "Ada",
        "zones": ["zone-bld", "zone-l1"],
        "process_state": None,
        "last_changed": made["last_changed"],
        "title": None,
        "checked_in": False,
        "description": None,
        "extension_data": {"a": 1},
        "booked_by_email": ada.email,
        "booked_by_name": "Ada",
    }


async def test_an_edit_tells_what_was_before(at_ada: Desks, signals: Signals) -> None:
    made = await at_ada.book()
    await at_ada.patch(made, booking_end=NINE + 2 * HOUR, zones=["zone-2"])
    await at_ada.patch(made, booking_end=NINE + HOUR)
    _, grown, shrunk = await signals()
    assert set(grown) == _UPDATED
    assert (grown["action"], grown["previous_booking_end"], grown["booking_end"]) == (
        "changed",
        NINE + HOUR,
        NINE + 2 * HOUR,
    )
    assert (grown["previous_zones"], grown["zones"]) == (["zone-bld", "zone-l1"], ["zone-2"])
    assert (grown["instance"], grown["induction"]) == (None, "tentative")
    assert shrunk["action"] == "metadata_changed"


async def test_each_verb_has_its_word_and_its_fields(at_admin: Desks, signals: Signals) -> None:
    made = await at_admin.book()
    await at_admin.act(made, "approve")
    await at_admin.act(made, "reject")
    await at_admin.act(made, "approve")
    await at_admin.act(made, "update_state", state="x")
    await at_admin.act(made, "update_induction", induction="declined")
    await at_admin.act(made, "check_in", state="false")
    await at_admin.cancel(made)
    told = await signals()
    assert [one["action"] for one in told] == [
        "create",
        "approved",
        "rejected",
        "approved",
        "process_state",
        "induction",
        "checked_in",
        "cancelled",
    ]
    assert [set(one) for one in told] == [_COMMON, *[_UPDATED] * 6, _DELETED]


async def test_nothing_is_told_of_what_was_refused(at_ada: Desks, signals: Signals) -> None:
    await at_ada.book()
    await at_ada.ask("POST", "", 409, json=wish())
    await at_ada.ask("POST", "", 422, json=wish("desk-2", timezone="Mars/Olympus"))
    assert len(await signals()) == 1


async def test_who_did_what_is_written_down(place: Place, at_ada: Desks, ada: Somebody) -> None:
    made = await at_ada.book()
    await at_ada.patch(made, title="Mine")
    await at_ada.cancel(made)
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch(
            "select actor_id, verb, before, after from audit where subject_kind = 'booking' order by audit_id"
        )
    assert [(row["actor_id"], row["verb"]) for row in rows] == [
        (ada.user_id, "create"),
        (ada.user_id, "metadata_changed"),
        (ada.user_id, "cancelled"),
    ]
    assert (rows[1]["before"], rows[1]["after"]) == ({"title": None}, {"title": "Mine"})
    assert rows[0]["after"]["asset_ids"] == ["desk-1"]
