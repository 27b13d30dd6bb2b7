"""Rules of the Staff API that are easy to read past (1.2, 13.4)."""

import pytest

from tests.contract.staff.conftest import Signals
from tests.contract.staff.desk import URL, Desks, wish

pytestmark = pytest.mark.database


@pytest.mark.parametrize("unreadable", ["abc", "", "1.5"])
async def test_an_occurrence_that_cannot_be_read_counts_as_not_given(at_ada: Desks, unreadable: str) -> None:
    made = await at_ada.book()
    assert await at_ada.ask("GET", f"/{made['id']}", params={"instance": unreadable}) == made


@pytest.mark.parametrize("ident", [5, "5", "", "booking-5", None, 5.5, True, [], "²"])
async def test_an_id_in_a_body_is_ignored_whatever_it_is(at_ada: Desks, ident: object) -> None:
    made = await at_ada.book(id=ident)
    assert await at_ada.patch(made, id=ident) == made


@pytest.mark.parametrize("kind", [int, str])
async def test_a_booking_is_not_in_its_own_way(at_ada: Desks, kind: type[int] | type[str]) -> None:
    made = await at_ada.book()
    asked = {**wish(), "id": kind(made["id"])}
    assert await at_ada.ask("POST", "/clashing-assets", json=asked) == []
    assert await at_ada.ask("POST", "/clashing-assets", json={**asked, "id": "x"}) == ["desk-1"]


async def test_an_edit_that_changes_nothing_is_told_again_and_resets_nothing(
    at_ada: Desks, at_admin: Desks, signals: Signals
) -> None:
    """Whoever missed the last announcement is brought up to date by an empty edit."""
    made = await at_ada.book()
    approved = await at_admin.act(made, "approve")
    assert await at_ada.patch(made) == approved
    told = (await signals())[-1]
    assert told["action"] == "metadata_changed"
    assert (told["previous_booking_start"], told["booking_start"]) == (made["booking_start"],) * 2
    assert (await at_ada.read(made))["updated_at"] == approved["updated_at"]


async def test_a_wrong_method_names_the_right_ones(at_ada: Desks) -> None:
    answer = await at_ada.http.put(URL, json={})
    assert (answer.status_code, answer.headers["allow"]) == (404, "GET, POST")
