"""The SQL of jobs and schedules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workhall.kernel.ids import OrganisationId
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class Claimed:
    job_id: int
    organisation: OrganisationId
    name: str
    arguments: Any
    attempts: int


async def claim(tx: Transaction, names: list[str], *, most: int, lease: timedelta) -> list[Claimed]:
    """Take due jobs for `lease`; one that is not finished by then is anybody's again."""
    rows = await tx.fetch(
        """
        update jobs set locked_until = $1::timestamptz + $2, attempts = attempts + 1
         where job_id in (select job_id from jobs
                           where dead_at is null and run_at <= $1 and (locked_until is null or locked_until < $1)
                             and name = any($3)
                           order by run_at, job_id limit $4 for update skip locked)
        returning job_id, organisation_id, name, arguments, attempts
        """,
        tx.now,
        lease,
        names,
        most,
    )
    found = [
        Claimed(row["job_id"], OrganisationId(row["organisation_id"]), row["name"], row["arguments"], row["attempts"])
        for row in rows
    ]
    return sorted(found, key=lambda claimed: claimed.job_id)


async def finish(tx: Transaction, job_id: int, attempts: int) -> bool:
    """Remove a job that is done; False when another node has taken it over meanwhile."""
    return await tx.execute("delete from jobs where job_id = $1 and attempts = $2", job_id, attempts) == 1


async def put_back(tx: Transaction, job_id: int, reason: str, *, after: timedelta | None) -> None:
    """Try again `after` a while; None: never, it stays for an administrator to see."""
    await tx.execute(
        """
        update jobs set locked_until = null, last_error = $2,
               run_at  = coalesce($3::timestamptz + $4, run_at),
               dead_at = case when $4::interval is null then $3::timestamptz end
         where job_id = $1
        """,
        job_id,
        reason,
        tx.now,
        after,
    )


async def due(tx: Transaction, name: str, every: timedelta) -> bool:
    """Whether this node may run a schedule now; the row is moved on, so nobody else does."""
    return (
        await tx.fetchval(
            """
            insert into schedules as s (name, last_run, next_run) values ($1, $2, $2::timestamptz + $3)
            on conflict (name) do update set last_run = $2, next_run = $2::timestamptz + $3 where s.next_run <= $2
            returning name
            """,
            name,
            tx.now,
            every,
        )
        is not None
    )


@dataclass(frozen=True, slots=True)
class Queue:
    """How the queue stands."""

    waiting: int
    dead: int
    oldest_s: float


async def queue(tx: Transaction) -> Queue:
    row = await tx.fetchrow(
        """
        select count(*) filter (where dead_at is null) as waiting, count(*) filter (where dead_at is not null) as dead,
               min(run_at) filter (where dead_at is null and run_at <= $1) as oldest from jobs
        """,
        tx.now,
    )
    if row is None:
        return Queue(0, 0, 0.0)
    oldest = row["oldest"]
    return Queue(row["waiting"], row["dead"], 0.0 if oldest is None else (tx.now - oldest).total_seconds())


@dataclass(frozen=True, slots=True)
class DeadJob:
    """Work that was given up on, and why."""

    job_id: int
    name: str
    arguments: Any
    attempts: int
    last_error: str
    dead_at: datetime


async def dead(tx: Transaction, page: Page) -> Found[DeadJob]:
    total = await tx.fetchval("select count(*) from jobs where dead_at is not null")
    rows = await tx.fetch(
        """
        select job_id, name, arguments, attempts, coalesce(last_error, '') as last_error, dead_at from jobs
         where dead_at is not null order by dead_at desc, job_id desc limit $1 offset $2
        """,
        page.limit,
        page.offset,
    )
    return Found(tuple(DeadJob(**row) for row in rows), total)


async def revive(tx: Transaction, job_id: int) -> str | None:
    """Make a dead job due now, with all its attempts before it; answers its name.

    Another one like it may wait already (`dedupe`): then this one goes, since that one does the work.
    """
    row = await tx.fetchrow(
        "select name, dedupe from jobs where job_id = $1 and dead_at is not null for update", job_id
    )
    if row is None:
        return None
    taken = await tx.fetchval(
        """
        select exists (select from jobs j join jobs d on d.job_id = $1
                        where j.organisation_id = d.organisation_id and j.name = d.name and j.dedupe = d.dedupe
                          and j.dead_at is null)
        """,
        job_id,
    )
    if taken:
        await tx.execute("delete from jobs where job_id = $1", job_id)
    else:
        await tx.execute(
            "update jobs set dead_at = null, locked_until = null, attempts = 0, run_at = $2 where job_id = $1",
            job_id,
            tx.now,
        )
    return str(row["name"])


async def drop(tx: Transaction, job_id: int) -> str | None:
    """Remove a dead job; answers its name."""
    name = await tx.fetchval("delete from jobs where job_id = $1 and dead_at is not null returning name", job_id)
    return None if name is None else str(name)
