"""How many bookings of a type one person may have at a time in the same place (staff API contract, 5.6)."""

from workhall.domain import holds
from workhall.domain.bookings import queries, rights
from workhall.domain.bookings.errors import LimitReached
from workhall.domain.bookings.model import Booking, Caller
from workhall.domain.bookings.store import reading, writing
from workhall.persistence import Transaction


async def check(tx: Transaction, caller: Caller, booking: Booking, override: int | None) -> None:
    """Raises LimitReached. A booking without zones is never limited.

    Asked last, after the holds: whoever waits for the lock here holds nothing that the one before could want.
    """
    limit = await _limit(tx, caller, booking, override)
    if limit is None or not booking.zones:
        return
    await writing.lock_allowance(tx, holds.lock_key(tx.organisation, f"allowance {booking.type}", booking.user_id))
    others = await reading.concurrent(tx, booking)
    if len(others) >= limit:
        raise LimitReached(limit, await queries.linked(tx, others))


async def _limit(tx: Transaction, caller: Caller, booking: Booking, override: int | None) -> int | None:
    """An override counts from support and managers only, unless the connection lets everybody."""
    if override is not None and (caller.connection.opens_overrides or await rights.manages(tx, caller, booking.zones)):
        return override
    return caller.connection.booking_limits.get(booking.type)
