"""The SQL of the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workhall.kernel.ids import OrganisationId
from workhall.persistence import Transaction

WAKE_RELAY = "workhall_news"
WAKE_READERS = "workhall_told"
_RELAY_LOCK = 0x72656C6179  # "relay": one pass at a time, in all nodes together


@dataclass(frozen=True, slots=True)
class News:
    """One announcement that has its place. `payload` is JSON as it was told."""

    position: int
    organisation: OrganisationId
    channel: str
    payload: Any
    at: datetime


async def place(tx: Transaction, most: int) -> int:
    """Give positions to what was committed since; answers how many.

    The lock is held until the commit is visible, so positions appear in order.
    """
    await tx.execute("select pg_advisory_xact_lock($1)", _RELAY_LOCK)
    placed = await tx.execute(
        """
        with untold as (select outbox_id from outbox where position is null order by outbox_id limit $1),
             numbered as materialized (select outbox_id, nextval('outbox_position') as position from untold)
        update outbox o set position = n.position from numbered n where o.outbox_id = n.outbox_id
        """,
        most,
    )
    if placed:
        await tx.execute("select pg_notify($1, '')", WAKE_READERS)
    return placed


async def last_position(tx: Transaction) -> int:
    return int(await tx.fetchval("select coalesce(max(position), 0) from outbox where position is not null"))


async def since(tx: Transaction, position: int, most: int) -> list[News]:
    rows = await tx.fetch(
        """
        select position, organisation_id, channel, payload, at from outbox
         where position > $1 order by position limit $2
        """,
        position,
        most,
    )
    return [
        News(row["position"], OrganisationId(row["organisation_id"]), row["channel"], row["payload"], row["at"])
        for row in rows
    ]


async def forget(tx: Transaction, older_than: timedelta) -> int:
    """Drop what was told long ago."""
    return await tx.execute("delete from outbox where position is not null and at < $1", tx.now - older_than)


async def lag(tx: Transaction) -> float:
    """Age in seconds of the oldest announcement that has no position yet."""
    oldest = await tx.fetchval("select min(at) from outbox where position is null")
    return 0.0 if oldest is None else max(0.0, (tx.now - oldest).total_seconds())
