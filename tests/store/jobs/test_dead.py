"""Jobs that were given up on: listed, tried again, discarded; each organisation its own."""

import pytest

from tests.places import Place, open_place
from workhall.jobs import discard, list_dead, queue, retry
from workhall.kernel.errors import NotFound
from workhall.persistence import Job, Transaction
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database


async def _dead(tx: Transaction, name: str, dedupe: str | None = None) -> int:
    tx.enqueue(Job(name, {"to": "ana"}, dedupe=dedupe))
    await tx.flush()
    return int(
        await tx.fetchval(
            "update jobs set dead_at = $2, attempts = 12, last_error = 'Refused: no' where name = $1 returning job_id",
            name,
            tx.now,
        )
    )


async def test_a_dead_job_is_listed_with_its_reason(tx: Transaction) -> None:
    job_id = await _dead(tx, "mail")
    found = await list_dead(tx)
    assert [(job.job_id, job.name, job.attempts, job.last_error) for job in found] == [
        (job_id, "mail", 12, "Refused: no")
    ]
    assert found.total == 1
    assert (await queue(tx)).dead == 1


async def test_a_job_tried_again_is_due_with_all_its_attempts(tx: Transaction) -> None:
    job_id = await _dead(tx, "mail")
    assert await retry(tx, job_id) == "mail"
    row = await tx.fetchrow("select attempts, dead_at, run_at from jobs where job_id = $1", job_id)
    assert row is not None
    assert (row["attempts"], row["dead_at"]) == (0, None)
    assert row["run_at"] <= tx.now


async def test_a_job_whose_like_waits_already_is_not_doubled(tx: Transaction) -> None:
    job_id = await _dead(tx, "mail", dedupe="ana")
    tx.enqueue(Job("mail", {"to": "ana"}, dedupe="ana"))
    await tx.flush()
    await retry(tx, job_id)
    assert await tx.fetchval("select count(*) from jobs where name = 'mail'") == 1


async def test_a_discarded_job_is_gone(tx: Transaction) -> None:
    job_id = await _dead(tx, "mail")
    assert await discard(tx, job_id) == "mail"
    assert (await list_dead(tx)).total == 0


@pytest.mark.parametrize("number", [0, -1, 2**63, 999_999_999])
async def test_what_is_no_dead_job_is_not_found(tx: Transaction, number: int) -> None:
    for verb in (retry, discard):
        with pytest.raises(NotFound):
            await verb(tx, number)


async def test_a_waiting_job_cannot_be_discarded(tx: Transaction) -> None:
    tx.enqueue(Job("mail"))
    await tx.flush()
    job_id = await tx.fetchval("select job_id from jobs where name = 'mail'")
    with pytest.raises(NotFound):
        await discard(tx, job_id)


async def test_another_organisation_sees_none_of_it(house: House, place: Place) -> None:
    async with house.database.transaction(place.organisation) as tx:
        job_id = await _dead(tx, f"mail.{place.environment}")
    other = await open_place(house)
    async with house.database.transaction(other.organisation) as tx:
        assert (await list_dead(tx)).total == 0
        with pytest.raises(NotFound):
            await discard(tx, job_id)
