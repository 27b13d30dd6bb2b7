"""Many want one desk at the same moment: exactly one gets it, all are answered at once, and the server lives on."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.contract.staff.desk import HOUR, NINE, URL, wish
from tests.places import Place, Somebody
from workhall.surfaces.web import edge

pytestmark = pytest.mark.database

ROUNDS = 60


@pytest.fixture(autouse=True)
def nobody_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deadlock is no longer tried again, but a 500: where it can happen, somebody waits a second for it."""
    monkeypatch.setattr(edge, "RETRIED", ())


async def together(*asks: Callable[[], Awaitable[httpx.Response]]) -> Counter[int]:
    """Ask all at once; count the answers."""
    return Counter(answer.status_code for answer in await asyncio.gather(*(ask() for ask in asks)))


def post(client: httpx.AsyncClient, **body: Any) -> Callable[[], Awaitable[httpx.Response]]:
    return lambda: client.post(URL, json=wish(**body))


def patch(client: httpx.AsyncClient, booking_id: int, **body: Any) -> Callable[[], Awaitable[httpx.Response]]:
    return lambda: client.patch(f"{URL}/{booking_id}", json=body)


def delete(client: httpx.AsyncClient, booking_id: int) -> Callable[[], Awaitable[httpx.Response]]:
    return lambda: client.delete(f"{URL}/{booking_id}")


async def holds_of(place: Place) -> list[tuple[str, int, int]]:
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch("select asset_id, starts_s, ends_s from holds order by asset_id, starts_s")
    return [tuple(row) for row in rows]


async def test_of_many_creates_of_one_slot_exactly_one_wins(place: Place, ada: Somebody, bo: Somebody) -> None:
    clients = [place.client(ada), place.client(bo)]
    chance = random.Random(1)
    for n in range(ROUNDS):
        racers = chance.choice([2, 2, 3, 5, 8, 20, 50])
        answers = await together(*(post(clients[i % 2], start=NINE + n * HOUR) for i in range(racers)))
        assert answers == {201: 1, 409: racers - 1}
    assert len(await holds_of(place)) == ROUNDS


async def test_overlapping_but_unequal_wishes_leave_a_diary_without_overlaps(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    chance = random.Random(2)
    answers: Counter[int] = Counter()
    for _ in range(10):
        asks = [
            post(
                client,
                asset=f"desk-{chance.randrange(2)}",
                start=NINE + chance.randrange(20) * 900,
                hours=chance.randint(1, 4),
            )
            for _ in range(20)
        ]
        answers += await together(*asks)
    held = await holds_of(place)
    assert set(answers) <= {201, 409}
    assert answers[201] == len(held)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(held))


async def test_of_many_moves_to_one_slot_exactly_one_arrives(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    for n in range(ROUNDS // 3):
        start = NINE + n * 10 * HOUR
        made = [(await client.post(URL, json=wish(f"desk-{i}", start))).json()["id"] for i in range(6)]
        answers = await together(*(patch(client, one, asset_ids=["wanted"]) for one in made))
        assert answers == {200: 1, 409: 5}


async def test_two_that_swap_places_never_wait_for_each_other_for_ever(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    left = (await client.post(URL, json=wish("left"))).json()["id"]
    right = (await client.post(URL, json=wish("right"))).json()["id"]
    for _ in range(ROUNDS // 3):
        answers = await together(patch(client, left, asset_ids=["right"]), patch(client, right, asset_ids=["left"]))
        assert set(answers) <= {200, 409}
        await together(patch(client, left, asset_ids=["left"]), patch(client, right, asset_ids=["right"]))
    assert {hold[0] for hold in await holds_of(place)} == {"left", "right"}


async def test_creates_of_several_desks_in_any_order_do_not_deadlock(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    desks = [f"desk-{i}" for i in range(6)]
    chance = random.Random(3)
    for n in range(ROUNDS // 2):
        asks = []
        for _ in range(8):
            some = chance.sample(desks, 4)
            asks.append(post(client, start=NINE + n * HOUR, asset_ids=some))
        answers = await together(*asks)
        assert answers == {201: 1, 409: 7}


async def test_movers_creators_and_deleters_on_the_same_desks_do_not_deadlock(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    chance = random.Random(4)
    desks = [f"desk-{i}" for i in range(4)]
    made = [(await client.post(URL, json=wish(desk))).json()["id"] for desk in desks]

    def one() -> Callable[[], Awaitable[httpx.Response]]:
        start = NINE + chance.randrange(3) * HOUR
        kind = chance.randrange(5)
        if kind == 0:
            return post(client, start=start, asset_ids=chance.sample(desks, 2))
        if kind == 1:
            return post(client, asset=chance.choice(desks), start=start)
        booking = chance.choice(made)
        if kind == 2:
            verb = chance.choice(["approve", "reject"])
            return lambda: client.post(f"{URL}/{booking}/{verb}")
        window = {"booking_start": start, "booking_end": start + HOUR}
        return patch(client, booking, asset_ids=chance.sample(desks, chance.randint(1, 3)), **window)

    for _ in range(ROUNDS // 2):
        answers = await together(*(one() for _ in range(10)))
        assert set(answers) <= {200, 201, 409}
    held = await holds_of(place)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(held))
    assert (await client.get(f"{URL}/{made[0]}")).status_code == 200


async def test_two_at_once_cannot_pass_a_limit_together(place: Place, ada: Somebody, admin: Somebody) -> None:
    limits = f"/api/staff/v1/tenants/{place.tenant_id}/limits"
    assert (await place.client(admin).post(limits, json={"desk": 1})).status_code == 200
    client = place.client(ada)
    for n in range(ROUNDS // 3):
        answers = await together(*(post(client, asset=f"desk-{i}", start=NINE + n * HOUR) for i in range(6)))
        assert answers == {201: 1, 410: 5}


async def test_a_slot_given_back_while_others_want_it_goes_to_one_of_them(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    for n in range(ROUNDS // 3):
        start = NINE + n * HOUR
        made = (await client.post(URL, json=wish(start=start))).json()["id"]
        answers = await together(delete(client, made), *(post(client, start=start) for _ in range(5)))
        assert answers[202] == 1
        assert answers[201] <= 1
        assert answers[201] + answers[409] == 5
        assert len([hold for hold in await holds_of(place) if hold[1] == start]) == answers[201]
