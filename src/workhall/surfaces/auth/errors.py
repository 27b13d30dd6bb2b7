"""How the auth surface says no: OAuth's way at its endpoints, a page to who reads pages, JSON to the rest."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from workhall.identity import GrantRefused
from workhall.kernel.errors import Invalid, NotFound, TooMany, Unauthenticated, Unavailable, WorkhallError
from workhall.surfaces.auth.base import NO_STORE
from workhall.surfaces.auth.pages import refusal
from workhall.surfaces.web import sayings
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.sayings import COMMON, Sayings
from workhall.tenancy.residence import UnknownHost

SAY: Final[Sayings] = {**COMMON}

_OAUTH: Final = frozenset(
    {
        "/auth/token",
        "/auth/oauth/token",
        "/auth/oauth/revoke",
        "/auth/oauth/introspect",
        "/auth/oauth/userinfo",
        "/auth/oauth/token/info",
    }
)
_WORDS: Final[dict[type[WorkhallError], str]] = {
    Unauthenticated: "invalid_token",
    TooMany: "slow_down",
    Unavailable: "temporarily_unavailable",
    Invalid: "invalid_request",
}


def refuse(error: WorkhallError, request: Request) -> Response:
    path = request.url.path.rstrip("/")
    if path == "/auth/authority" and isinstance(error, UnknownHost):
        return Response(status_code=200 if "health" in request.query_params else 404)
    if path in _OAUTH and not isinstance(error, NotFound):
        return _in_oauth(error)
    if "text/html" in request.headers.get("accept", ""):
        status, _ = sayings.say(SAY, error)
        return refusal(request, error, status, sayings.headers(error))
    status, body = sayings.say(SAY, error)
    return answer(body, status, sayings.headers(error))


def refuse_grant(error: GrantRefused) -> Response:
    """Say it as RFC 6749, section 5.2, does."""
    challenge = {"WWW-Authenticate": 'Basic realm="applications"'} if error.error == "invalid_client" else {}
    body = {"error": error.error, "error_description": str(error)}
    return answer(body, error.status, {**NO_STORE, **challenge})


def _in_oauth(error: WorkhallError) -> Response:
    if isinstance(error, GrantRefused):
        return refuse_grant(error)
    status, _ = sayings.say(SAY, error)
    word = next((word for kind, word in _WORDS.items() if isinstance(error, kind)), "invalid_request")
    challenge = {"WWW-Authenticate": f'Bearer error="{word}"'} if status == 401 else {}
    body = {"error": word, "error_description": str(error) or "say who you are"}
    return answer(body, status, {**NO_STORE, **sayings.headers(error), **challenge})
