"""The server against a diary a child could keep: who has which desk when, whatever is done in whatever order."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.contract.staff.desk import HOUR, Desks
from tests.places import Place, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
T = TypeVar("T")

DESKS = ("desk-a", "desk-b", "desk-c")
desks = st.lists(st.sampled_from(DESKS), min_size=1, max_size=2, unique=True)
hours = st.integers(0, 9)
lengths = st.integers(1, 4)


@dataclass
class Page:
    """A booking as the diary has it; hours count from the machine's morning, which is two hours ahead."""

    desks: set[str]
    start: int
    end: int
    rejected: bool = False
    deleted: bool = False
    left: bool = False

    @property
    def lives(self) -> bool:
        return not (self.rejected or self.deleted or self.left)

    def meets(self, other: "Page") -> bool:
        return bool(self.desks & other.desks) and self.start < other.end and other.start < self.end


class DeskDay(RuleBasedStateMachine):
    booked = Bundle("booked")
    house: House
    loop: asyncio.AbstractEventLoop

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    @initialize()
    def open_the_house(self) -> None:
        self.wait(self._open())
        self.diary: dict[int, Page] = {}

    async def _open(self) -> None:
        self.place: Place = await open_place(self.house)
        self.manager = Desks.of(self.place, await self.place.person("Manager", permissions=1))
        async with self.house.database.transaction(self.place.organisation) as tx:
            await tx.execute("update tenants set early_checkin_s = 86400")
        self.people = [Desks.of(self.place, await self.place.person(name)) for name in ("Ada", "Bo")]
        self.morning = int(self.house.database.clock.now().timestamp()) // HOUR * HOUR + 2 * HOUR

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.wait(self.place.close())

    def window(self, page: Page) -> dict[str, Any]:
        return {
            "booking_start": self.morning + page.start * HOUR,
            "booking_end": self.morning + page.end * HOUR,
            "asset_ids": sorted(page.desks),
        }

    def free(self, page: Page, but: int | None = None) -> bool:
        return not any(other.lives and other.meets(page) for key, other in self.diary.items() if key != but)

    @rule(target=booked, who=st.integers(0, 1), where=desks, start=hours, length=lengths)
    def book(self, who: int, where: list[str], start: int, length: int) -> int:
        page = Page(set(where), start, start + length)
        expected = 201 if self.free(page) else 409
        body = {"booking_type": "desk", "zones": ["zone-1"], **self.window(page)}
        answer = self.wait(self.people[who].ask("POST", "", expected, json=body))
        if expected == 409:
            return -1
        self.diary[answer["id"]] = page
        return int(answer["id"])

    @rule(booking=booked, where=desks, start=hours, length=lengths)
    def move(self, booking: int, where: list[str], start: int, length: int) -> None:
        if booking < 0:
            return
        page = self.diary[booking]
        wanted = Page(set(where), start, start + length, page.rejected, page.deleted, page.left)
        changed = wanted.desks != page.desks
        if changed or wanted.start < page.start or wanted.end > page.end:
            wanted.rejected = False  # more than was refused: a new request
        expected = 200 if not wanted.lives or self.free(wanted, booking) else 409
        self.wait(self.manager.ask("PATCH", f"/{booking}", expected, json=self.window(wanted)))
        if expected == 200:
            self.diary[booking] = wanted

    @rule(booking=booked)
    def cancel(self, booking: int) -> None:
        if booking >= 0:
            self.wait(self.manager.ask("DELETE", f"/{booking}", 202))
            self.diary[booking].deleted = True

    @rule(booking=booked)
    def reject(self, booking: int) -> None:
        if booking >= 0:
            page = self.diary[booking]
            self.wait(self.manager.act({"id": booking}, "reject", 405 if page.deleted else 200))
            page.rejected = page.rejected or not page.deleted

    @rule(booking=booked)
    def approve(self, booking: int) -> None:
        if booking < 0:
            return
        page = self.diary[booking]
        again = Page(page.desks, page.start, page.end, left=page.left)
        expected = 405 if page.deleted else 200 if not again.lives or self.free(again, booking) else 409
        self.wait(self.manager.act({"id": booking}, "approve", expected))
        if expected == 200:
            page.rejected = False

    @rule(booking=booked)
    def check_in(self, booking: int) -> None:
        """Early for all: the day is still to begin. Whoever comes early needs the desk from now on."""
        if booking < 0:
            return
        page = self.diary[booking]
        before = [o for o in self.diary.values() if o.lives and o.desks & page.desks and o.start < page.start]
        expected = 405 if not page.lives else 409 if before else 200
        self.wait(self.manager.act({"id": booking}, "check_in", expected))

    @rule(booking=consumes(booked))
    def check_out(self, booking: int) -> None:
        if booking >= 0:
            page = self.diary[booking]
            self.wait(self.manager.act({"id": booking}, "check_in", 405 if page.deleted else 200, state="false"))
            page.left = page.left or not page.deleted

    @invariant()
    def the_holds_are_the_living_pages(self) -> None:
        if hasattr(self, "place"):
            expected = sorted(
                (desk, self.morning + page.start * HOUR, self.morning + page.end * HOUR)
                for page in self.diary.values()
                if page.lives
                for desk in page.desks
            )
            assert self.wait(self._holds()) == expected

    async def _holds(self) -> list[tuple[str, int, int]]:
        async with self.place.house.database.transaction(self.place.organisation) as tx:
            rows = await tx.fetch("select asset_id, starts_s, ends_s from holds order by asset_id, starts_s")
        return [tuple(row) for row in rows]

    @rule()
    def what_is_listed_as_booked_is_what_lives(self) -> None:
        if hasattr(self, "place"):
            period = {"period_start": self.morning, "period_end": self.morning + 24 * HOUR}
            listed = self.wait(self.manager.ask("GET", "/booked", params={"type": "desk", "zones": "zone-1", **period}))
            assert set(listed) == {desk for page in self.diary.values() if page.lives for desk in page.desks}


@pytest.fixture
def machine(house: House) -> type[DeskDay]:
    DeskDay.house = house
    return DeskDay


async def test_any_day_at_the_desks_agrees_with_the_diary(machine: type[DeskDay]) -> None:
    machine.loop = asyncio.get_running_loop()
    profile = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=profile)
