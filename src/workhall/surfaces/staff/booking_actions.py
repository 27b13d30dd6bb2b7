"""What can be done to a booking: approve, reject, check in and out, set its states, merge its document."""

from starlette.responses import Response

from workhall.domain import bookings
from workhall.domain.bookings import Induction
from workhall.surfaces.staff.base import BASE, caller_of
from workhall.surfaces.staff.bookings import ACCESS, booking_id, shown
from workhall.surfaces.staff.wire.booking_body import document, word
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.parameters import BadParameter
from workhall.surfaces.web.router import Router

routes = Router(BASE, access=ACCESS)


@routes.on("PATCH", "/bookings/{id}/ext_data")
async def merge_extension(call: Call) -> Response:
    more = document(call.document())
    caller, tell = await caller_of(call), call.query.flag("signal_changes")
    return shown(call, await bookings.merge_extension(call.tx, caller, booking_id(call), more, tell=tell))


@routes.on("POST", "/bookings/{id}/approve", body=False)
async def approve(call: Call) -> Response:
    return shown(call, await bookings.approve(call.tx, await caller_of(call), booking_id(call)))


@routes.on("POST", "/bookings/{id}/reject", body=False)
async def reject(call: Call) -> Response:
    return shown(call, await bookings.reject(call.tx, await caller_of(call), booking_id(call)))


@routes.on("POST", "/bookings/{id}/check_in", "/bookings/{id}/checkin", body=False)
async def check_in(call: Call) -> Response:
    verb = bookings.check_in if call.query.flag("state", True) else bookings.check_out
    return shown(call, await verb(call.tx, await caller_of(call), booking_id(call)))


@routes.on("POST", "/bookings/{id}/update_state", body=False)
async def update_state(call: Call) -> Response:
    state = plain(call.query.need_text("state"))
    return shown(call, await bookings.set_process_state(call.tx, await caller_of(call), booking_id(call), state))


@routes.on("POST", "/bookings/{id}/update_induction", body=False)
async def update_induction(call: Call) -> Response:
    induction = _induction(call.query.need_text("induction"))
    return shown(call, await bookings.set_induction(call.tx, await caller_of(call), booking_id(call), induction))


def _induction(text: str) -> Induction:
    found = list(Induction)[int(text)] if text in {"0", "1", "2"} else word(Induction, text)
    if found is None:
        message = "parameter 'induction' must be tentative, accepted or declined"
        raise BadParameter("induction", message, "Induction")
    return found
