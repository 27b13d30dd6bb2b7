"""Who may do what with a booking (staff API contract, 5.2 and 12.5)."""

from collections.abc import Sequence

from workhall.domain import places
from workhall.domain.bookings.errors import MayNotDecide, NoBooking, NotYours
from workhall.domain.bookings.model import Booking, Caller
from workhall.domain.bookings.store import reading
from workhall.kernel.ids import BookingId
from workhall.kernel.text import email as tidy_email
from workhall.persistence import Transaction


def is_own(caller: Caller, booking: Booking) -> bool:
    """Whether it is for the caller, or was booked by the caller."""
    actor = caller.actor
    mine = actor.user_id in {booking.user_id, booking.booked_by_id}
    return mine or (bool(actor.email) and tidy_email(actor.email) == booking.user_email)


async def manages(tx: Transaction, caller: Caller, zones: Sequence[str]) -> bool:
    """Whether the caller is support, or in a group that manages the zones."""
    return caller.actor.is_support or (await places.permission_on(tx, caller.actor, zones)).manages


async def need_owner(tx: Transaction, caller: Caller, booking: Booking) -> None:
    """Raises NotYours."""
    if not is_own(caller, booking) and not await manages(tx, caller, booking.zones):
        raise NotYours


async def need_decider(tx: Transaction, caller: Caller, booking: Booking) -> None:
    """Raises MayNotDecide; also about one's own booking."""
    if not await manages(tx, caller, booking.zones):
        raise MayNotDecide


async def locked(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    """Find a booking of the caller's connection, and keep it from changing under us. Raises NoBooking."""
    found = await reading.lock(tx, caller.tenant_id, booking_id)
    if found is None:
        raise NoBooking(booking_id)
    return found


async def own(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    """Like `locked`, for its owner only. Raises NotYours."""
    found = await locked(tx, caller, booking_id)
    await need_owner(tx, caller, found)
    return found
