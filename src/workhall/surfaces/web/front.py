"""The front door: `/` says what is running here and where to go; whatever nobody answers ends here too."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from workhall import __version__
from workhall.kernel.errors import NotFound, Unavailable, WorkhallError
from workhall.surfaces.web import sayings
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.pages import N_, Link, address_of, asset, assets, reader_of, translate
from workhall.surfaces.web.pages import answer as page
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Access, Router
from workhall.surfaces.web.surface import Surface
from workhall.tenancy import store as tenancy

routes = Router(access=Access(anonymous=True))
_A_DAY: Final = {"Cache-Control": "public, max-age=86400"}
_HEADINGS: Final = {404: N_("There is nothing here"), 503: N_("Back in a moment")}
_OTHERWISE: Final = N_("That did not work")
_TEXTS: Final = {
    404: N_("The address may be mistyped, or what was here has moved."),
    503: N_("A part that this page needs does not answer just now. Try again in a few seconds."),
}


@routes.on("GET", "/")
async def front(call: Call) -> Response:
    """Lead to the app an administrator has chosen, if it is mounted; else say what there is."""
    house = await tenancy.front_of(call.tx, call.residence.domain_id)
    if _is_mounted(call, house.default_app):
        return RedirectResponse(house.default_app, 302)
    reader = reader_of(call.request)
    apps = tuple(Link(prefix.strip("/").capitalize(), f"{prefix}/", "apps") for prefix in call.house.mounts)
    return page(
        call.request,
        "front.html",
        reader=reader,
        organisation=house.name,
        version=__version__,
        apps=apps,
        address=address_of(call.request),
    )


@routes.on("GET", "/favicon.ico", streams=True)
async def icon(_: Call) -> Response:
    return RedirectResponse(asset("mark.svg"), 302, _A_DAY)


@routes.on("GET", "/robots.txt", streams=True)
async def robots(_: Call) -> Response:
    """Nothing of a workplace belongs into a search engine."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n", headers=_A_DAY)


def refuse(error: WorkhallError, request: Request) -> Response:
    """A page for who reads pages, JSON for everybody else."""
    status, body = sayings.say(sayings.COMMON, error)
    headers = sayings.headers(error)
    if "text/html" not in request.headers.get("accept", ""):
        return answer(body, status, headers)
    reader = reader_of(request)
    kind = 404 if isinstance(error, NotFound) else 503 if isinstance(error, Unavailable) else status
    return page(
        request,
        "error.html",
        reader=reader,
        status=status,
        headers=headers,
        heading=translate(reader.locale, _HEADINGS.get(kind, _OTHERWISE)),
        text=translate(reader.locale, _TEXTS[kind]) if kind in _TEXTS else str(error),
        actions=(Link(translate(reader.locale, N_("To the front page")), "/"),),
        request_id=request.state.request_id,
    )


async def static(scope: Scope, receive: Receive, send: Send) -> None:
    """The files of our own pages. Not through the edge: the page that says the database is away needs them too."""
    request = Request(scope, receive)
    await assets().respond(request)(scope, receive, send)


def _is_mounted(call: Call, path: str) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in call.house.mounts)


surface = Surface("front", ("/",), routes, refuse, api=False)
