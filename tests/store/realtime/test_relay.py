"""Announcements: told after the commit, to everybody, in order, and never lost."""

import asyncio
from dataclasses import dataclass

import pytest

from tests.conftest import Postgres
from tests.places import Place, open_place
from workhall.persistence import Database
from workhall.realtime import Hub, News, Relay
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database


@dataclass(frozen=True, slots=True)
class Rang:
    number: int
    channel: str = "bell/rang"

    def payload(self) -> object:
        return {"number": self.number, "nobody": None}


class Ear:
    """Collects what a relay hears of one organisation."""

    def __init__(self, place: Place) -> None:
        self.heard: list[News] = []
        self.more = asyncio.Event()
        self._place = place

    def __call__(self, news: News) -> None:
        if news.organisation == self._place.organisation:
            self.heard.append(news)
            self.more.set()

    async def until(self, count: int) -> list[News]:
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                self.more.clear()
                await self.more.wait()
        return self.heard


async def _ring(house: House, place: Place, number: int) -> None:
    async with house.database.transaction(place.organisation) as tx:
        tx.announce(Rang(number))


async def test_what_is_committed_is_told_with_its_explicit_nulls(house: House, place: Place) -> None:
    hub, ear = Hub(), Ear(place)
    hub.hear("bell/", ear)
    relay = Relay(house.database, hub)
    await relay.start()
    try:
        await _ring(house, place, 1)
        news = (await ear.until(1))[0]
        assert news.payload == {"number": 1, "nobody": None}
    finally:
        await relay.stop()


async def test_what_is_rolled_back_is_never_told(house: House, place: Place) -> None:
    hub, ear = Hub(), Ear(place)
    hub.hear("bell/", ear)
    relay = Relay(house.database, hub)
    await relay.start()
    try:
        tx = await house.database.begin(place.organisation)
        tx.announce(Rang(1))
        await tx.flush()
        await house.database.roll_back(tx)
        await _ring(house, place, 2)
        assert [news.payload["number"] for news in await ear.until(1)] == [2]
    finally:
        await relay.stop()


async def test_a_late_commit_with_an_earlier_id_is_not_skipped(house: House, place: Place) -> None:
    hub, ear = Hub(), Ear(place)
    hub.hear("bell/", ear)
    relay = Relay(house.database, hub)
    await relay.start()
    try:
        slow = await house.database.begin(place.organisation)
        slow.announce(Rang(1))
        await slow.flush()
        await _ring(house, place, 2)
        await ear.until(1)
        await house.database.commit(slow)
        heard = await ear.until(2)
        assert sorted(news.payload["number"] for news in heard) == [1, 2]
        assert heard[0].position < heard[1].position
    finally:
        await relay.stop()


async def test_two_nodes_hear_everything_once_and_in_the_same_order(postgres: Postgres, house: House) -> None:
    place = await open_place(house)
    other = await Database.open(postgres.server_url, size=3)
    nodes = []
    for database in (house.database, other):
        hub, ear = Hub(), Ear(place)
        hub.hear("bell/", ear)
        relay = Relay(database, hub)
        await relay.start()
        nodes.append((relay, ear))
    try:
        await asyncio.gather(*(_ring(house, place, number) for number in range(40)))
        first, second = [await ear.until(40) for _, ear in nodes]
        assert [news.position for news in first] == [news.position for news in second]
        assert sorted(news.payload["number"] for news in first) == list(range(40))
    finally:
        for relay, _ in nodes:
            await relay.stop()
        await other.close()


async def test_a_subscription_hears_its_own_organisation_only(house: House, place: Place) -> None:
    stranger = await open_place(house)
    hub = Hub()
    relay = Relay(house.database, hub)
    await relay.start()
    subscription = hub.subscribe(place.organisation, "bell/")
    try:
        await _ring(house, stranger, 1)
        await _ring(house, place, 2)
        async with asyncio.timeout(10):
            async for news in subscription:
                assert news.payload["number"] == 2
                break
    finally:
        hub.leave(subscription)
        await relay.stop()
