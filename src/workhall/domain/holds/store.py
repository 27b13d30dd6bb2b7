"""The SQL of holds. The table refuses a second holder; here we ask whether it did.

Nothing is checked before it is written, so there is nothing to race with: a hold is inserted, and one that
would overlap is left out by the exclusion constraint. Fewer holds than claimed means somebody else has one.
A rival that has not committed yet is waited for.
"""

from collections.abc import Iterable, Sequence

from workhall.domain.holds.model import Claim, Held, lock_key
from workhall.kernel.ids import BookingId
from workhall.kernel.time import Interval
from workhall.persistence import Transaction

_LOOK_BACK_S = 86_400
"""Most bookings last a day at most: those are found by their start, the few longer ones by their end."""

TAKING = """
  insert into holds (kind, asset_id, starts_s, ends_s, booking_id)
  select $1::text, asset_id, $2::bigint, $3::bigint, made.booking_id
    from made, unnest($4::text[]) as asset_id
   order by asset_id
      on conflict do nothing
  returning 1
"""
"""Takes the holds of a claim (`$1` to `$4`, see `claimed`) for the booking of the CTE `made`, in one statement."""

RELEASING = "delete from holds where booking_id = $1"
"""Releases all holds of the booking `$1`, in one statement with whatever ends it."""


def claimed(claim: Claim) -> tuple[object, ...]:
    return claim.kind, claim.interval.start_s, claim.interval.end_s, list(claim.asset_ids)


async def take(tx: Transaction, claim: Claim, booking_id: BookingId) -> bool:
    """Take holds for a booking that has none; False when somebody else has one of the assets in that time."""
    if not claim:
        return True
    taken = await tx.fetchval(
        f"with made as (select $5::bigint as booking_id), taken as ({TAKING}) select count(*) from taken",
        *claimed(claim),
        booking_id,
    )
    return bool(taken == len(claim.asset_ids))


async def count_starting(tx: Transaction, within: Interval) -> int:
    """Count the bookings that begin in a period, each occurrence of a series once, by one short index scan per kind."""
    return int(
        await tx.fetchval(
            """
            with recursive kinds as (
              (select kind from holds where organisation_id = current_organisation() order by kind limit 1)
              union all
              select (select h.kind from holds h where h.organisation_id = current_organisation() and h.kind > k.kind
                       order by h.kind limit 1)
                from kinds k where k.kind is not null
            )
            select count(*)
              from kinds k, lateral (
                select distinct h.booking_id, h.instance_s from holds h
                 where h.organisation_id = current_organisation() and h.kind = k.kind
                   and h.starts_s >= $1 and h.starts_s < $2 and h.booking_id is not null
              ) started
            """,
            within.start_s,
            within.end_s,
        )
    )


async def release(tx: Transaction, booking_id: BookingId) -> None:
    await tx.execute(RELEASING, booking_id)


async def stand_in_line(tx: Transaction, claims: Iterable[Claim]) -> None:
    """Wait until nobody else exchanges holds of these assets.

    Two bookings that swap places would each wait for the other's old hold, and PostgreSQL would need a second
    to notice. Whoever releases one hold for another, or takes several, stands in line first, always in the
    same order. Somebody new who wants one asset waits with nothing in hand, and needs no line.
    """
    keys = {lock_key(tx.organisation, claim.kind, asset) for claim in claims for asset in claim.asset_ids}
    if keys:
        await tx.execute("select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as key", sorted(keys))


# All holds of a kind that overlap $2 to $3, of the assets $4 (null: of any). Two narrow index scans instead of
# one that reads everything that ever began before the end.
_OVERLAPPING = f"""
  select asset_id, starts_s, ends_s, booking_id
    from holds
   where kind = $1 and starts_s < $3 and ends_s > $2
     and starts_s > $2 - {_LOOK_BACK_S} and ends_s - starts_s <= {_LOOK_BACK_S}
     and ($4::text[] is null or asset_id = any($4))
  union all
  select asset_id, starts_s, ends_s, booking_id
    from holds
   where kind = $1 and starts_s < $3 and ends_s > $2 and ends_s - starts_s > {_LOOK_BACK_S}
     and ($4::text[] is null or asset_id = any($4))
"""


async def overlapping(
    tx: Transaction, kind: str, interval: Interval, *, asset_ids: Sequence[str] | None, but: BookingId | None
) -> list[Held]:
    """Find the holds others have (`but` is not another) in a stretch of time; `asset_ids` None: of any asset."""
    rows = await tx.fetch(
        f"select * from ({_OVERLAPPING}) h where $5::bigint is null or booking_id is distinct from $5",
        kind,
        interval.start_s,
        interval.end_s,
        None if asset_ids is None else list(asset_ids),
        but,
    )
    return [Held(row["asset_id"], Interval(row["starts_s"], row["ends_s"]), row["booking_id"]) for row in rows]


async def systems_by_email(tx: Transaction, emails: Sequence[str]) -> dict[str, str]:
    """Find rooms by their addresses, which are kept in the case somebody typed; asked for in lower case."""
    rows = await tx.fetch(
        "select lower(email) as email, system_id from systems where lower(email) = any($1)", list(emails)
    )
    return {row["email"]: row["system_id"] for row in rows}
