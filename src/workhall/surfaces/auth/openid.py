"""OpenID Connect's public face: discovery, keys, and who a token is about."""

from typing import Any

from starlette.responses import Response

from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.openapi import document
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Access, Router

routes = Router()

_FEW_MINUTES = {"Cache-Control": "public, max-age=300"}
_ABOUT_ONESELF = Access(scopes=("openid", "profile", "email"))


@routes.on("GET", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", access=ANYBODY)
async def discovery(call: Call) -> Response:
    here = call.address
    told: dict[str, Any] = {
        "issuer": here,
        "authorization_endpoint": f"{here}/auth/oauth/authorize",
        "token_endpoint": f"{here}/auth/oauth/token",
        "revocation_endpoint": f"{here}/auth/oauth/revoke",
        "introspection_endpoint": f"{here}/auth/oauth/introspect",
        "userinfo_endpoint": f"{here}/auth/oauth/userinfo",
        "jwks_uri": f"{here}/auth/oauth/discovery/keys",
        "end_session_endpoint": f"{here}/auth/logout",
        "scopes_supported": ["public", "openid", "profile", "email", "offline_access"],
        "response_types_supported": ["code", "token"],
        "response_modes_supported": ["query", "fragment"],
        "grant_types_supported": [
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "password",
            "implicit",
        ],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256", "plain"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "nonce", "name", "email", "email_verified", "groups"],
    }
    return answer(told, headers=_FEW_MINUTES)


@routes.on("GET", "/auth/oauth/discovery/keys", "/.well-known/jwks.json", access=ANYBODY)
async def keys(call: Call) -> Response:
    return answer({"keys": call.house.keyring.public_keys()}, headers=_FEW_MINUTES)


@routes.on("GET POST", "/auth/oauth/userinfo", access=_ABOUT_ONESELF)
async def userinfo(call: Call) -> Response:
    who = call.actor
    told = {
        "sub": who.user_id,
        "name": who.name,
        "email": who.email,
        "email_verified": True,
        "preferred_username": who.email,
        "groups": sorted(who.groups),
    }
    return answer(told, headers=NO_STORE)


@routes.on("GET", f"{BASE}/openapi.json", access=ANYBODY)
async def description(_: Call) -> Response:
    return answer(document("workhall.surfaces.auth"), headers=_FEW_MINUTES)
