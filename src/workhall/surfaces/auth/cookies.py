"""The cookies of signing in. One session has two, each for its own paths; helpers live for minutes.

Over plain HTTP they are `SameSite=Lax` without `Secure`, else no browser would send them back to a fresh install.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, Literal

from starlette.responses import Response

from workhall.identity import NewSession
from workhall.surfaces.auth.base import BASE
from workhall.surfaces.web.context import Call

API_SESSION: Final = "user"
"""Read below `/auth` only: the name and path clients know."""
PAGE_SESSION: Final = "workhall_session"
"""Read by our own pages only, never by an API."""
CONTINUE: Final = "continue"
LOGIN_FORM: Final = "login_form"
LOGIN_NAME: Final = "login_name"
OUTSIDE: Final = "outside"

WAY_BACK_S: Final = 20 * 60
_FORM_S: Final = 24 * 3600
_NAME_S: Final = 120


def session_secret(call: Call) -> str | None:
    return call.request.cookies.get(API_SESSION)


def open_session(call: Call, response: Response, new: NewSession) -> None:
    age = int(new.lifetime.total_seconds())
    across: Literal["lax", "none"] = "none" if _secure(call) else "lax"
    response.set_cookie(API_SESSION, new.secret, age, path=BASE, secure=_secure(call), httponly=True, samesite=across)
    response.set_cookie(PAGE_SESSION, new.secret, age, path="/", secure=_secure(call), httponly=True, samesite="lax")


def close_session(response: Response) -> None:
    response.delete_cookie(API_SESSION, path=BASE)
    response.delete_cookie(PAGE_SESSION, path="/")


def remember(call: Call, response: Response, name: str, value: str) -> None:
    """Keep a short text in the browser for a few minutes, out of reach of scripts."""
    age = {LOGIN_FORM: _FORM_S, LOGIN_NAME: _NAME_S}.get(name, WAY_BACK_S)
    path = "/" if name in {LOGIN_FORM, LOGIN_NAME} else BASE
    packed = urlsafe_b64encode(value.encode()).decode()
    response.set_cookie(name, packed, age, path=path, secure=_secure(call), httponly=True, samesite="lax")


def remembered(call: Call, name: str) -> str:
    """Read such a text; empty when there is none, or somebody has tampered with it."""
    try:
        return urlsafe_b64decode(call.request.cookies.get(name, "").encode()).decode()
    except ValueError:
        return ""


def forget(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/" if name in {LOGIN_FORM, LOGIN_NAME} else BASE)


def _secure(call: Call) -> bool:
    return call.request.url.scheme == "https"
