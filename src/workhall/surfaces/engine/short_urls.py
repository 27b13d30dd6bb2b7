"""`/short_url`: short addresses, and `/r/<id>` where they lead on (engine API contract B.13)."""

from starlette.responses import RedirectResponse, Response

from workhall.domain import links
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.wire import short_urls as wire
from workhall.surfaces.web import front
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router
from workhall.surfaces.web.surface import Surface

routes = Router(BASE, access=Access(scopes=("short_url",)))
_ANYBODY = Access(anonymous=True, lenient=True)


@routes.on("GET", "/short_url")
async def index(call: Call) -> Response:
    found = await links.find(call.tx, call.query.text("q"), page_of(call))
    return paged(call, "short_url", [_shown(call, one) for one in found], found.total)


@routes.on("POST", "/short_url")
async def create(call: Call) -> Response:
    made = await links.add(call.tx, call.actor, wire.changes(call.body(wire.ShortUrlBody)))
    return answer(_shown(call, made), 201)


@routes.on("GET", "/short_url/{id}")
async def show(call: Call) -> Response:
    return answer(_shown(call, await links.get(call.tx, call.values["id"])))


@routes.on("PUT PATCH", "/short_url/{id}")
async def update(call: Call) -> Response:
    given = wire.changes(call.body(wire.ShortUrlBody))
    return answer(_shown(call, await links.change(call.tx, call.actor, call.values["id"], given)))


@routes.on("DELETE", "/short_url/{id}")
async def remove(call: Call) -> Response:
    await links.remove(call.tx, call.actor, call.values["id"])
    return accepted()


async def follow(call: Call) -> Response:
    """Lead on, whoever asks. Not to be remembered: it may lead elsewhere tomorrow."""
    uri = await links.follow(call.tx, call.values["id"])
    return RedirectResponse(uri, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


routes.on("GET", "/short_url/{id}/redirect", access=_ANYBODY)(follow)
_short = Router(access=_ANYBODY)
_short.on("GET", "/r/{id}")(follow)
surface = Surface("short addresses", ("/r/",), _short, front.refuse, api=False)


def _shown(call: Call, link: links.ShortUrl) -> dict[str, object]:
    return wire.show(link, call.residence.domain_id)
