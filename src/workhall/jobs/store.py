"""The SQL of jobs and schedules."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workhall.kernel.ids import OrganisationId
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
