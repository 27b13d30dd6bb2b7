"""The SQL of the audit chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asyncpg import Record

from workhall.persistence import Transaction

_LOCK = 0x7365616C  # "seal"
_LOOK_BACK = 100_000  # ids: how late a slow transaction's entry may still appear


@dataclass(frozen=True, slots=True)
class Unsealed:
    audit_id: int
    organisation_id: int
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


@dataclass(frozen=True, slots=True)
class Link:
    position: int
    digest: bytes
    entry: Unsealed


_COLUMNS = (
    "a.audit_id, a.organisation_id, a.at, a.actor_id, a.actor_name, a.verb, a.subject_kind, a.subject_id, "
    "a.before, a.after, a.origin, a.request_id"
)


def _entry(row: Record) -> Unsealed:
    return Unsealed(*(row[name] for name in Unsealed.__slots__))


async def lock(tx: Transaction) -> bool:
    return bool(await tx.fetchval("select pg_try_advisory_xact_lock($1)", _LOCK))


async def unsealed(tx: Transaction, most: int) -> list[Unsealed]:
    rows = await tx.fetch(
        f"""
        select {_COLUMNS} from audit a left join audit_seals s using (audit_id)
         where s.audit_id is null and a.audit_id > coalesce((select max(audit_id) from audit_seals), 0) - $2
         order by a.audit_id limit $1
        """,
        most,
        _LOOK_BACK,
    )
    return [_entry(row) for row in rows]


async def head(tx: Transaction, organisation_id: int) -> tuple[int, bytes]:
    """The last seal's position and digest; 0 and nothing where there is none."""
    row = await tx.fetchrow(
        "select position, digest from audit_seals where organisation_id = $1 order by position desc limit 1",
        organisation_id,
    )
    return (0, b"") if row is None else (row["position"], row["digest"])


async def lengths(tx: Transaction) -> tuple[int, datetime | None, int]:
    """How many entries are sealed, when the last of them was written, and how many of the latest are not."""
    row = await tx.fetchrow(
        """
        select coalesce(s.position, 0) as sealed, a.at as last_at,
               (select count(*) from audit u
                 where u.organisation_id = current_organisation() and u.audit_id > coalesce(s.audit_id, 0) - $1
                   and not exists (select from audit_seals o where o.audit_id = u.audit_id)) as waiting
          from (select) nothing
          left join lateral (select position, audit_id from audit_seals
                              where organisation_id = current_organisation()
                              order by position desc limit 1) s on true
          left join audit a on a.audit_id = s.audit_id
        """,
        _LOOK_BACK,
    )
    return (0, None, 0) if row is None else (row["sealed"], row["last_at"], row["waiting"])


async def insert(tx: Transaction, seals: Sequence[tuple[int, int, int, bytes]]) -> None:
    await tx.executemany(
        "insert into audit_seals (organisation_id, position, audit_id, digest) values ($1, $2, $3, $4)", seals
    )


async def links(tx: Transaction, *, after: int, most: int) -> list[Link]:
    rows = await tx.fetch(
        f"""
        select s.position, s.digest, {_COLUMNS} from audit_seals s join audit a using (audit_id)
         where s.organisation_id = current_organisation() and s.position > $1
         order by s.position limit $2
        """,
        after,
        most,
    )
    return [Link(row["position"], row["digest"], _entry(row)) for row in rows]
