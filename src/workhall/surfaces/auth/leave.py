"""`GET /auth/logout` (engine API contract A.5). Clients call it twice, then with nothing: it always works."""

from starlette.responses import RedirectResponse, Response

from workhall.identity import authority_of, log_out_everywhere, revoke, session_of
from workhall.surfaces.auth import cookies
from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.auth.destination import is_part_of_a_foreign_page, onward
from workhall.surfaces.auth.terms import terms_of
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import credentials_of, origin
from workhall.surfaces.web.router import Router

routes = Router(BASE, access=ANYBODY)


@routes.on("GET POST", "/logout")
async def log_out(call: Call) -> Response:
    """End the person's sessions and tokens everywhere, and the token that was sent along."""
    bearer = credentials_of(call.request, call.request_id).bearer
    if bearer and not call.actor.is_anonymous:
        await revoke(call.tx, call.house.keyring, terms_of(call), call.actor, bearer)
    session = await session_of(call.tx, cookies.session_secret(call))
    if session is not None and not is_part_of_a_foreign_page(call):
        actor = session.actor(origin(call.request), call.request_id)
        await log_out_everywhere(call.tx, actor, actor.user_id)
    authority = await authority_of(call.tx, call.residence.domain_id)
    target = onward(call, call.query.text("continue") or "", authority.logout_url if authority else "")
    response = RedirectResponse(target, 302, NO_STORE)
    cookies.close_session(response)
    return response
