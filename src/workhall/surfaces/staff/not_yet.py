"""Routes of bookings that clients know and this version cannot serve: refused by name, nothing is lost quietly."""

from starlette.responses import Response

from workhall.domain import bookings
from workhall.kernel.ids import BookingId
from workhall.surfaces.staff.base import BASE, caller_of
from workhall.surfaces.staff.bookings import ACCESS
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.parameters import path_integer
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=ACCESS)
_ACTIONS = ("approve", "reject", "check_in", "checkin", "update_state", "update_induction")


@routes.on("GET PUT PATCH DELETE", "/bookings/{id}/instance/{instance}", body=False)
@routes.on("PATCH", "/bookings/{id}/ext_data/{instance}", body=False)
@routes.on("POST", *(f"/bookings/{{id}}/{action}/{{instance}}" for action in _ACTIONS), body=False)
async def occurrence(call: Call) -> Response:
    await _known(call)
    raise bookings.NotOfferedYet("instance", "recurring bookings are not offered by this version yet")


@routes.on("GET", "/bookings/{id}/guests")
async def guests(call: Call) -> Response:
    """Nobody can be invited yet, so nobody is."""
    await _known(call)
    return answer([])


@routes.on("POST", "/bookings/{id}/guests/{guest_id}/check_in", "/bookings/{id}/guests/{guest_id}/checkin", body=False)
@routes.on("DELETE", "/bookings/{id}/attendee/{email}", body=False)
async def guest(call: Call) -> Response:
    await _known(call)
    raise bookings.NotOfferedYet("attendees", "attendees of bookings are not offered by this version yet")


@routes.on("POST", "/bookings/{id}/attendee", access=Access(scopes=("bookings",), anonymous=True), body=False)
async def join(call: Call) -> Response:
    await _known(call)
    raise bookings.NotOfferedYet("attendees", "attendees of bookings are not offered by this version yet")


async def _known(call: Call) -> None:
    await bookings.get(call.tx, await caller_of(call), BookingId(path_integer(call.values["id"])))
