"""Jobs: enqueued with their cause, run once, tried again, and kept when they cannot be done."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.places import Place
from workhall.jobs import Registry, Worker
from workhall.jobs.worker import pause_after
from workhall.kernel.errors import Unavailable
from workhall.persistence import Job, Transaction
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database


def _registry(name: str, done: list[Any], fail: Exception | None = None) -> Registry:
    async def work(tx: Transaction, arguments: Any) -> None:
        await tx.execute("insert into groups (name) values ($1)", f"job {arguments}")
        done.append(arguments)
        if fail:
            raise fail

    registry = Registry()
    registry.add(name, work)
    return registry


async def _enqueue(house: House, place: Place, *jobs: Job) -> None:
    async with house.database.transaction(place.organisation) as tx:
        for job in jobs:
            tx.enqueue(job)


async def test_a_job_runs_once_however_many_workers_there_are(house: House, place: Place) -> None:
    done: list[Any] = []
    name = f"count.{place.environment}"
    registry = _registry(name, done)
    await _enqueue(house, place, *(Job(name, number) for number in range(50)))

    async def drain() -> None:
        while await Worker(house.database, registry).work_once():
            pass

    await asyncio.gather(*(drain() for _ in range(4)))
    assert sorted(done) == list(range(50))


async def test_a_job_of_a_rolled_back_transaction_never_runs(house: House, place: Place) -> None:
    done: list[Any] = []
    name = f"never.{place.environment}"
    tx = await house.database.begin(place.organisation)
    tx.enqueue(Job(name, 1))
    await tx.flush()
    await house.database.roll_back(tx)
    assert await Worker(house.database, _registry(name, done)).work_once() == 0
    assert done == []


async def test_an_equal_job_does_not_wait_twice(house: House, place: Place) -> None:
    done: list[Any] = []
    name = f"once.{place.environment}"
    await _enqueue(house, place, Job(name, 1, dedupe="same"))
    await _enqueue(house, place, Job(name, 1, dedupe="same"))
    await Worker(house.database, _registry(name, done)).work_once()
    assert done == [1]


async def test_a_failed_job_undoes_what_it_did_and_waits(house: House, place: Place) -> None:
    done: list[Any] = []
    name = f"fails.{place.environment}"
    await _enqueue(house, place, Job(name, 1))
    worker = Worker(house.database, _registry(name, done, RuntimeError("no")))
    assert await worker.work_once() == 1
    assert await worker.work_once() == 0
    async with house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select count(*) from groups") == 0
        row = await tx.fetchrow("select attempts, last_error, dead_at from jobs where name = $1", name)
    assert row is not None
    assert (row["attempts"], row["last_error"], row["dead_at"]) == (1, "RuntimeError: no", None)


async def test_a_permanent_failure_stays_dead_for_an_administrator_to_see(house: House, place: Place) -> None:
    done: list[Any] = []
    name = f"dead.{place.environment}"
    await _enqueue(house, place, Job(name, 1))
    await Worker(house.database, _registry(name, done, Unavailable("gone", permanent=True))).work_once()
    async with house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select dead_at is not null from jobs where name = $1", name)


def test_waits_grow_and_end() -> None:
    assert pause_after(1) == timedelta(seconds=2)
    assert pause_after(11) == timedelta(seconds=2048)
    assert pause_after(12) is None


async def test_a_schedule_runs_on_one_node_only(house: House, place: Place) -> None:
    runs: list[int] = []

    async def work(_: Transaction) -> None:
        runs.append(1)

    registry = Registry()
    registry.every(timedelta(hours=1), f"hourly.{place.environment}", work)
    await asyncio.gather(*(Worker(house.database, registry)._keep_appointments() for _ in range(5)))
    assert runs == [1]
