"""Approve, reject, check in and out, and the states that follow (staff API contract, 5.4, 5.7, 12.5)."""

import time

import pytest

from tests.contract.staff.conftest import Signals
from tests.contract.staff.desk import HOUR, NINE, Desks, wish
from tests.places import Place, Somebody

pytestmark = pytest.mark.database


def now() -> int:
    return int(time.time())


class TestDeciding:
    async def test_marks_who_and_when(self, at_ada: Desks, at_admin: Desks, admin: Somebody) -> None:
        made = await at_ada.book()
        yes = await at_admin.act(made, "approve")
        assert (yes["approved"], yes["rejected"]) == (True, False)
        assert (yes["approver_id"], yes["approver_email"], yes["approver_name"]) == (
            admin.user_id,
            admin.email,
            "Admin",
        )
        no = await at_admin.act(made, "reject", utm_source="backoffice")
        assert (no["approved"], no["rejected"], no["current_state"]) == (False, True, "rejected")
        assert "approved_at" not in no
        assert no["history"][-1] == {"state": "rejected", "time": no["rejected_at"], "source": "backoffice"}

    async def test_is_for_managers_and_support_also_on_ones_own(
        self, at_ada: Desks, at_manager: Desks, at_bo: Desks, managed: str
    ) -> None:
        made = await at_ada.book(zones=[managed])
        for verb in ("approve", "reject"):
            for at in (at_ada, at_bo):
                assert (await at.act(made, verb, 403))["code"] == "may_not_decide"
            await at_manager.act(made, verb)

    async def test_without_zones_is_for_support_only(self, at_ada: Desks, at_manager: Desks, at_admin: Desks) -> None:
        made = await at_ada.book(zones=[])
        await at_manager.act(made, "approve", 403)
        await at_admin.act(made, "approve")

    async def test_a_denied_group_loses_what_an_earlier_zone_gave(
        self, place: Place, at_ada: Desks, at_manager: Desks, managed: str
    ) -> None:
        async with place.house.database.transaction(place.organisation) as tx:
            await tx.execute("insert into zones (zone_id, name) values ('zone-no-' || $1, 'No')", managed)
            await tx.execute(
                "insert into metadata (parent_id, name, details) values ('zone-no-' || $1, 'permissions', $2)",
                managed,
                '{"deny": ["DESK CREW"]}',
            )
        made = await at_ada.book(zones=[managed, f"zone-no-{managed}"])
        await at_manager.act(made, "approve", 403)

    async def test_approving_again_takes_the_desk_again(self, at_ada: Desks, at_bo: Desks, at_admin: Desks) -> None:
        made = await at_ada.book()
        await at_admin.act(made, "reject")
        await at_admin.act(made, "approve")
        await at_bo.ask("POST", "", 409, json=wish())

    async def test_approving_what_somebody_else_has_by_now_is_refused_and_not_stored(
        self, at_ada: Desks, at_bo: Desks, at_admin: Desks
    ) -> None:
        made = await at_ada.book()
        rejected = await at_admin.act(made, "reject")
        theirs = await at_bo.book()
        refusal = await at_admin.act(made, "approve", 409)
        assert [one["id"] for one in refusal["bookings"]] == [theirs["id"]]
        assert await at_ada.read(made) == rejected

    async def test_rejecting_after_the_start_does_not_read_rejected(self, at_ada: Desks, at_admin: Desks) -> None:
        made = await at_ada.book(start=now() - 60)
        after = await at_admin.act(made, "reject")
        assert (after["rejected"], after["current_state"]) == (True, "unknown")
        assert len(after["history"]) == 1


