"""`/bookings`: create, read, list, edit, delete (staff API contract, 5)."""

from dataclasses import replace
from hashlib import blake2b

from starlette.responses import Response

from workhall.domain import bookings
from workhall.domain.bookings import Booking
from workhall.kernel.ids import BookingId
from workhall.kernel.time import seconds
from workhall.surfaces.staff import paging
from workhall.surfaces.staff.base import BASE, caller_of
from workhall.surfaces.staff.wire import booking_body, booking_query, clashes
from workhall.surfaces.staff.wire import bookings as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.parameters import path_integer
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

ACCESS = Access(scopes=("bookings",), write_reads=True)
_ANYBODY = replace(ACCESS, anonymous=True)
_MOST_BOOKED = 100_000

routes = Router(BASE, access=ACCESS)


@routes.on("GET", "/bookings", access=_ANYBODY)
async def index(call: Call) -> Response:
    limit, offset = paging.page(call.query)
    found = await bookings.listed(call.tx, await caller_of(call), _asked(call), limit, offset)
    now_s = seconds(call.tx.now)
    heads = paging.headers(call, "/bookings/", limit=limit, offset=offset, returned=len(found), total=found.total)
    return unless_known(call, answer([wire.show(one, now_s) for one in found], headers=heads))


def _asked(call: Call) -> bookings.Asked:
    query = call.query
    return booking_query.with_marks(booking_query.asked(query, seconds(call.tx.now)), query)


@routes.on("GET", "/bookings/booked", access=_ANYBODY)
async def booked(call: Call) -> Response:
    limit, offset = paging.page(call.query, _MOST_BOOKED, _MOST_BOOKED)
    asked = booking_query.asked(call.query, seconds(call.tx.now))
    assets, returned, total = await bookings.booked_assets(call.tx, await caller_of(call), asked, limit, offset)
    heads = paging.headers(call, "/bookings/booked", limit=limit, offset=offset, returned=returned, total=total)
    return answer(assets, headers=heads)


def unless_known(call: Call, response: Response) -> Response:
    """Answer 304 when the caller has this very answer already."""
    tag = f'W/"{blake2b(bytes(response.body), digest_size=12).hexdigest()}"'
    response.headers.update({"ETag": tag, "Cache-Control": "private, no-cache"})
    known = [one.strip() for one in call.request.headers.get("if-none-match", "").split(",")]
    if tag not in known:
        return response
    heads = {name: value for name, value in response.headers.items() if name not in {"content-length", "content-type"}}
    return Response(status_code=304, headers=heads)


@routes.on("POST", "/bookings")
async def create(call: Call) -> Response:
    wish = booking_body.wish(call.body(booking_body.BookingBody))
    event = call.query.text("event_id") or call.query.text("ical_uid")
    if event:
        wish["event"] = event
    override = call.query.integer("limit_override")
    booking = await bookings.book(call.tx, await caller_of(call), wish, limit_override=override)
    return shown(call, booking, 201, {"Location": f"{BASE}/bookings/{booking.booking_id}"})


@routes.on("GET", "/bookings/{id}")
async def show(call: Call) -> Response:
    return shown(call, await bookings.get(call.tx, await caller_of(call), booking_id(call)))


@routes.on("PUT PATCH", "/bookings/{id}")
async def update(call: Call) -> Response:
    wish = booking_body.wish(call.body(booking_body.BookingBody))
    override = call.query.integer("limit_override")
    caller = await caller_of(call)
    return shown(call, await bookings.change(call.tx, caller, booking_id(call), wish, limit_override=override))


@routes.on("DELETE", "/bookings/{id}", body=False)
async def remove(call: Call) -> Response:
    await bookings.cancel(call.tx, await caller_of(call), booking_id(call))
    return accepted()


@routes.on("POST", "/bookings/clashing-assets")
async def clashing(call: Call) -> Response:
    body = call.body(booking_body.BookingBody)
    wanted = clashes.wanted(call.query, wish := booking_body.wish(body))
    own = booking_body.named(body)
    if wanted is clashes.Wanted.AVAILABLE:
        return answer(await bookings.available(call.tx, wish, but=own))
    return answer(clashes.show(await bookings.clashing(call.tx, wish, but=own), wanted))


def booking_id(call: Call) -> BookingId:
    """The id in the path. Occurrences of series are not offered yet, and are not mistaken for the whole."""
    if call.query.integer("instance") is not None:
        raise bookings.NotOfferedYet("instance", "recurring bookings are not offered by this version yet")
    return BookingId(path_integer(call.values["id"]))


def shown(call: Call, booking: Booking, status: int = 200, heads: dict[str, str] | None = None) -> Response:
    return answer(wire.show(booking, seconds(call.tx.now)), status, heads)
