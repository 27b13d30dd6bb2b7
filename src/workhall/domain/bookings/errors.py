"""What can stand in the way of a booking."""

from collections.abc import Sequence

from workhall.domain.bookings.model import Booking
from workhall.kernel.errors import Conflict, Gone, Invalid, NotAllowed, NotFound, NotNow
from workhall.kernel.ids import BookingId


class BadBooking(Invalid):
    code = "booking_invalid"


class NotOfferedYet(Invalid):
    """Understood, but this server would lose a part of it; better refused than forgotten."""

    code = "not_offered_yet"


class Clash(Conflict):
    """Somebody else holds an asset in that time. `holders` are those the caller may be told of."""

    code = "booking_clash"

    def __init__(self, holders: Sequence[Booking]) -> None:
        super().__init__("Conflicting booking")
        self.holders = holders


class LimitReached(Gone):
    """The holder has used up the allowance for this type of booking in that time and place."""

    code = "booking_limit_reached"

    def __init__(self, limit: int, holders: Sequence[Booking]) -> None:
        super().__init__("Booking limit reached")
        self.limit = limit
        self.holders = holders


class NoBooking(NotFound):
    code = "booking_not_found"

    def __init__(self, booking_id: BookingId) -> None:
        super().__init__(f"could not find booking with id: {booking_id}")


class NotYours(NotAllowed):
    code = "not_your_booking"

    def __init__(self) -> None:
        super().__init__("this booking is neither yours nor in zones that you manage")


class MayNotDecide(NotAllowed):
    code = "may_not_decide"

    def __init__(self) -> None:
        super().__init__("approving and rejecting needs a manager of the booking's zones")


class BookingDeleted(NotNow):
    code = "booking_deleted"


class TimesOfParent(NotNow):
    code = "times_of_parent"

    def __init__(self) -> None:
        super().__init__("a linked booking takes its times from the booking it belongs to")


class CannotCheckIn(NotNow):
    code = "cannot_check_in"
