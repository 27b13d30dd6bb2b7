"""Many want one desk: real connections, several server processes, on every path that can hold a thing.

200 rounds in every run, 10 000 with `WORKHALL_SOAK=long`.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from tests.load import Answer, Connection
from tests.server import ServerProcess

pytestmark = [pytest.mark.server, pytest.mark.soak]

BOOKINGS = "/api/staff/v1/bookings"
MOST_RACERS = 50
ROUNDS = 10_000 if os.environ.get("WORKHALL_SOAK") == "long" else 200
HOUR = 3600
SLOWEST_S = 5.0  # of one request while fifty want the same; PostgreSQL's deadlock check alone would cost one


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess.fresh(workers="3") as running:
        yield running


@asynccontextmanager
async def _racers(server: ServerProcess) -> AsyncIterator[list[Connection]]:
    token = server.token()
    racers = [await Connection.open(server.base_url, token) for _ in range(MOST_RACERS)]
    try:
        yield racers
    finally:
        for racer in racers:
            await racer.close()


def _desk(name: str, starts: int, length: int = HOUR) -> dict[str, object]:
    return {
        "booking_type": "desk",
        "asset_id": name,
        "booking_start": starts,
        "booking_end": starts + length,
        "timezone": "Europe/Amsterdam",
    }


def _check(answers: list[Answer], good: int) -> Answer:
    """Exactly one winner, everybody else refused with 409, nobody with an error."""
    counted = Counter(answer.status for answer in answers)
    assert counted == {good: 1, 409: len(answers) - 1}, counted
    return next(answer for answer in answers if answer.status == good)


async def test_of_many_who_create_one_gets_the_desk(server: ServerProcess) -> None:
    chance = random.Random(1)
    soon = int(time.time()) + 24 * HOUR
    async with _racers(server) as racers:
        for number in range(ROUNDS // 2):
            some = racers[: chance.randint(2, MOST_RACERS)]
            # not the same window, but all of them overlap
            wants = [_desk(f"create-{number}", soon + chance.randrange(0, 1800, 300)) for _ in some]
            began = time.monotonic()
            pairs = zip(some, wants, strict=True)
            answers = await asyncio.gather(*(racer.ask("POST", BOOKINGS, want) for racer, want in pairs))
            assert time.monotonic() - began < SLOWEST_S
            won = _check(list(answers), 201).json()
            stored = await racers[0].ask("GET", f"{BOOKINGS}/{won['id']}")
            assert (stored.status, stored.json()["asset_id"]) == (200, f"create-{number}")


async def test_of_many_who_move_one_gets_the_desk(server: ServerProcess) -> None:
    chance = random.Random(2)
    soon = int(time.time()) + 48 * HOUR
    async with _racers(server) as racers:
        made = await asyncio.gather(
            *(racer.ask("POST", BOOKINGS, _desk(f"home-{at}", soon)) for at, racer in enumerate(racers))
        )
        homes = [answer.json()["id"] for answer in made]
        for number in range(ROUNDS // 2):
            count = chance.randint(2, MOST_RACERS)
            move = {"asset_id": f"move-{number}", "asset_ids": [f"move-{number}"]}
            pairs = zip(racers[:count], homes[:count], strict=True)
            answers = await asyncio.gather(*(racer.ask("PATCH", f"{BOOKINGS}/{home}", move) for racer, home in pairs))
            _check(list(answers), 200)


async def test_after_a_burst_the_server_answers_as_usual(server: ServerProcess) -> None:
    soon = int(time.time()) + 72 * HOUR
    async with _racers(server) as racers:
        await asyncio.gather(*(racer.ask("POST", BOOKINGS, _desk("burst", soon)) for racer in racers))
        answers = await asyncio.gather(
            *(racer.ask("POST", BOOKINGS, _desk(f"calm-{at}", soon)) for at, racer in enumerate(racers))
        )
        assert {answer.status for answer in answers} == {201}
        listed = await racers[0].ask(
            "GET", f"{BOOKINGS}/booked?type=desk&period_start={soon}&period_end={soon + HOUR}&limit=1000"
        )
        assert {f"calm-{at}" for at in range(MOST_RACERS)} <= set(listed.json())


async def test_two_who_swap_desks_both_get_an_answer(server: ServerProcess) -> None:
    soon = int(time.time()) + 96 * HOUR
    async with _racers(server) as racers:
        one, two = racers[:2]
        first = (await one.ask("POST", BOOKINGS, _desk("swap-a", soon))).json()["id"]
        second = (await two.ask("POST", BOOKINGS, _desk("swap-b", soon))).json()["id"]
        for _ in range(20):
            began = time.monotonic()
            answers = await asyncio.gather(
                one.ask("PATCH", f"{BOOKINGS}/{first}", {"asset_ids": ["swap-b"]}),
                two.ask("PATCH", f"{BOOKINGS}/{second}", {"asset_ids": ["swap-a"]}),
            )
            assert {answer.status for answer in answers} == {409}
            assert time.monotonic() - began < 1.0
