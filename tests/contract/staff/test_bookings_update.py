"""Editing and deleting (staff API contract, 5.7, 11)."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.contract.staff.conftest import Signals
from tests.contract.staff.desk import HOUR, NINE, Desks
from tests.places import Somebody

pytestmark = pytest.mark.database


async def test_the_keys_given_are_applied_and_no_other(at_ada: Desks) -> None:
    made = await at_ada.book(title="Desk", description="by the window")
    after = await at_ada.patch(
        made, title="Mine", booking_type="parking", department="x", process_state="y", tenant_id=1
    )
    assert after == made | {"title": "Mine", "updated_at": after["updated_at"]}
    assert await at_ada.read(made) == after


async def test_put_and_patch_are_the_same(at_ada: Desks) -> None:
    made = await at_ada.book(title="Desk")
    after = await at_ada.ask("PUT", f"/{made['id']}", json={"description": "x"})
    assert (after["title"], after["description"]) == ("Desk", "x")


async def test_null_clears_text_and_leaves_the_rest(at_ada: Desks) -> None:
    made = await at_ada.book(title="Desk", images=["a.png"])
    after = await at_ada.patch(made, title=None, images=None, zones=None, booking_start=None, permission=None)
    assert "title" not in after
    assert (after["images"], after["zones"], after["booking_start"]) == (["a.png"], made["zones"], NINE)


async def test_equal_values_are_no_change(at_ada: Desks, at_admin: Desks, signals: Signals) -> None:
    """Clients send their whole model back with nearly every edit."""
    made = await at_ada.book(title="Desk", asset_ids=["a", "b"], extension_data={"k": 1})
    approved = await at_admin.act(made, "approve")
    assert await at_ada.patch(made, **made) == approved
    assert (await signals())[-1]["action"] == "metadata_changed"
    after = await at_ada.patch(made, **(made | {"title": "Other"}))
    assert after["approved"]
    assert (await signals())[-1]["action"] == "metadata_changed"


async def test_extension_data_is_merged_key_by_key(at_ada: Desks) -> None:
    made = await at_ada.book(extension_data={"a": 1, "b": {"c": 2}})
    after = await at_ada.patch(made, extension_data={"b": {"d": 3}, "e": None})
    assert after["extension_data"] == {"a": 1, "b": {"d": 3}, "e": None}
    assert (await at_ada.patch(made, extension_data={}))["extension_data"] == after["extension_data"]
    assert (await at_ada.patch(made, extension_data=None))["extension_data"] == after["extension_data"]


@pytest.mark.parametrize(
    "edit",
    [
        {"booking_end": NINE + 3 * HOUR},
        {"booking_start": NINE - HOUR},
        {"asset_ids": ["desk-7"]},
        {"asset_id": "desk-7"},
        {"asset_ids": ["desk-1", "desk-2"]},
    ],
)
async def test_more_time_or_other_assets_reset(
    at_ada: Desks, at_admin: Desks, ada: Somebody, edit: dict[str, Any]
) -> None:
    made = await at_ada.book()
    await at_admin.act(made, "approve")
    after = await at_ada.patch(made, **edit)
    assert not after["approved"]
    assert "approved_at" not in after
    assert after["current_state"] == "reserved"
    assert after["history"][-1]["state"] == "reserved"
    assert after["history"][-1]["source"] == f"updated by {ada.email}"
    assert after["last_changed"] >= made["last_changed"]


@pytest.mark.parametrize(
    "edit",
    [
        {"booking_start": NINE + 600, "booking_end": NINE + 1200},
        {"title": "x"},
        {"zones": ["zone-2"]},
        {"all_day": True},
    ],
)
async def test_shrinking_and_other_edits_do_not_reset(at_ada: Desks, at_admin: Desks, edit: dict[str, Any]) -> None:
    made = await at_ada.book()
    await at_admin.act(made, "approve")
    after = await at_ada.patch(made, **edit)
    assert after["approved"]
    assert len(after["history"]) == 1


async def test_giving_a_place_holder_its_real_asset_does_not_reset(at_ada: Desks, at_admin: Desks) -> None:
    made = await at_ada.book("unallocated-1")
    await at_admin.act(made, "approve")
    assert (await at_ada.patch(made, asset_ids=["desk-5"]))["approved"]


async def test_a_checked_in_booking_that_is_reset_is_reserved_again(at_ada: Desks) -> None:
    made = await at_ada.book(start=int(time.time()) + 600)
    await at_ada.act(made, "check_in")
    after = await at_ada.patch(made, booking_end=made["booking_end"] + HOUR)
    assert not after["checked_in"]
    assert "checked_in_at" not in after
    assert after["current_state"] == "reserved"


async def test_a_single_asset_is_replaced_and_several_are_not(at_ada: Desks) -> None:
    one, several = await at_ada.book(), await at_ada.book(asset_ids=["a", "b"])
    assert (await at_ada.patch(one, asset_id="c"))["asset_ids"] == ["c"]
    assert (await at_ada.patch(several, asset_id="d"))["asset_ids"] == ["a", "b"]
    assert (await at_ada.patch(several, asset_ids=["d"], asset_id="e"))["asset_ids"] == ["d"]
    assert (await at_ada.patch(several, asset_ids=[]))["asset_ids"] == ["d"]


async def test_a_move_onto_somebody_elses_time_is_refused_and_changes_nothing(at_ada: Desks, at_bo: Desks) -> None:
    theirs = await at_bo.book("desk-2")
    made = await at_ada.book()
    refusal = await at_ada.patch(made, 409, asset_ids=["desk-2"], title="x")
    assert [one["id"] for one in refusal["bookings"]] == [theirs["id"]]
    assert await at_ada.read(made) == made
    await at_bo.ask("POST", "", 409, json={**made, "asset_ids": ["desk-1"]})


async def test_a_booking_never_clashes_with_its_own_former_time(
    at_ada: Desks, holds: Callable[[], Awaitable[Any]]
) -> None:
    made = await at_ada.book(hours=2)
    await at_ada.patch(made, booking_start=NINE + HOUR, booking_end=NINE + 3 * HOUR)
    await at_ada.patch(made, booking_start=NINE, booking_end=NINE + 4 * HOUR)
    assert await holds() == [("desk", "desk-1", NINE, NINE + 4 * HOUR)]


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"booking_end": NINE}, "booking_end"),
        ({"asset_ids": ["a", "a"]}, "asset_ids"),
        ({"booking_start": -5}, "booking_start"),
        ({"recurrence_type": "weekly"}, "recurrence_type"),
        ({"attendees": [{"email": "a@b.example"}]}, "attendees"),
    ],
)
async def test_what_cannot_be_meant_is_refused_by_name(at_ada: Desks, edit: dict[str, Any], field: str) -> None:
    made = await at_ada.book()
    refusal = await at_ada.patch(made, 422, **edit)
    assert [failure["field"] for failure in refusal["failures"]] == [field]
    assert await at_ada.read(made) == made


async def test_another_holder_is_looked_up_and_told(
    at_ada: Desks, ada: Somebody, bo: Somebody, signals: Signals
) -> None:
    made = await at_ada.book(title="Desk", description="  ")
    after = await at_ada.patch(made, user_email=bo.email.upper())
    assert (after["user_id"], after["user_email"], after["user_name"]) == (bo.user_id, bo.email, "Bo")
    assert await signals("staff/booking/host_changed") == [
        {
            "action": "host_changed",
            "booking_id": made["id"],
            "resource_id": "desk-1",
            "resource_ids": ["desk-1"],
            "event_title": "Desk",
            "event_summary": "Desk",
            "event_starting": NINE,
            "previous_host_email": ada.email,
            "new_host_email": bo.email,
            "zones": made["zones"],
        }
    ]


async def test_a_holder_nobody_knows_is_not_found(at_ada: Desks) -> None:
    await at_ada.patch(await at_ada.book(), 404, user_email="nobody@outside.example")


async def test_strangers_may_not_touch_it(at_ada: Desks, at_bo: Desks) -> None:
    made = await at_ada.book()
    for zones in ([], ["zone-bld"]):
        await at_ada.patch(made, zones=zones)
        refusal = await at_bo.patch(made, 403, title="x")
        assert refusal["code"] == "not_your_booking"
        await at_bo.ask("DELETE", f"/{made['id']}", 403)
        for action in ("check_in", "update_state?state=x", "update_induction?induction=accepted"):
            await at_bo.ask("POST", f"/{made['id']}/{action}", 403)
        await at_bo.ask("PATCH", f"/{made['id']}/ext_data", 403, json={})


async def test_owner_and_booker_may(at_ada: Desks, at_bo: Desks, bo: Somebody) -> None:
    made = await at_ada.book(user_email=bo.email)
    for at in (at_ada, at_bo):
        await at.patch(made, title=str(id(at)))


async def test_manager_and_support_may(at_ada: Desks, at_admin: Desks, at_manager: Desks, managed: str) -> None:
    made = await at_ada.book(zones=[managed])
    for at in (at_admin, at_manager):
        await at.patch(made, title=str(id(at)))


async def test_zones_are_found_where_the_booking_went(at_ada: Desks) -> None:
    made = await at_ada.book()
    await at_ada.patch(made, zones=["zone-2"], booking_start=NINE + HOUR, booking_end=NINE + 2 * HOUR)
    assert await at_ada.day() == []
    assert [one["id"] for one in await at_ada.day(zones="zone-2")] == [made["id"]]
    assert await at_ada.day(zones="zone-2", period_end=NINE + HOUR) == []


class TestDelete:
    async def test_leaves_it_readable_and_frees_the_desk(self, at_ada: Desks, at_bo: Desks) -> None:
        made = await at_ada.book()
        await at_ada.cancel(made, utm_source="kiosk")
        after = await at_ada.read(made)
        assert after["deleted"]
        assert after["deleted_at"] >= made["created"]
        assert after["current_state"] == "cancelled"
        assert after["history"][-1] == {"state": "cancelled", "time": after["deleted_at"], "source": "kiosk"}
        await at_bo.book()

    async def test_twice_changes_and_says_nothing(self, at_ada: Desks, signals: Signals) -> None:
        made = await at_ada.book()
        await at_ada.cancel(made)
        after, told = await at_ada.read(made), await signals()
        await at_ada.cancel(made)
        assert (await at_ada.read(made), await signals()) == (after, told)

    async def test_an_unknown_booking_is_not_found(self, at_ada: Desks) -> None:
        refusal = await at_ada.ask("DELETE", "/99999999", 404)
        assert refusal["error"] == "could not find booking with id: 99999999"

    async def test_an_edited_deleted_booking_holds_nothing(self, at_ada: Desks, at_bo: Desks) -> None:
        made = await at_ada.book()
        await at_ada.cancel(made)
        await at_bo.book()
        assert (await at_ada.patch(made, booking_end=NINE + 2 * HOUR))["deleted"]


class TestExtensionData:
    async def test_is_merged_quietly(self, at_ada: Desks, signals: Signals) -> None:
        made = await at_ada.book(extension_data={"a": 1})
        told = await signals()
        after = await at_ada.ask("PATCH", f"/{made['id']}/ext_data", json={"b": "<script>x</script>2"})
        assert after["extension_data"] == {"a": 1, "b": "2"}
        assert await signals() == told

    async def test_is_told_when_asked(self, at_ada: Desks, signals: Signals) -> None:
        made = await at_ada.book()
        await at_ada.ask("PATCH", f"/{made['id']}/ext_data", json={"b": 2}, params={"signal_changes": "true"})
        assert [one["action"] for one in await signals()] == ["create", "extdata_changed"]

    async def test_nothing_to_merge_answers_the_booking(self, at_ada: Desks) -> None:
        made = await at_ada.book()
        assert await at_ada.ask("PATCH", f"/{made['id']}/ext_data", json={}) == made
        await at_ada.ask("PATCH", f"/{made['id']}/ext_data", 400, json=[1])