class TestCheckingIn:
    async def test_in_and_out(self, at_ada: Desks, at_bo: Desks) -> None:
        made = await at_ada.book(start=now() - 60)
        inside = await at_ada.act(made, "check_in", utm_source="kiosk")
        assert (inside["checked_in"], inside["current_state"]) == (True, "checked_in")
        assert inside["history"][-1] == {"state": "checked_in", "time": inside["checked_in_at"], "source": "kiosk"}
        out = await at_ada.act(made, "checkin", state="false")
        assert (out["checked_in"], out["current_state"]) == (False, "checked_out")
        assert out["checked_in_at"] == inside["checked_in_at"]
        await at_bo.book(start=now(), hours=0.5)

    async def test_out_twice_leaves_the_times(self, at_ada: Desks) -> None:
        made = await at_ada.book()
        out = await at_ada.act(made, "check_in", state="false")
        assert await at_ada.act(made, "check_in", state="false") == out

    async def test_in_again_after_out_is_refused(self, at_ada: Desks) -> None:
        made = await at_ada.book(start=now() - 60)
        await at_ada.act(made, "check_in", state="false")
        refusal = await at_ada.act(made, "check_in", 405)
        assert refusal["error"] == "a checked out booking cannot be checked back in"

    async def test_into_what_has_ended_is_refused(self, at_ada: Desks) -> None:
        refusal = await at_ada.act(await at_ada.book(start=now() - 2 * HOUR), "check_in", 405)
        assert refusal["error"] == "The booking has ended"

    @pytest.mark.parametrize(("early", "told"), [(3600, "1.0"), (5400, "1.5"), (0, "0.0")])
    async def test_too_early_says_how_early_one_may(
        self, at_ada: Desks, at_admin: Desks, early: int, told: str
    ) -> None:
        made = await at_ada.book()
        await at_admin.http.post(f"/api/staff/v1/tenants/{made['tenant_id']}/early_checkin", json=early)
        refusal = await at_ada.act(made, "check_in", 405)
        assert refusal["error"] == f"Can only check in an {told} hour before the booking start"

    async def test_early_while_somebody_has_the_desk_is_refused(self, at_ada: Desks, at_bo: Desks) -> None:
        start = now() + 1800
        theirs = await at_bo.book(start=start - HOUR)
        made = await at_ada.book(start=start)
        refusal = await at_ada.act(made, "check_in", 409)
        assert [one["id"] for one in refusal["bookings"]] == [theirs["id"]]
        await at_bo.act(theirs, "check_in", state="false")
        assert (await at_ada.act(made, "check_in"))["current_state"] == "checked_in"

    async def test_in_and_out_before_the_start_is_possible(self, at_ada: Desks) -> None:
        made = await at_ada.book(start=now() + 1800)
        await at_ada.act(made, "check_in")
        assert (await at_ada.act(made, "check_in", state="false"))["current_state"] == "checked_out"

    async def test_a_rejected_booking_is_nobodys_to_come_to(self, at_ada: Desks, at_admin: Desks) -> None:
        made = await at_ada.book(start=now() + 60)
        await at_admin.act(made, "reject")
        await at_ada.act(made, "check_in", 405)


class TestDeleted:
    @pytest.mark.parametrize("action", ["approve", "reject", "check_in", "checkin"])
    async def test_is_refused_without_a_word(self, at_ada: Desks, at_admin: Desks, action: str) -> None:
        made = await at_ada.book()
        await at_ada.cancel(made)
        answer = await at_admin.http.post(f"/api/staff/v1/bookings/{made['id']}/{action}")
        assert (answer.status_code, answer.content) == (405, b"")

    async def test_after_the_start_without_anybody_coming_reads_no_show(self, at_ada: Desks) -> None:
        made = await at_ada.book(start=now() - 60)
        await at_ada.cancel(made)
        assert (await at_ada.read(made))["current_state"] == "no_show"

    async def test_while_checked_in_reads_cancelled(self, at_ada: Desks) -> None:
        made = await at_ada.book(start=now() - 60)
        await at_ada.act(made, "check_in")
        await at_ada.cancel(made)
        assert (await at_ada.read(made))["current_state"] == "cancelled"

    async def test_after_checking_out_still_reads_checked_out(self, at_ada: Desks) -> None:
        made = await at_ada.book(start=now() - 60)
        await at_ada.act(made, "check_in", state="false")
        await at_ada.cancel(made)
        assert (await at_ada.read(made))["current_state"] == "checked_out"


class TestStates:
    async def test_a_process_state_is_kept_and_told(self, at_ada: Desks, signals: Signals) -> None:
        made = await at_ada.book()
        assert (await at_ada.act(made, "update_state", state="cleaned"))["process_state"] == "cleaned"
        last = (await signals())[-1]
        assert (last["action"], last["process_state"]) == ("process_state", "cleaned")
        await at_ada.act(made, "update_state", 422)

    @pytest.mark.parametrize("word", ["accepted", "ACCEPTED", "1"])
    async def test_an_induction_is_kept_and_told(self, at_ada: Desks, signals: Signals, word: str) -> None:
        made = await at_ada.book()
        assert (await at_ada.act(made, "update_induction", induction=word))["induction"] == "accepted"
        assert (await signals())[-1]["action"] == "induction"
        await at_ada.act(made, "update_induction", 400, induction="perhaps")
        await at_ada.act(made, "update_induction", 422)


@pytest.mark.parametrize(
    "action", ["approve", "check_in", "update_state?state=x", "update_induction?induction=declined"]
)
@pytest.mark.parametrize(
    ("body", "kind"), [(b'""', "application/json"), (b"{", "application/json"), (b"\xff", "text/plain"), (b"a=b", "")]
)
async def test_actions_ignore_whatever_body_is_sent(at_admin: Desks, action: str, body: bytes, kind: str) -> None:
    made = await at_admin.book(start=now() + 60)
    answer = await at_admin.http.post(
        f"/api/staff/v1/bookings/{made['id']}/{action}", content=body, headers={"Content-Type": kind}
    )
    assert answer.status_code == 200, answer.text


async def test_the_time_driven_states_appear_at_the_next_save(at_ada: Desks) -> None:
    made = await at_ada.book(start=now() - 2 * HOUR)
    after = await at_ada.patch(made, title="late")
    assert [step["state"] for step in after["history"]] == ["no_show"]
    assert (await at_ada.book(start=NINE))["history"][0]["state"] == "reserved"
