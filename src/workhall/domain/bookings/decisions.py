"""Approving and rejecting. Linked bookings share the decision."""

from msgspec.structs import replace

from workhall.domain.bookings import events, keeping, queries, rights
from workhall.domain.bookings.commands import decided
from workhall.domain.bookings.errors import BookingDeleted
from workhall.domain.bookings.model import Booking, Caller
from workhall.domain.bookings.store import reading
from workhall.kernel.ids import BookingId
from workhall.kernel.time import seconds
from workhall.persistence import Transaction


async def approve(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    """Grant a booking; one that was rejected takes its holds again.

    Raises:
        NoBooking, MayNotDecide, BookingDeleted.
        Clash: somebody else has an asset by now; nothing is changed then.
    """
    return await _decide(tx, caller, booking_id, approved=True)


async def reject(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    """Refuse a booking; others may have its assets at once."""
    return await _decide(tx, caller, booking_id, approved=False)


async def _decide(tx: Transaction, caller: Caller, booking_id: BookingId, *, approved: bool) -> Booking:
    before = await rights.locked(tx, caller, booking_id)
    await rights.need_decider(tx, caller, before)
    if before.deleted:
        raise BookingDeleted
    after = decided(before, caller, approved=approved, now_s=seconds(tx.now))
    family = [] if before.parent_id is not None else await reading.lock_children(tx, booking_id)
    pairs = [(before, after), *((child, _alike(child, after)) for child in family)]
    kept = await keeping.save(tx, caller, pairs, events.APPROVED if approved else events.REJECTED)
    return (await queries.linked(tx, kept[:1]))[0]


def _alike(child: Booking, parent: Booking) -> Booking:
    return replace(
        child,
        approved=parent.approved,
        approved_s=parent.approved_s,
        rejected=parent.rejected,
        rejected_s=parent.rejected_s,
        approver_id=parent.approver_id,
        approver_name=parent.approver_name,
        approver_email=parent.approver_email,
    )
