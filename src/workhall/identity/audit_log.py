"""Reading the audit log. Only administrators may."""

from collections.abc import AsyncIterator, Sequence

from workhall.identity.actor import Actor
from workhall.identity.store import audit as store
from workhall.identity.store.audit import AuditEntry, AuditFilter
from workhall.kernel.errors import NotFound
from workhall.kernel.ids import OrganisationId
from workhall.kernel.paging import Found, Page
from workhall.persistence import Database, Transaction

MOST_EXPORTED = 100_000
_BATCH = 1000
_LARGEST_ID = 2**63


async def find_entries(tx: Transaction, actor: Actor, wanted: AuditFilter, page: Page) -> Found[AuditEntry]:
    """List entries, newest first."""
    actor.need_admin()
    return await store.find(tx, wanted, page)


async def latest_changes(tx: Transaction, actor: Actor, most: int) -> Sequence[AuditEntry]:
    """List what was last done to the house itself, newest first; bookings, of which there are thousands, aside."""
    actor.need_admin()
    return await store.latest_but_bookings(tx, most)


async def entry_of(tx: Transaction, actor: Actor, audit_id: int) -> AuditEntry:
    """Raises NotFound."""
    actor.need_admin()
    found = await store.by_id(tx, audit_id) if 0 < audit_id < _LARGEST_ID else None
    if found is None:
        raise NotFound("there is no such entry")
    return found


async def audited_words(tx: Transaction, actor: Actor) -> tuple[Sequence[str], Sequence[str]]:
    """Say which verbs and kinds of record there are to filter by."""
    actor.need_admin()
    return await store.words_in_use(tx)


async def every_entry(
    database: Database, organisation: OrganisationId, actor: Actor, wanted: AuditFilter
) -> AsyncIterator[AuditEntry]:
    """Go through all entries, newest first, `MOST_EXPORTED` at most.

    Opens a short transaction for each batch, so that a slow reader holds none open.
    """
    actor.need_admin()
    last: int | None = None
    for _ in range(MOST_EXPORTED // _BATCH):
        async with database.transaction(organisation, read_only=True) as tx:
            batch = await store.before(tx, wanted, last, _BATCH)
        for entry in batch:
            yield entry
        if len(batch) < _BATCH:
            return
        last = batch[-1].audit_id
