"""The statements that write bookings. A booking and its holds come and go in one statement."""

from workhall.domain.bookings.model import Booking
from workhall.domain.bookings.store.rows import INSERTED, SAVED, inserted, saved
from workhall.domain.holds import RELEASING, TAKING, Claim, claimed
from workhall.kernel.ids import BookingId
from workhall.persistence import Transaction

_CLAIM_PARTS = 4


def _places(columns: tuple[str, ...], first: int) -> list[str]:
    return [f"${n}" for n, _ in enumerate(columns, first)]


_NOW = f"${_CLAIM_PARTS + len(INSERTED) + 1}"
_INSERT = f"""
with made as (
  insert into bookings ({", ".join(INSERTED)}, created_at, updated_at)
  values ({", ".join(_places(INSERTED, _CLAIM_PARTS + 1))}, {_NOW}, {_NOW})
  returning booking_id, tenant_id, booking_type, zones, starts_s, ends_s
), placed as (
  insert into booking_zones (tenant_id, booking_type, zone_id, starts_s, ends_s, booking_id)
  select distinct tenant_id, booking_type, zone_id, starts_s, ends_s, booking_id from made, unnest(zones) as zone_id
), taken as ({TAKING})
select booking_id, (select count(*) from taken) as taken from made
"""


async def insert(tx: Transaction, booking: Booking, claim: Claim) -> tuple[BookingId, bool]:
    """Write a new booking, its zones and its holds; answers its id, and whether it got all it claims."""
    row = await tx.fetchrow(_INSERT, *claimed(claim), *inserted(booking), tx.now)
    if row is None:
        raise AssertionError("an insert answers its row")
    return BookingId(row["booking_id"]), row["taken"] == len(claim.asset_ids)


_SAVE = f"""
with released as ({RELEASING} and $2)
update bookings
   set ({", ".join(SAVED)}, updated_at) = ({", ".join(_places(SAVED, 4))}, $3)
 where booking_id = $1
"""


async def save(tx: Transaction, booking: Booking, *, releasing: bool) -> None:
    """Write a booking back; with `releasing` its holds go in the same statement."""
    await tx.execute(_SAVE, booking.booking_id, releasing, tx.now, *saved(booking))


async def place(tx: Transaction, booking: Booking) -> None:
    """Write anew in which zones a booking is found, and when."""
    await tx.execute("delete from booking_zones where booking_id = $1", booking.booking_id)
    await tx.execute(
        """
        insert into booking_zones (tenant_id, booking_type, zone_id, starts_s, ends_s, booking_id)
        select distinct $1::bigint, $2, zone_id, $3::bigint, $4::bigint, $5::bigint from unnest($6::text[]) as zone_id
        """,
        booking.tenant_id,
        booking.type,
        booking.starts_s,
        booking.ends_s,
        booking.booking_id,
        list(booking.zones),
    )


async def lock_allowance(tx: Transaction, key: int) -> None:
    """Count for one person and type at a time, so that two at once cannot pass a limit together."""
    await tx.execute("select pg_advisory_xact_lock($1)", key)
