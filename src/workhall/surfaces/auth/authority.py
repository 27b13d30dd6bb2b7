"""`GET /auth/authority`: the first thing every client asks (engine API contract A.1)."""

from typing import Any, Final

from starlette.responses import Response

from workhall.identity import Authority, authority_of, session_of
from workhall.kernel.time import seconds
from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.auth.cookies import session_secret
from workhall.surfaces.auth.destination import absolute
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Router
from workhall.tenancy.residence import UnknownHost

routes = Router(BASE, access=ANYBODY)

WIRE_VERSION: Final = "v2.0.0"
"""Clients take anything else than `[2-9].x.y` for a predecessor, and ask other addresses."""


@routes.on("GET", "/authority")
async def authority(call: Call) -> Response:
    found = await authority_of(call.tx, call.residence.domain_id)
    if found is None:
        raise UnknownHost("authority not found")
    session = await session_of(call.tx, session_secret(call))
    shown = _shown(call, found) | {
        "session": session is not None,
        "token_valid": not call.actor.is_anonymous,
        "production": True,
    }
    return answer(shown, headers=NO_STORE)


def _shown(call: Call, found: Authority) -> dict[str, Any]:
    """Show a domain as the host that was asked; its addresses name the port too, or they would lead elsewhere."""
    return {
        "id": found.domain_id,
        "name": found.name,
        "description": found.description,
        "domain": call.residence.host,
        "login_url": absolute(call, found.login_url),
        "logout_url": absolute(call, found.logout_url),
        "config": found.config,
        "email_domains": found.email_domains,
        "updated_at": seconds(found.updated_at),
        "version": WIRE_VERSION,
    }
