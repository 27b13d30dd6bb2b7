"""Who may come in: a session of our own pages, of somebody who supports or administers; and whose forms we believe."""

import hmac
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workhall.domain import organisations
from workhall.identity import session_of
from workhall.kernel.errors import NotAllowed
from workhall.kernel.time import zone as zone_named
from workhall.surfaces.admin.forms import FORM, Form, read_form
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web import brand
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import origin
from workhall.surfaces.web.pages import CSRF_FIELD, CSRF_HEADER, reader_of
from workhall.surfaces.web.sayings import UnreadableBody

SIGN_IN: Final = "/login"
ZONE_COOKIE: Final = "zone"
COOKIE: Final = "workhall_session"
_READS: Final = frozenset({"GET", "HEAD"})


class StaleForm(NotAllowed):
    """The form does not come from a page of this session."""

    code = "stale_form"


async def admit(call: Call, *, streamed: bool = False) -> Visit | None:
    """Find out who visits; None when nobody is signed in. `streamed`: who reads the body calls `believe` with it.

    Raises:
        NotAllowed: somebody who neither supports nor administers.
        StaleForm: what writes was not sent by a page of ours.
    """
    session = await session_of(call.tx, call.request.cookies.get(COOKIE))
    if session is None:
        return None
    call.actor = session.actor(origin(call.request), call.request_id)
    call.request.state.user = str(call.actor.user_id)
    organisation = await organisations.current(call.tx)
    reader = reader_of(call.request, zone=_zone(call.request), csrf=session.csrf)
    visit = Visit(call, call.actor, brand.dressed(reader, organisation), organisation)
    call.request.state.visit = visit
    if call.request.method not in _READS and not streamed:
        _take_form(visit)
    visit.actor.need_support()
    return visit


def to_sign_in(request: Request) -> Response:
    """Lead to the sign-in page and back here; after a form, back to the page it stood on."""
    here = request.url.path
    if request.method in _READS:
        here += f"?{request.url.query}" if request.url.query else ""
    else:
        here = _page_before(request)
    there = f"{SIGN_IN}?continue={quote(here, safe='/')}"
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": there})
    return RedirectResponse(there, 303)


def _take_form(visit: Visit) -> None:
    request = visit.request
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"", FORM}:
        raise UnreadableBody(f"no parser available for {kind}", status=415, accepts=(FORM,))
    believe(visit, read_form(visit.call.raw_body))


def believe(visit: Visit, form: Form) -> None:
    """Take what a form says. Raises StaleForm unless a page of this session sent it."""
    visit.form = form
    need_our_own(visit.request)
    shown = visit.request.headers.get(CSRF_HEADER) or form.raw(CSRF_FIELD)
    if not visit.reader.csrf or not hmac.compare_digest(shown.encode(), visit.reader.csrf.encode()):
        raise StaleForm("this form is not of your present session")


def need_our_own(request: Request) -> None:
    """Browsers tell where a form was sent from: believe none but ourselves. Other clients tell nothing."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    sent_from = request.headers.get("origin")
    here = request.headers.get("host", "").lower()
    if site not in {"same-origin", "none"} or (sent_from is not None and urlsplit(sent_from).netloc.lower() != here):
        raise StaleForm("this form was sent from elsewhere")


def _page_before(request: Request) -> str:
    before = urlsplit(request.headers.get("referer", ""))
    ours = before.netloc == request.headers.get("host", "") and before.path.startswith("/admin")
    return before.path if ours else "/admin/"


def _zone(request: Request) -> str:
    chosen = request.cookies.get(ZONE_COOKIE, "").replace("%2F", "/")
    try:
        zone_named(chosen)
    except ValueError:
        return "UTC"
    return chosen
