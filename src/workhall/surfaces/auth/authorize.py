"""`GET /auth/oauth/authorize`: codes and, for old clients, tokens at once (engine API contract A.2).

A refusal is told to the application by redirect, but only once it is certain that the address is its own.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from starlette.responses import RedirectResponse, Response

from workhall.identity import (
    Client,
    ClientClaim,
    CodeRequest,
    GrantRefused,
    Session,
    authority_of,
    find_client,
    give_at_once,
    give_code,
    scopes_for,
    session_of,
)
from workhall.identity.pkce import METHODS, is_challenge
from workhall.surfaces.auth import cookies
from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.auth.destination import to_sign_in
from workhall.surfaces.auth.pages import message
from workhall.surfaces.auth.terms import own_origins, terms_of
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.pages import N_, Link
from workhall.surfaces.web.router import Router

routes = Router(BASE, access=ANYBODY)

FRAMEABLE: Final = {
    **NO_STORE,
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
}
"""Front ends renew their tokens in a hidden frame of their own origin."""


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: str
    state: str
    request: CodeRequest


@routes.on("GET", "/oauth/authorize")
async def authorize(call: Call) -> Response:
    ask = call.query.text
    claim = ClientClaim(ask("client_id") or "", ask("redirect_uri") or "", "", own_origins(call))
    client = await find_client(call.tx, claim)
    if client is None:
        return message(
            call,
            heading=N_("This application is not known here"),
            text=N_(
                "The address it wants its answer at is not registered. An administrator can register it under "
                "applications, exactly as the application writes it."
            ),
            status=401,
            headers=FRAMEABLE,
            actions=(Link(N_("To the front page"), "/"),),
        )
    try:
        asked = _asked(call, client)
    except GrantRefused as refused:
        return _tell(
            client,
            ask("response_type") or "",
            {"error": refused.error, "error_description": str(refused)},
            ask("state"),
        )
    session = await session_of(call.tx, cookies.session_secret(call))
    if session is None:
        return await _sign_in_first(call, client, asked)
    return await _grant(call, client, asked, session)


def _asked(call: Call, client: Client) -> _Asked:
    """Read what is asked for. Raises GrantRefused."""
    ask = call.query.text
    kind = ask("response_type") or ""
    if kind not in {"code", "token"}:
        raise GrantRefused("unsupported_response_type", "response_type must be code or token")
    challenge = ask("code_challenge") or None
    method = ask("code_challenge_method") or ("plain" if challenge else None)
    if challenge is not None and (method not in METHODS or not is_challenge(challenge)):
        raise GrantRefused("invalid_request", "the code challenge or its method cannot be used")
    request = CodeRequest(client, scopes_for(client, ask("scope") or ""), ask("nonce"), challenge, method)
    return _Asked(kind, ask("state") or "", request)


async def _sign_in_first(call: Call, client: Client, asked: _Asked) -> Response:
    if call.query.text("prompt") == "none":
        return _tell(client, asked.kind, {"error": "login_required"}, asked.state)
    authority = await authority_of(call.tx, call.residence.domain_id)
    url = call.request.url
    target = to_sign_in(call, authority.login_url if authority else "/login", f"{url.path}?{url.query}")
    return RedirectResponse(target, 302, FRAMEABLE)


async def _grant(call: Call, client: Client, asked: _Asked, session: Session) -> Response:
    if asked.kind == "code":
        code = await give_code(call.tx, asked.request, session.standing.user_id)
        return _tell(client, "code", {"code": code}, asked.state)
    given = await give_at_once(call.tx, call.house.keyring, terms_of(call), asked.request, session.standing)
    told = {
        "access_token": given.access.text,
        "token_type": "Bearer",
        "expires_in": str(call.house.settings.access_token_s),
    }
    return _tell(client, "token", told, asked.state)


def _tell(client: Client, kind: str, answer: dict[str, str], state: str | None) -> Response:
    """Answer at the application's address: in the query, or of a token in the fragment, which no server sees."""
    told = urlencode(answer | ({"state": state} if state else {}), quote_via=quote)
    joint = "#" if kind == "token" else "&" if "?" in client.redirect_uri else "?"
    return RedirectResponse(f"{client.redirect_uri}{joint}{told}", 302, FRAMEABLE)
