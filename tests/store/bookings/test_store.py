"""The statements of bookings: what is written is read, and a booking and its holds come and go together."""

import pytest
from msgspec.structs import replace
from tests.places import Place
from tests.unit.domain.bookings.plain import END, START, booking

from workhall.domain.bookings import Booking
from workhall.domain.bookings.rules import claim_of
from workhall.domain.bookings.store import reading, rows, writing
from workhall.kernel.ids import TenantId
from workhall.kernel.time import seconds
from workhall.persistence import Transaction

pytestmark = pytest.mark.database

FULL = {
    "all_day": True,
    "timezone": "Europe/Amsterdam",
    "zones": ["z", "a", "z"],
    "booked_from": "mobile",
    "title": "t",
    "description": "d",
    "department": "dep",
    "images": ["i"],
    "extension": {"b": {"c": [1, None, 1.5]}},
    "permission": "open",
    "induction": "accepted",
    "process_state": "p",
    "approved": True,
    "approved_s": 1,
    "approver_id": "ai",
    "approver_name": "an",
    "approver_email": "ae",
    "checked_in": True,
    "checked_in_s": 2,
    "history": [{"state": "reserved", "time": 1, "source": None}],
    "recurrence_days": 5,
    "recurrence_nth": -1,
    "recurrence_interval": 2,
    "recurrence_ends_s": 9,
    "event_id": 77,
}


async def written(tx: Transaction, place: Place, one: Booking) -> Booking:
    one = replace(one, tenant_id=TenantId(place.tenant_id))
    booking_id, held = await writing.insert(tx, one, claim_of(one, {}))
    assert held
    return replace(one, booking_id=booking_id, created_at_s=seconds(tx.now), updated_at_s=seconds(tx.now))


@pytest.mark.parametrize("more", [{}, FULL])
async def test_what_is_written_is_read(tx: Transaction, place: Place, more: dict[str, object]) -> None:
    one = await written(tx, place, booking(**more))
    read = await reading.by_id(tx, one.tenant_id, one.booking_id)
    assert read == replace(one, zones=list(one.zones), images=list(one.images), history=list(one.history))


async def test_what_is_saved_is_read_and_what_never_changes_is_left(tx: Transaction, place: Place) -> None:
    one = await written(tx, place, booking())
    changed = booking(
        **FULL, starts_s=START + 1, ends_s=END + 1, asset_ids=["x", "y"], user_id="bo", created_s=999, type="no"
    )
    await writing.save(tx, replace(changed, booking_id=one.booking_id), releasing=False)
    read = await reading.by_id(tx, one.tenant_id, one.booking_id)
    assert read is not None
    assert (read.type, read.created_s, read.tenant_id) == ("desk", 1, place.tenant_id)
    for name in rows.SAVED:
        assert getattr(read, name) == getattr(changed, name), name


async def test_holds_are_given_up_in_the_statement_that_saves(tx: Transaction, place: Place) -> None:
    one = await written(tx, place, booking())
    await writing.save(tx, one, releasing=False)
    assert await tx.fetchval("select count(*) from holds") == 1
    await writing.save(tx, one, releasing=True)
    assert await tx.fetchval("select count(*) from holds") == 0


async def test_a_second_holder_is_told_in_the_same_statement(tx: Transaction, place: Place) -> None:
    await written(tx, place, booking())
    one = replace(booking(asset_ids=["desk-1", "desk-2"]), tenant_id=TenantId(place.tenant_id))
    _, held = await writing.insert(tx, one, claim_of(one, {}))
    assert not held


async def test_each_zone_has_one_row_that_follows_the_booking(tx: Transaction, place: Place) -> None:
    one = await written(tx, place, booking(zones=["a", "b", "a"]))

    async def placed() -> list[tuple[object, ...]]:
        found = await tx.fetch("select zone_id, starts_s, ends_s from booking_zones order by zone_id")
        return [tuple(row) for row in found]

    assert await placed() == [("a", START, END), ("b", START, END)]
    await writing.place(tx, replace(one, zones=["c"], starts_s=START + 1))
    assert await placed() == [("c", START + 1, END)]


async def test_another_connections_booking_is_not_found(tx: Transaction, place: Place) -> None:
    one = await written(tx, place, booking())
    elsewhere = TenantId(place.tenant_id + 1_000_000)
    assert await reading.by_id(tx, elsewhere, one.booking_id) is None
    assert await reading.lock(tx, elsewhere, one.booking_id) is None
    assert await reading.by_ids(tx, elsewhere, [one.booking_id]) == []
