"""The worker of one process: claims due jobs, runs them, and keeps the clock's appointments."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from workhall.jobs import store
from workhall.kernel.errors import Unavailable, WorkhallError
from workhall.kernel.ids import HOUSE
from workhall.observability import metrics
from workhall.persistence import LOST

if TYPE_CHECKING:
    from workhall.jobs.registry import Registry, Schedule
    from workhall.jobs.store import Claimed
    from workhall.persistence import Database

log = structlog.get_logger("workhall.jobs")
_BATCH = 20
_LEASE = timedelta(minutes=5)
_LOOK_EVERY_S = 1.0
_MOST_ATTEMPTS = 12
_LONGEST_WAIT = timedelta(hours=1)
_LOST = (*LOST, Unavailable)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after the n-th failure: 2, 4, 8 … seconds, an hour at most; after the twelfth, for ever."""
    if attempts >= _MOST_ATTEMPTS:
        return None
    return min(timedelta(seconds=2**attempts), _LONGEST_WAIT)


class Worker:
    """One per process; any number share the queue."""

    def __init__(self, database: Database, registry: Registry) -> None:
        self._database = database
        self._registry = registry
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.state = "not started"

    def start(self) -> None:
        self._task = asyncio.create_task(self._work_for_ever(), name="worker")
        self.state = "ok"

    def wake(self) -> None:
        self._wake.set()

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self.state = "stopped"

    async def _work_for_ever(self) -> None:
        while True:
            try:
                await self._keep_appointments()
                while await self.work_once():
                    pass
                self.state = "ok"
            except _LOST as error:
                self.state = f"cannot reach the queue: {type(error).__name__}"
                log.warning("jobs pause", reason=str(error))
            except Exception:
                self.state = "fails"
                log.exception("the worker stumbled")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY_S):
                    await self._wake.wait()
            self._wake.clear()

    async def work_once(self) -> int:
        """Claim and run one batch; answers how many jobs were claimed."""
        async with self._database.transaction(HOUSE) as tx:
            claimed = await store.claim(tx, list(self._registry.jobs), most=_BATCH, lease=_LEASE)
        for job in claimed:
            await self._run(job)
        return len(claimed)

    async def _run(self, job: Claimed) -> None:
        try:
            async with self._database.transaction(job.organisation) as tx:
                if not await store.finish(tx, job.job_id, job.attempts):
                    return
                await self._registry.jobs[job.name](tx, job.arguments)
        except Exception as error:  # noqa: BLE001  one of the five edges: a job may fail in any way
            await self._put_back(job, error)
        else:
            metrics.JOBS.labels(job.name, "done").inc()

    async def _put_back(self, job: Claimed, error: Exception) -> None:
        wait = None if getattr(error, "permanent", False) else pause_after(job.attempts)
        metrics.JOBS.labels(job.name, "dead" if wait is None else "retried").inc()
        log.warning(
            "a job failed",
            job=job.name,
            attempt=job.attempts,
            again_in=str(wait),
            exc_info=not isinstance(error, WorkhallError),
            reason=str(error),
        )
        async with self._database.transaction(HOUSE) as tx:
            await store.put_back(tx, job.job_id, f"{type(error).__name__}: {error}", after=wait)

    async def _keep_appointments(self) -> None:
        for schedule in self._registry.schedules:
            await self._keep(schedule)

    async def _keep(self, schedule: Schedule) -> None:
        async with self._database.transaction(HOUSE) as tx:
            if not await store.due(tx, schedule.name, schedule.every):
                return
        try:
            async with self._database.transaction(HOUSE) as tx:
                await schedule.work(tx)
        except _LOST:
            raise
        except Exception:
            log.exception("a schedule failed", schedule=schedule.name)
        else:
            metrics.JOBS.labels(schedule.name, "done").inc()
