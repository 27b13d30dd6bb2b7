"""kill -9 in the middle of work: of the server, and of its database, while several clients write.

Every answer 201 must be a row afterwards, whole, and nobody has to lend a hand. 5 rounds in every run, 100 with
`WORKHALL_SOAK=long`.
"""

import asyncio
import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import httpx
import pytest

from tests.server import ServerProcess
from workhall.persistence.embedded import running_at

pytestmark = [pytest.mark.server, pytest.mark.soak]

ROUNDS = 100 if os.environ.get("WORKHALL_SOAK") == "long" else 5
WRITERS = 4
BOOKINGS = "/api/staff/v1/bookings"
FIRST_S = 1_900_000_000
HOUR_S = 3600
BACK_AGAIN_S = 30.0

_HALVES = """
select count(*) filter (where not exists (select from holds h where h.booking_id = b.booking_id)) as without_hold,
       count(*) filter (where not exists (select from audit a
                         where a.subject_kind = 'booking' and a.subject_id = b.booking_id::text)) as without_audit,
       count(*) as bookings,
       (select count(*) from holds h
         where not exists (select from bookings o where o.booking_id = h.booking_id)) as astray
  from bookings b
"""


class Writers:
    """Clients that book one desk after the other, whatever happens, and remember what was promised to them."""

    def __init__(self, server: ServerProcess, token: str) -> None:
        self._server = server
        self._headers = {"Authorization": f"Bearer {token}"}
        self._hours = itertools.count()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]
        self.promised: set[int] = set()
        self.strange: list[str] = []

    @contextmanager
    def at_work(self) -> Iterator["Writers"]:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._stopping.set()
            for thread in self._threads:
                thread.join(60)

    def wait_for_more(self, count: int) -> None:
        """Wait until so many more have been promised."""
        wanted, deadline = len(self.promised) + count, time.monotonic() + BACK_AGAIN_S
        while len(self.promised) < wanted:
            assert time.monotonic() < deadline, f"no write is accepted any more:\n{self._server.log[-3000:]}"
            time.sleep(0.01)

    def _write(self, number: int) -> None:
        with httpx.Client(base_url=self._server.base_url, headers=self._headers, timeout=20) as client:
            while not self._stopping.is_set():
                self._book(client, f"desk-{number}")

    def _book(self, client: httpx.Client, desk: str) -> None:
        starts = FIRST_S + next(self._hours) * HOUR_S
        body = {"booking_type": "desk", "asset_id": desk, "booking_start": starts, "booking_end": starts + HOUR_S}
        try:
            answer = client.post(BOOKINGS, json=body)
        except httpx.TransportError:
            time.sleep(0.02)  # the server is dead just now: nothing was promised
            return
        if answer.status_code == 201:
            self.promised.add(int(answer.json()["id"]))
        elif answer.status_code == 503:
            assert "retry-after" in answer.headers
            time.sleep(0.05)
        else:
            self.strange.append(f"{answer.status_code} {answer.text}")


def test_nothing_promised_is_lost_however_the_server_or_its_database_dies() -> None:
    with ServerProcess.fresh(workers="2") as server:
        writers = Writers(server, server.token())
        with writers.at_work():
            for number in range(ROUNDS):
                writers.wait_for_more(20)
                _kill(server, number)
                writers.wait_for_more(1)
                _check(server, writers)
        assert writers.strange == [], server.failures()
        assert len(writers.promised) >= 20 * ROUNDS


def _kill(server: ServerProcess, number: int) -> None:
    """In turn the whole server, and its database alone: that one must come back by itself."""
    if number % 2:
        before = server.database_pid
        os.kill(before, signal.SIGKILL)
    else:
        server.kill()
        server.start()


def _check(server: ServerProcess, writers: Writers) -> None:
    promised = set(writers.promised)
    found, halves = asyncio.run(_look(server))
    assert promised <= found, f"{len(promised - found)} promised bookings are gone"
    assert (halves["without_hold"], halves["without_audit"], halves["astray"]) == (0, 0, 0), dict(halves)


async def _look(server: ServerProcess) -> "tuple[set[int], asyncpg.Record]":
    """Ask the database itself, as its owner."""
    deadline = time.monotonic() + BACK_AGAIN_S
    while True:
        access = running_at(server.data_dir)
        try:
            if access is not None:
                return await _ask(access.owner_url)
        except (OSError, asyncpg.PostgresError):
            if time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.05)


async def _ask(url: str) -> "tuple[set[int], asyncpg.Record]":
    connection = await asyncpg.connect(url)
    try:
        found = {row["booking_id"] for row in await connection.fetch("select booking_id from bookings")}
        halves = await connection.fetchrow(_HALVES)
    finally:
        await connection.close()
    assert halves is not None
    return found, halves
