"""Jobs that were given up on: seen, tried again, or discarded by an administrator.

The queue knows no people: who may, and who did, is the caller's to check and to write down.
"""

from workhall.jobs import store
from workhall.jobs.store import DeadJob, Queue
from workhall.kernel.errors import NotFound
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction

_LARGEST_ID = 2**63


async def list_dead(tx: Transaction, page: Page = Page()) -> Found[DeadJob]:  # noqa: B008  a frozen value
    """List what was given up on, the latest first. Of the transaction's organisation; in the house, of all."""
    return await store.dead(tx, page)


async def retry(tx: Transaction, job_id: int) -> str:
    """Let a dead job run again, now and with all its attempts; answers its name. Raises NotFound."""
    return _found(await store.revive(tx, job_id) if 0 < job_id < _LARGEST_ID else None)


async def discard(tx: Transaction, job_id: int) -> str:
    """Take a dead job away for good; answers its name. Raises NotFound."""
    return _found(await store.drop(tx, job_id) if 0 < job_id < _LARGEST_ID else None)


async def queue(tx: Transaction) -> Queue:
    """Say how the queue stands."""
    return await store.queue(tx)


def _found(name: str | None) -> str:
    if name is None:
        raise NotFound("there is no such job that was given up on")
    return name
