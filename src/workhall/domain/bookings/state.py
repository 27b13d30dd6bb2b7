"""The state machine of a booking: a pure function of its marks and the time (staff API contract, 5.4)."""

from msgspec.structs import replace

from workhall.domain.bookings.model import Booking, State, Step


def state_of(booking: Booking, now_s: int) -> State:
    """Say where a booking stands; the first fitting line wins."""
    for state, fits in _LINES:
        if fits(booking, now_s):
            return state
    return State.UNKNOWN


def _reserved(b: Booking, now_s: int) -> bool:
    untouched = b.checked_in_s is None and b.deleted_s is None and b.rejected_s is None and b.checked_out_s is None
    return untouched and not b.checked_in and b.ends_s > now_s


def _checked_in(b: Booking, now_s: int) -> bool:
    inside = b.checked_in and b.checked_in_s is not None and b.checked_out_s is None
    return inside and b.ends_s > now_s and not _cancelled(b, now_s)


def _checked_out(b: Booking, _: int) -> bool:
    return b.checked_out_s is not None and b.checked_out_s <= b.ends_s


def _no_show(b: Booking, now_s: int) -> bool:
    missed = b.ends_s < now_s or (b.deleted_s is not None and b.deleted_s <= b.ends_s)
    return b.checked_in_s is None and missed and not _cancelled(b, now_s)


def _rejected(b: Booking, _: int) -> bool:
    return b.rejected_s is not None and b.rejected_s < b.starts_s


def _cancelled(b: Booking, _: int) -> bool:
    return b.deleted_s is not None and (b.deleted_s < b.starts_s or (b.checked_in and b.deleted_s < b.ends_s))


def _ended(b: Booking, now_s: int) -> bool:
    return b.checked_out_s is None and b.checked_in_s is not None and b.ends_s < now_s


_LINES = (
    (State.RESERVED, _reserved),
    (State.CHECKED_IN, _checked_in),
    (State.CHECKED_OUT, _checked_out),
    (State.NO_SHOW, _no_show),
    (State.REJECTED, _rejected),
    (State.CANCELLED, _cancelled),
    (State.ENDED, _ended),
)


def noted(booking: Booking, now_s: int, source: str | None) -> Booking:
    """Write down the state if it is a new one; done whenever a booking is saved."""
    state = state_of(booking, now_s)
    last = booking.history[-1]["state"] if booking.history else None
    if state in {State.UNKNOWN, last}:
        return booking
    return stepped(booking, state, now_s, source)


def stepped(booking: Booking, state: State, now_s: int, source: str | None) -> Booking:
    step = Step(state=state.value, time=now_s, source=source)
    return replace(booking, history=(*booking.history, step))
