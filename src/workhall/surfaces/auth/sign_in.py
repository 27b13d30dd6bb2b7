"""`POST /auth/signin`: e-mail and password, from our page or from a script (engine API contract A.5)."""

import hmac
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.responses import RedirectResponse, Response

from workhall.identity import Browser, PasswordClaim, authority_of, prove, start_session
from workhall.kernel.errors import NotAllowed, TooMany
from workhall.kernel.ids import UserId
from workhall.surfaces.auth import cookies
from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.auth.destination import is_foreign, onward, to_sign_in
from workhall.surfaces.auth.fields import Fields, fields_of
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import origin
from workhall.surfaces.web.pages import CSRF_FIELD
from workhall.surfaces.web.router import Router
from workhall.tenancy.residence import UnknownHost

routes = Router(BASE, access=ANYBODY)

ERROR: Final = "error"
WRONG: Final = "credentials"
WAIT: Final = "wait"
STALE: Final = "form"
_LONGEST_ADDRESS: Final = 2000


@dataclass(frozen=True, slots=True)
class _Attempt:
    fields: Fields
    user_id: UserId | None
    problem: str = ""


async def attempt(call: Call) -> _Attempt:
    """Compare the password, before any transaction is open."""
    if is_foreign(call):
        raise NotAllowed("a page of another host cannot sign you in here", code="foreign_origin")
    fields = await fields_of(call)
    if CSRF_FIELD in fields and not _is_our_form(call, fields):
        if "continue" not in fields:
            raise NotAllowed("this form is too old; open the page again", code="stale_form")
        return _Attempt(fields, None, STALE)
    claim = PasswordClaim(fields.get("email"), fields.get("password"), origin(call.request), call.request_id)
    try:
        user_id = await prove(
            call.house.database,
            call.residence.organisation,
            claim,
            attempts=call.house.settings.sign_in_attempts,
        )
    except TooMany:
        if "continue" not in fields:
            raise
        return _Attempt(fields, None, WAIT)
    return _Attempt(fields, user_id, "" if user_id else WRONG)


@routes.on("POST", "/signin", prepare=attempt)
async def sign_in(call: Call) -> Response:
    made: _Attempt = call.prepared
    if made.user_id is None:
        return await _back(call, made) if "continue" in made.fields else Response(status_code=401, headers=NO_STORE)
    authority = await authority_of(call.tx, call.residence.domain_id)
    if authority is None:
        raise UnknownHost("authority not found")
    new = await start_session(call.tx, made.user_id, authority, browser_of(call))
    target = made.fields.get("continue") if "continue" in made.fields else cookies.remembered(call, cookies.CONTINUE)
    response: Response = Response(status_code=202, headers=NO_STORE)
    if target or "continue" in made.fields:
        response = RedirectResponse(onward(call, target), 302, NO_STORE)
        cookies.forget(response, cookies.CONTINUE)
    cookies.open_session(call, response, new)
    cookies.forget(response, cookies.LOGIN_NAME)
    return response


def browser_of(call: Call) -> Browser:
    return Browser(origin(call.request), call.request.headers.get("user-agent", ""), call.request_id)


def _is_our_form(call: Call, fields: Fields) -> bool:
    """Hold the form's token against the cookie our page has set with it."""
    kept = cookies.remembered(call, cookies.LOGIN_FORM)
    return bool(kept) and hmac.compare_digest(kept.encode(), fields.get(CSRF_FIELD).encode())


async def _back(call: Call, made: _Attempt) -> Response:
    """Send the browser back to the page it came from, which says what was wrong."""
    came_from = call.request.headers.get("referer", "")[:_LONGEST_ADDRESS]
    page = onward(call, came_from) if came_from else "/"
    if page == "/":
        authority = await authority_of(call.tx, call.residence.domain_id)
        page = to_sign_in(
            call, authority.login_url if authority else "/login", onward(call, made.fields.get("continue"))
        )
    response = RedirectResponse(_marked(page, made.problem), 302, NO_STORE)
    cookies.remember(call, response, cookies.LOGIN_NAME, made.fields.get("email")[:320])
    return response


def _marked(page: str, problem: str) -> str:
    parts = urlsplit(page)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != ERROR]
    return urlunsplit(parts._replace(query=urlencode([*query, (ERROR, problem)]), fragment=""))
