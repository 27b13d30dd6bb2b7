"""What a list of bookings may be asked for, and whose bookings it then shows (staff API contract, 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from workhall.domain.bookings.model import GROUP_EVENT, Caller, Permission
from workhall.kernel.ids import BookingId
from workhall.kernel.time import EARLIEST_S, LATEST_S, Interval

CURRENT = "current"
_DAY_S = int(timedelta(days=1).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters of a list; None where one was not asked for.

    `deleted`, `checked_out`: only those, or (False) only the others, or (None) both. `event`: the calendar event
    the bookings belong to, which replaces type, period, zones and person.
    """

    type: str = ""
    period: Interval
    zones: Sequence[str] = ()
    user: str | None = None
    email: str | None = None
    include_booked_by: bool = False
    deleted: bool | None = False
    checked_out: bool | None = False
    checked_in: bool | None = None
    approved: bool | None = None
    rejected: bool | None = None
    created_before: int | None = None
    created_after: int | None = None
    state: str | None = None
    department: str | None = None
    extension: Sequence[tuple[str, str]] = ()
    permission: Permission | None = None
    event: str | None = None
    include_parents: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """A person by either mark; `booked_by` also counts what they booked for others."""

    user_id: str | None
    email: str | None
    booked_by: bool = False
    or_joinable: bool = False


def whose(asked: Asked, caller: Caller) -> Whose | None:
    """Say whose bookings are meant; None is everybody's."""
    actor = caller.actor
    if actor.is_anonymous or asked.event is not None:
        return None
    named = asked.user is not None or asked.email is not None
    if not named and asked.zones:
        return None
    joinable = named and bool(asked.zones) and asked.type == GROUP_EVENT
    if asked.user == CURRENT or not named:
        return Whose(actor.user_id, actor.email, asked.include_booked_by, joinable)
    return Whose(asked.user, asked.email, asked.include_booked_by, joinable)


def permission(asked: Asked, caller: Caller) -> Permission | None:
    """Nobody in particular sees what is public, and nothing else."""
    return Permission.PUBLIC if caller.actor.is_anonymous else asked.permission


def period(asked: Asked) -> Interval:
    """The period, drawn into the time there is: arithmetic on it stays within 64 bits."""
    start_s = min(max(asked.period.start_s, EARLIEST_S - _DAY_S), LATEST_S)
    return Interval(start_s, min(max(asked.period.end_s, EARLIEST_S - _DAY_S), LATEST_S + _DAY_S))


def parent_named(event: str) -> BookingId | None:
    """An event id that is a number names one of our own bookings: a native room booking and its orders."""
    return BookingId(int(event)) if event.isascii() and event.isdigit() and len(event) < 19 else None
