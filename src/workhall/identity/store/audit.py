"""The SQL of reading the audit log. Writing it is the transaction's own business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asyncpg import Record

from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction

_RECENT = 20_000
_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which record. `sealed`: it is part of the chain already."""

    audit_id: int
    at: datetime
    actor_id: str
    actor_name: str
    verb: str
    subject_kind: str
    subject_id: str
    before: Any
    after: Any
    origin: str
    request_id: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries a list shows. None: whatever it is. `who` is an id or a part of a name; the period is half-open."""

    who: str | None = None
    verb: str | None = None
    kind: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


_SELECT = """
select a.audit_id, a.at, a.actor_id, a.actor_name, a.verb, a.subject_kind, a.subject_id, a.before, a.after,
       a.origin, a.request_id, exists (select from audit_seals s where s.audit_id = a.audit_id) as sealed
  from audit a
"""
_FILTER = """
 where a.organisation_id = current_organisation()
   and ($1::text is null or a.actor_id = $1 or strpos(lower(a.actor_name), lower($1)) > 0)
   and ($2::text is null or a.verb = $2) and ($3::text is null or a.subject_kind = $3)
   and ($4::text is null or a.subject_id = $4)
   and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
"""


def _given(wanted: AuditFilter) -> tuple[object, ...]:
    return wanted.who, wanted.verb, wanted.kind, wanted.subject, wanted.since, wanted.until


def _entry(row: Record) -> AuditEntry:
    return AuditEntry(**row)


async def find(tx: Transaction, wanted: AuditFilter, page: Page) -> Found[AuditEntry]:
    """List entries, newest first. The total is counted up to ten thousand: nobody pages further, and logs grow long."""
    given = _given(wanted)
    total = await tx.fetchval(f"select count(*) from (select from audit a {_FILTER} limit {_COUNTED}) t", *given)
    rows = await tx.fetch(
        f"{_SELECT}{_FILTER} order by a.at desc, a.audit_id desc limit $7 offset $8", *given, page.limit, page.offset
    )
    return Found(tuple(map(_entry, rows)), total)


async def latest_but_bookings(tx: Transaction, most: int) -> list[AuditEntry]:
    """List the newest entries, newest first, without those of bookings: there is an index for just this."""
    rows = await tx.fetch(
        f"""
        {_SELECT} where a.organisation_id = current_organisation() and a.subject_kind <> 'booking'
         order by a.at desc, a.audit_id desc limit $1
        """,
        most,
    )
    return list(map(_entry, rows))


async def before(tx: Transaction, wanted: AuditFilter, audit_id: int | None, most: int) -> list[AuditEntry]:
    """List the entries with a smaller number, newest first; None begins at the newest."""
    rows = await tx.fetch(
        f"{_SELECT}{_FILTER} and ($7::bigint is null or a.audit_id < $7) order by a.audit_id desc limit $8",
        *_given(wanted),
        audit_id,
        most,
    )
    return list(map(_entry, rows))


async def by_id(tx: Transaction, audit_id: int) -> AuditEntry | None:
    row = await tx.fetchrow(f"{_SELECT} where a.organisation_id = current_organisation() and a.audit_id = $1", audit_id)
    return None if row is None else _entry(row)


async def words_in_use(tx: Transaction) -> tuple[Sequence[str], Sequence[str]]:
    """The verbs and the kinds of record among the latest entries."""
    row = await tx.fetchrow(
        """
        select coalesce(array_agg(distinct verb), '{}') as verbs,
               coalesce(array_agg(distinct subject_kind), '{}') as kinds
          from (select verb, subject_kind from audit where organisation_id = current_organisation()
                 order by at desc limit $1) latest
        """,
        _RECENT,
    )
    return ((), ()) if row is None else (row["verbs"], row["kinds"])
