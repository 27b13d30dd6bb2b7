"""From a request to a page and back: who reads, at which address, and whether a fragment will do."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from workhall.surfaces.web.pages.address import Address
from workhall.surfaces.web.pages.engine import render
from workhall.surfaces.web.pages.policy import SECURITY_HEADERS
from workhall.surfaces.web.pages.reader import LANGUAGE_COOKIE, THEME_COOKIE, Reader, negotiate, theme_named

_YEAR_S: Final = 31_536_000


def reader_of(request: Request, *, zone: str = "UTC", csrf: str = "", brand: str = "") -> Reader:
    """Learn the reader's language and colours from the request; zone and token come from the session.

    A language in the address, `?language=nl`, wins over the cookie, and the cookie over the browser's wish.
    """
    chosen = (request.query_params.get(LANGUAGE_COOKIE), request.cookies.get(LANGUAGE_COOKIE))
    return Reader(
        locale=negotiate(request.headers.get("accept-language", ""), *chosen),
        zone=zone,
        theme=theme_named(request.cookies.get(THEME_COOKIE)),
        csrf=csrf,
        brand=brand,
    )


def address_of(request: Request) -> Address:
    return Address(request.url.path, tuple(request.query_params.multi_items()))


def wants_fragment(request: Request) -> bool:
    """Tell a swap by htmx from a page load. Going back in history asks for the whole page."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def answer(  # noqa: PLR0913 -- what a page is made of, each by name
    request: Request,
    template: str,
    values: Mapping[str, object] | None = None,
    *,
    reader: Reader,
    fragment: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> HTMLResponse:
    """Render a page with the headers all our pages carry; for htmx only its block `fragment`, if one is named."""
    block = fragment if wants_fragment(request) else None
    text = render(template, values, reader=reader, block=block, **more)
    kept = {"Vary": "HX-Request, Accept-Language, Cookie", "Cache-Control": "no-store"}
    response = HTMLResponse(text, status, {**SECURITY_HEADERS, **kept, **(headers or {})})
    if request.query_params.get(LANGUAGE_COOKIE) == reader.locale:
        response.set_cookie(LANGUAGE_COOKIE, reader.locale, max_age=_YEAR_S, samesite="lax", httponly=True)
    return response
