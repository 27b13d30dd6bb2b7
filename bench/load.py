"""The load generator: a process of its own with n connections, told what to ask, telling how long each took."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass

import msgspec
from tests.load import Answer, Connection


class Task(msgspec.Struct):
    """`kind` is `create` or `get`; `path` what to get. `first` numbers the creates, so that none meets another's."""

    base_url: str
    token: str
    kind: str
    clients: int
    seconds: float
    path: str = ""
    first: int = 0
    zones: list[str] = []


class Outcome(msgspec.Struct):
    """Milliseconds of each answer, counts by status, and seconds it all took."""

    times_ms: list[float]
    statuses: dict[int, int]
    took_s: float

    @property
    def p50_ms(self) -> float:
        return statistics.median(self.times_ms)

    @property
    def p95_ms(self) -> float:
        return statistics.quantiles(self.times_ms, n=20)[18]

    @property
    def a_second(self) -> float:
        return len(self.times_ms) / self.took_s


@dataclass(slots=True)
class _Counter:
    value: int

    def next(self) -> int:
        self.value += 1
        return self.value


def run(task: Task) -> Outcome:
    """Run a task in a process of its own, as a client would be."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"], input=msgspec.json.encode(task), capture_output=True, check=True
    )
    outcome = msgspec.json.decode(done.stdout, type=Outcome)
    if any(status >= 400 for status in outcome.statuses):
        raise RuntimeError(f"{task.kind} {task.path}: {outcome.statuses}")
    return outcome


def body(number: int, zones: list[str]) -> dict[str, object]:
    """A booking nobody else makes: as the web app sends it, all rules on."""
    start = 1_900_000_000 + (number % 5000) * 3600
    desk = f"bench-{number // 5000}"
    return {
        "booking_type": "desk",
        "asset_id": desk,
        "asset_ids": [desk],
        "booking_start": start,
        "booking_end": start + 3600,
        "timezone": "Europe/Amsterdam",
        "title": "Desk",
        "zones": zones,
        "extension_data": {"asset_name": desk, "group": "", "department": "R&D"},
    }


async def _one(task: Task, connection: Connection, numbers: _Counter) -> Answer:
    if task.kind == "create":
        return await connection.ask("POST", "/api/staff/v1/bookings", body(numbers.next(), task.zones))
    return await connection.ask("GET", task.path)


async def _client(task: Task, numbers: _Counter, until: float, outcome: Outcome) -> None:
    connection = await Connection.open(task.base_url, task.token)
    try:
        while (began := time.perf_counter()) < until:
            answer = await _one(task, connection, numbers)
            outcome.times_ms.append((time.perf_counter() - began) * 1000)
            outcome.statuses[answer.status] = outcome.statuses.get(answer.status, 0) + 1
    finally:
        await connection.close()


async def _work(task: Task) -> Outcome:
    outcome = Outcome([], dict(Counter[int]()), 0.0)
    numbers = _Counter(task.first)
    warm = Outcome([], {}, 0.0)
    await asyncio.gather(
        *(_client(task, numbers, time.perf_counter() + min(1.0, task.seconds / 4), warm) for _ in range(task.clients))
    )
    began = time.perf_counter()
    await asyncio.gather(*(_client(task, numbers, began + task.seconds, outcome) for _ in range(task.clients)))
    outcome.took_s = time.perf_counter() - began
    return outcome


if __name__ == "__main__":
    import uvloop

    told = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(_work(told))))
