"""Checking in and out."""

from msgspec.structs import replace

from workhall.domain import holds
from workhall.domain.bookings import events, keeping, queries, rights
from workhall.domain.bookings.errors import BookingDeleted, CannotCheckIn, Clash
from workhall.domain.bookings.model import Booking, Caller
from workhall.domain.bookings.rules import claim_of
from workhall.domain.holds import Claim
from workhall.kernel.ids import BookingId
from workhall.kernel.time import Interval, seconds
from workhall.persistence import Transaction

_HOUR_S = 3600


async def check_in(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    """Say that somebody came.

    Raises:
        NoBooking, NotYours, BookingDeleted.
        CannotCheckIn: it is over, too early, or was turned down.
        Clash: somebody else has an asset until the start.
    """
    before = await _present(tx, caller, booking_id)
    now_s = seconds(tx.now)
    need_open_door(before, now_s, caller.connection.early_checkin_s)
    await _need_nobody_before(tx, caller, before, now_s)
    since_s = before.checked_in_s if before.checked_in else now_s
    return await _kept(tx, caller, before, replace(before, checked_in=True, checked_in_s=since_s))


async def check_out(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    """Say that somebody left, or never will come; others may have the assets at once. Twice changes nothing."""
    before = await _present(tx, caller, booking_id)
    if before.checked_out_s is not None:
        return (await queries.linked(tx, [before]))[0]
    return await _kept(tx, caller, before, replace(before, checked_in=False, checked_out_s=seconds(tx.now)))


def need_open_door(booking: Booking, now_s: int, early_checkin_s: int) -> None:
    """Raises CannotCheckIn; clients show the sentence as it is."""
    if booking.checked_out_s is not None:
        raise CannotCheckIn("a checked out booking cannot be checked back in")
    if booking.ends_s <= now_s:
        raise CannotCheckIn("The booking has ended")
    if booking.starts_s - now_s > early_checkin_s:
        raise CannotCheckIn(f"Can only check in an {early_checkin_s / _HOUR_S} hour before the booking start")
    if booking.rejected:
        raise CannotCheckIn("a rejected booking cannot be checked in; its assets may be somebody else's by now")


async def _need_nobody_before(tx: Transaction, caller: Caller, booking: Booking, now_s: int) -> None:
    """Whoever comes early needs the assets from now on, and gets no hold for it: others may still book the gap."""
    if booking.starts_s <= now_s:
        return
    claim = claim_of(booking, await holds.keys_of(tx, booking.type, booking.asset_ids))
    gap = Interval(now_s, booking.starts_s)
    others = await holds.overlapping(tx, claim.kind, gap, asset_ids=claim.asset_ids, but=booking.booking_id)
    if others:
        wanted = Claim(claim.kind, claim.asset_ids, gap)
        raise Clash(await keeping.in_the_way(tx, caller, wanted, but=booking.booking_id))


async def _present(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    found = await rights.own(tx, caller, booking_id)
    if found.deleted:
        raise BookingDeleted
    return found


async def _kept(tx: Transaction, caller: Caller, before: Booking, after: Booking) -> Booking:
    return (await queries.linked(tx, await keeping.save(tx, caller, [(before, after)], events.CHECKED_IN)))[0]
