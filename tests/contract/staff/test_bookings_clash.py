"""Who may have what when (staff API contract, 5.5, 12.1, 12.2, 12.14, 12.16)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.contract.staff.desk import HOUR, NINE, Desks, wish
from tests.places import Place, Somebody

pytestmark = pytest.mark.database


async def test_the_second_holder_is_refused_and_told_who_is_in_the_way(at_ada: Desks, at_bo: Desks) -> None:
    made = await at_ada.book()
    refusal = await at_bo.ask("POST", "", 409, json=wish(start=NINE + HOUR // 2))
    assert refusal["error"] == "Conflicting booking"
    assert refusal["bookings"] == [made]


async def test_touching_is_not_overlapping(at_ada: Desks) -> None:
    await at_ada.book()
    await at_ada.book(start=NINE + HOUR)
    await at_ada.book(start=NINE - HOUR)
    assert len(await at_ada.day()) == 3


async def test_other_desks_and_other_types_do_not_clash(at_ada: Desks) -> None:
    await at_ada.book()
    await at_ada.book("desk-2")
    await at_ada.book(booking_type="Desk")
    await at_ada.book(booking_type="parking")


async def test_one_common_desk_among_several_is_enough(at_ada: Desks) -> None:
    await at_ada.book(asset_ids=["a", "b"])
    await at_ada.ask("POST", "", 409, json=wish(asset_ids=["c", "b"]))
    await at_ada.book(asset_ids=["c", "d"])


@pytest.mark.parametrize("kind", ["visitor", "Visitor", "VISITOR"])
async def test_visitors_never_clash(at_ada: Desks, at_bo: Desks, kind: str) -> None:
    for at in (at_ada, at_bo):
        await at.book("guest@outside.example", booking_type=kind)
    await at_ada.book("guest@outside.example", NINE + 60, booking_type=kind)


async def test_the_same_visit_twice_is_refused(at_ada: Desks) -> None:
    made = await at_ada.book("guest@outside.example", booking_type="visitor")
    refusal = await at_ada.ask("POST", "", 409, json=wish("Guest@Outside.example", booking_type="visitor"))
    assert [one["id"] for one in refusal["bookings"]] == [made["id"]]
    await at_ada.cancel(made)
    await at_ada.book("guest@outside.example", booking_type="visitor")


async def test_group_containers_never_clash(at_ada: Desks) -> None:
    for _ in range(2):
        await at_ada.book("Team day", booking_type="group")


async def test_what_is_given_up_is_free_at_once(at_ada: Desks, at_bo: Desks, at_admin: Desks) -> None:
    for give_up in ("cancel", "reject", "check_out"):
        made = await at_ada.book()
        match give_up:
            case "cancel":
                await at_ada.cancel(made)
            case "reject":
                await at_admin.act(made, "reject")
            case _:
                await at_ada.act(made, "check_in", state="false")
        await at_bo.cancel(await at_bo.book())


async def test_a_room_is_the_same_room_by_id_and_by_address(place: Place, at_ada: Desks, at_bo: Desks) -> None:
    address = f"room@{place.host}"
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into systems (system_id, name, email) values ($1, 'Room', $2)",
            f"sys-{place.environment}",
            address.capitalize(),
        )
    made = await at_ada.book(address.upper(), booking_type="room")
    assert made["asset_id"] == address.upper()
    await at_bo.ask("POST", "", 409, json=wish(f"sys-{place.environment}", booking_type="room"))
    await at_bo.ask("POST", "", 409, json=wish(address, booking_type="room"))
    await at_bo.book("other@outside.example", booking_type="room")


async def test_tenants_of_one_organisation_share_holds_but_not_bookings(
    place: Place, at_ada: Desks, at_admin: Desks
) -> None:
    """Two calendar connections of one house never hold one desk together, and neither is told of the other's."""
    stranger = Somebody("user-none", "x@other.example", "X")
    tenant = {"domain": place.host, "email_domain": "other.example", "platform": "builtin"}
    made = (await at_admin.http.post("/api/staff/v1/tenants", json=tenant)).json()
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into users (user_id, domain_id, email, name) values ($1, $2, $3, 'X')",
            f"user-{place.environment}",
            place.domain_id,
            f"x@{tenant['email_domain']}",
        )
    stranger.user_id = f"user-{place.environment}"
    theirs = Desks.of(place, stranger)
    held = await theirs.book()
    assert held["tenant_id"] == made["id"]
    refusal = await at_ada.ask("POST", "", 409, json=wish())
    assert refusal["bookings"] == []
    assert await at_ada.day() == []
    await at_ada.ask("GET", f"/{held['id']}", 404)
    await at_ada.ask("PATCH", f"/{held['id']}", 404, json={"title": "x"})
    assert await at_ada.ask("POST", "/clashing-assets", json=wish()) == ["desk-1"]


