"""Bookings: desks, parking, visitors, anything reserved for a time."""

from workhall.domain.bookings.asked import Asked
from workhall.domain.bookings.commands import book, cancel, change, merge_extension, set_induction, set_process_state
from workhall.domain.bookings.decisions import approve, reject
from workhall.domain.bookings.errors import (
    BadBooking,
    BookingDeleted,
    CannotCheckIn,
    Clash,
    LimitReached,
    MayNotDecide,
    NoBooking,
    NotOfferedYet,
    NotYours,
    TimesOfParent,
)
from workhall.domain.bookings.events import BookingChanged, HostChanged
from workhall.domain.bookings.model import (
    Booking,
    Caller,
    Induction,
    Permission,
    Recurrence,
    State,
    Step,
    Wish,
)
from workhall.domain.bookings.presence import check_in, check_out
from workhall.domain.bookings.queries import available, booked_assets, clashing, get, listed
from workhall.domain.bookings.state import state_of

__all__ = [
    # values
    "Asked",
    "Booking",
    "Caller",
    "Induction",
    "Permission",
    "Recurrence",
    "State",
    "Step",
    "Wish",
    # verbs
    "approve",
    "book",
    "cancel",
    "change",
    "check_in",
    "check_out",
    "merge_extension",
    "reject",
    "set_induction",
    "set_process_state",
    # questions
    "available",
    "booked_assets",
    "clashing",
    "get",
    "listed",
    "state_of",
    # what is announced
    "BookingChanged",
    "HostChanged",
    # what can stand in the way
    "BadBooking",
    "BookingDeleted",
    "CannotCheckIn",
    "Clash",
    "LimitReached",
    "MayNotDecide",
    "NoBooking",
    "NotOfferedYet",
    "NotYours",
    "TimesOfParent",
]
