"""Saying what a token is worth: to its holder, to support, and to applications that prove themselves (RFC 7662)."""

from typing import Any

from starlette.responses import Response

from workhall.identity import (
    Client,
    GrantRefused,
    application_of_client,
    claims_document,
    live_claims,
    live_refresh,
    prove_client,
)
from workhall.kernel.errors import Unauthenticated
from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.auth.fields import Fields, fields_of
from workhall.surfaces.auth.token import claim_of
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import credentials_of
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Router

routes = Router(BASE, access=ANYBODY)


@routes.on("GET POST", "/oauth/introspect", prepare=fields_of)
async def introspect(call: Call) -> Response:
    fields: Fields = call.prepared
    client = await _asking_client(call, fields)
    if client is None and call.actor.is_anonymous:
        raise GrantRefused("invalid_client", "say who asks: a token, or an application's id and secret", status=401)
    token = fields.get("token")
    if not token:
        raise GrantRefused("invalid_request", "the parameter token is missing")
    return answer(await _worth(call, client, token) or {"active": False}, headers=NO_STORE)


@routes.on("GET", "/oauth/token/info")
async def about(call: Call) -> Response:
    """Tell the holder of a token about it, in the original's words."""
    bearer = credentials_of(call.request, call.request_id).bearer
    claims = await live_claims(call.tx, call.house.keyring, bearer, call.residence.host) if bearer else None
    if claims is None:
        raise Unauthenticated("the access token is missing, or does not hold", code="token_invalid")
    shown = {
        "resource_owner_id": claims.sub,
        "scope": claims.scope,
        "expires_in": max(0, claims.exp - int(call.tx.now.timestamp())),
        "created_at": claims.iat,
    }
    return answer(shown, headers=NO_STORE)


async def _asking_client(call: Call, fields: Fields) -> Client | None:
    """Believe the asking application, if it says its secret."""
    claim = claim_of(call, fields)
    return await prove_client(call.tx, claim) if claim.secret else None


async def _worth(call: Call, client: Client | None, token: str) -> dict[str, Any] | None:
    """What a token opens, if whoever asks may know: None otherwise, as if it opened nothing."""
    claims = await live_claims(call.tx, call.house.keyring, token, call.residence.host)
    if claims is not None:
        may_know = client is not None or call.actor.is_support or claims.sub == call.actor.user_id
        return claims_document(claims) if may_know else None
    held = await live_refresh(call.tx, token)
    if held is None:
        return None
    own = client is not None and client.client_id == held.client_id
    if not own and held.user_id != call.actor.user_id and not call.actor.is_support:
        return None
    app = await application_of_client(call.tx, held.client_id)
    return {
        "active": True,
        "token_type": "refresh_token",
        "scope": held.scope,
        "client_id": app.uid if app else held.client_id,
        "sub": held.user_id,
        "exp": held.expires_s,
        "iat": held.issued_s,
    }