class TestClashingAssets:
    async def test_names_the_taken_ones_and_all_they_were_booked_with(self, at_ada: Desks, at_bo: Desks) -> None:
        await at_ada.book(asset_ids=["a", "b"])
        await at_ada.book("c", booking_type="parking")
        assert sorted(await at_bo.ask("POST", "/clashing-assets", json=wish("a"))) == ["a", "b"]

    async def test_asks_for_all_of_the_type_when_none_is_named(self, at_ada: Desks) -> None:
        await at_ada.book("a")
        await at_ada.book("b", NINE + 5 * HOUR)
        body = {key: value for key, value in wish().items() if key != "asset_id"}
        assert await at_ada.ask("POST", "/clashing-assets", json=body) == ["a"]
        assert await at_ada.ask("POST", "/clashing-assets", json=body | {"asset_ids": []}) == ["a"]

    async def test_names_what_is_free(self, at_ada: Desks) -> None:
        await at_ada.book("a")
        body = wish(asset_ids=["a", "b", "c"])
        assert await at_ada.ask("POST", "/clashing-assets", json=body, params={"return_available": "true"}) == [
            "b",
            "c",
        ]

    async def test_tells_when(self, at_ada: Desks) -> None:
        await at_ada.book("a", hours=2)
        found = await at_ada.ask("POST", "/clashing-assets", json=wish("a"), params={"include_clash_time": "true"})
        assert found == [{"asset_id": "a", "booking_start": NINE, "booking_end": NINE + 2 * HOUR}]

    async def test_leaves_out_the_booking_itself(self, at_ada: Desks) -> None:
        made = await at_ada.book()
        assert await at_ada.ask("POST", "/clashing-assets", json=wish(id=made["id"])) == []

    async def test_finds_long_bookings_too(self, at_ada: Desks) -> None:
        await at_ada.book("locker", hours=24 * 90)
        assert await at_ada.ask("POST", "/clashing-assets", json=wish("locker", NINE + 40 * 24 * HOUR)) == ["locker"]

    async def test_treats_visitors_as_never_clashing(self, at_ada: Desks) -> None:
        await at_ada.book("v@outside.example", booking_type="visitor")
        assert (
            await at_ada.ask("POST", "/clashing-assets", json=wish("v@outside.example", booking_type="visitor")) == []
        )

    @pytest.mark.parametrize(
        ("body", "params"),
        [
            ({"booking_start": None}, {}),
            ({"booking_type": None}, {}),
            ({"booking_end": NINE}, {}),
            ({"asset_id": None}, {"return_available": "true"}),
            ({}, {"return_available": "true", "include_clash_time": "true"}),
        ],
    )
    async def test_refuses_what_cannot_be_meant(
        self, at_ada: Desks, body: dict[str, Any], params: dict[str, str]
    ) -> None:
        await at_ada.ask("POST", "/clashing-assets", 422, json=wish() | body, params=params)

    async def test_ignores_the_stray_limit_that_clients_send(self, at_ada: Desks) -> None:
        await at_ada.book()
        assert await at_ada.ask("POST", "/clashing-assets", json=wish(), params={"limit": "1"}) == ["desk-1"]


async def test_holds_are_one_row_per_asset(at_ada: Desks, holds: Callable[[], Awaitable[list[Any]]]) -> None:
    made = await at_ada.book(asset_ids=["a", "b"])
    assert await holds() == [("desk", "a", NINE, NINE + HOUR), ("desk", "b", NINE, NINE + HOUR)]
    await at_ada.cancel(made)
    assert await holds() == []
