"""The table of holds itself: it refuses a second holder, whatever the code above it does."""

import asyncio

import asyncpg
import pytest
from tests.places import Place

from workhall.domain import holds
from workhall.domain.holds import Claim
from workhall.kernel.ids import BookingId
from workhall.kernel.time import Interval
from workhall.persistence import Transaction

pytestmark = pytest.mark.database
DAY_S = 86_400


async def booking(
    tx: Transaction, place: Place, kind: str = "desk", starts_s: int = 100, ends_s: int = 200
) -> BookingId:
    made = await tx.fetchval(
        """
        insert into bookings (tenant_id, booking_type, starts_s, ends_s, asset_ids, user_id, user_email, user_name,
                              booked_by_id, booked_by_email, booked_by_name, created_s, last_changed_s)
        values ($1, $2, $3, $4, '{a}', 'u', 'u@x.example', 'U', 'u', 'u@x.example', 'U', 0, 0) returning booking_id
        """,
        place.tenant_id,
        kind,
        starts_s,
        ends_s,
    )
    return BookingId(made)


def claim(*assets: str, kind: str = "desk", starts_s: int = 100, ends_s: int = 200) -> Claim:
    return Claim.of(kind, assets, Interval(starts_s, ends_s))


async def test_a_second_holder_is_told_no_and_nothing_is_broken(tx: Transaction, place: Place) -> None:
    one, two = await booking(tx, place), await booking(tx, place)
    assert await holds.take(tx, claim("a", "b"), one)
    assert not await holds.take(tx, claim("b", "c", starts_s=150, ends_s=250), two)
    assert await tx.fetchval("select count(*) from holds where booking_id = $1", one) == 2


async def test_touching_another_kind_and_another_asset_are_free(tx: Transaction, place: Place) -> None:
    one = await booking(tx, place)
    for free in (
        claim("a"),
        claim("a", starts_s=200, ends_s=300),
        claim("a", starts_s=0, ends_s=100),
        claim("b"),
        claim("a", kind="room"),
    ):
        assert await holds.take(tx, free, await booking(tx, place))
    assert await holds.take(tx, claim(), one)


async def test_what_is_given_up_can_be_taken(tx: Transaction, place: Place) -> None:
    one, two = await booking(tx, place), await booking(tx, place)
    await holds.take(tx, claim("a"), one)
    await holds.release(tx, one)
    assert await holds.take(tx, claim("a"), two)


async def test_a_booking_takes_its_holds_along_when_it_goes(tx: Transaction, place: Place) -> None:
    one = await booking(tx, place)
    await holds.take(tx, claim("a"), one)
    await tx.execute("delete from bookings where booking_id = $1", one)
    assert await tx.fetchval("select count(*) from holds") == 0


@pytest.mark.parametrize(
    "row",
    [("desk", "a", 100, 100), ("desk", "a", 200, 100), ("desk", "a", None, 9), (None, "a", 1, 2), ("desk", None, 1, 2)],
)
async def test_what_would_slip_past_the_constraint_is_refused(
    tx: Transaction, place: Place, row: tuple[str | None, str | None, int | None, int]
) -> None:
    one = await booking(tx, place)
    with pytest.raises((asyncpg.CheckViolationError, asyncpg.NotNullViolationError)):
        await tx.execute(
            "insert into holds (kind, asset_id, starts_s, ends_s, booking_id) values ($1, $2, $3, $4, $5)", *row, one
        )


async def test_the_table_refuses_an_overlap_that_is_written_past_the_code(tx: Transaction, place: Place) -> None:
    one, two = await booking(tx, place), await booking(tx, place)
    await holds.take(tx, claim("a"), one)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await tx.execute(
            "insert into holds (kind, asset_id, starts_s, ends_s, booking_id) values ('desk', 'a', 150, 160, $1)", two
        )


async def test_a_rival_that_has_not_committed_is_waited_for(place: Place) -> None:
    database = place.house.database
    first, second = await database.begin(place.organisation), await database.begin(place.organisation)
    try:
        assert await holds.take(first, claim("a"), await booking(first, place))
        waiting = asyncio.create_task(holds.take(second, claim("a"), await booking(second, place)))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await database.roll_back(first)
        assert await asyncio.wait_for(waiting, 5)
    finally:
        await database.roll_back(second)


@pytest.mark.parametrize("length", [100, DAY_S, DAY_S + 1, 100 * DAY_S])
@pytest.mark.parametrize("assets", [None, ["a", "z"]])
async def test_holds_of_any_length_are_found_where_they_overlap(
    tx: Transaction, place: Place, length: int, assets: list[str] | None
) -> None:
    start = 1_000 * DAY_S
    one = await booking(tx, place, starts_s=start, ends_s=start + length)
    await holds.take(tx, claim("a", "b", starts_s=start, ends_s=start + length), one)
    expected = {"a", "b"} if assets is None else {"a"}
    for inside in (
        Interval(start, start + 1),
        Interval(start + length - 1, start + length + 9),
        Interval(start - 9, start + length + 9),
    ):
        found = await holds.overlapping(tx, "desk", inside, asset_ids=assets, but=None)
        assert {held.asset_id for held in found} == expected
        assert await holds.overlapping(tx, "desk", inside, asset_ids=assets, but=one) == []
        assert await holds.overlapping(tx, "room", inside, asset_ids=assets, but=None) == []
    for outside in (Interval(start - 9, start), Interval(start + length, start + length + 9)):
        assert await holds.overlapping(tx, "desk", outside, asset_ids=assets, but=None) == []


async def test_those_who_exchange_the_same_asset_stand_in_line(place: Place) -> None:
    database = place.house.database
    first, second, other = [await database.begin(place.organisation) for _ in range(3)]
    try:
        await holds.stand_in_line(first, [claim("a"), claim("b")])
        await holds.stand_in_line(other, [claim("c"), claim("a", kind="room")])
        waiting = asyncio.create_task(holds.stand_in_line(second, [claim("b")]))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await database.roll_back(first)
        await asyncio.wait_for(waiting, 5)
    finally:
        await database.roll_back(second)
        await database.roll_back(other)


async def test_bookings_that_begin_in_a_period_are_counted_once_whatever_they_hold(
    tx: Transaction, place: Place
) -> None:
    period = Interval(100, 200)
    assert await holds.count_starting(tx, period) == 0
    for kind, assets, starts_s in (("desk", "ab", 100), ("room", "a", 199), ("desk", "c", 99), ("desk", "d", 200)):
        one = await booking(tx, place, kind, starts_s, 300)
        assert await holds.take(tx, claim(*assets, kind=kind, starts_s=starts_s, ends_s=300), one)
    assert await holds.count_starting(tx, period) == 2
