"""How the Staff API says no (staff API contract, 1.4)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from workhall.domain.bookings import BadBooking, BookingDeleted, Clash, LimitReached
from workhall.domain.connections import BadConnection
from workhall.kernel.errors import Invalid, WorkhallError
from workhall.kernel.time import seconds, utc_now
from workhall.surfaces.staff.wire import bookings as wire
from workhall.surfaces.web.responses import empty
from workhall.surfaces.web.sayings import COMMON, Sayings, WrongMethod, failures, sentence
from workhall.surfaces.web.surface import refuse_in_json


def _about(subject: str, error: Invalid) -> dict[str, Any]:
    return {**failures(error), "error": f"error validating {subject} data"}


def _held(error: Clash | LimitReached) -> dict[str, Any]:
    now_s = seconds(utc_now())
    return {**sentence(error), "bookings": [wire.show(one, now_s) for one in error.holders]}


SAY: Sayings = {
    **COMMON,
    BadBooking: lambda e: (422, _about("booking", e)),
    BadConnection: lambda e: (422, _about("tenant", e)),
    Clash: lambda e: (409, _held(e)),
    LimitReached: lambda e: (410, {**_held(e), "limit": e.limit}),
    WrongMethod: lambda e: (404, sentence(e)),  # 405 says here that a booking's state forbids it (13.2)
}
_in_json = refuse_in_json(SAY)


def refuse(error: WorkhallError, request: Request) -> Response:
    """Refuse in JSON; what is asked of a deleted booking is refused without a word, as clients know it."""
    return empty(405) if isinstance(error, BookingDeleted) else _in_json(error, request)
