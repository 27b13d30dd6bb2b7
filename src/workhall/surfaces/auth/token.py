"""The token endpoint, and taking tokens back (engine API contract A.3; RFC 6749, 7009)."""

from base64 import b64decode
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.responses import Response

from workhall.identity import (
    Client,
    ClientClaim,
    GrantRefused,
    PasswordClaim,
    Tokens,
    application_of_client,
    client_of_refresh,
    give_for_client,
    give_for_password,
    prove,
    prove_client,
    redeem_code,
    redeem_refresh,
    revoke,
    scopes_for,
)
from workhall.kernel.ids import UserId
from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.auth.errors import refuse_grant
from workhall.surfaces.auth.fields import Fields, fields_of
from workhall.surfaces.auth.terms import own_origins, terms_of
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import origin
from workhall.surfaces.web.responses import answer, empty
from workhall.surfaces.web.router import Router

routes = Router(BASE, access=ANYBODY)


@dataclass(frozen=True, slots=True)
class _Asked:
    fields: Fields
    user_id: UserId | None = None


async def asked(call: Call) -> _Asked:
    """Read the parameters, and for the password grant compare the password, before any transaction is open."""
    fields = await fields_of(call)
    if fields.get("grant_type") != "password":
        return _Asked(fields)
    claim = PasswordClaim(fields.get("username"), fields.get("password"), origin(call.request), call.request_id)
    user_id = await prove(
        call.house.database, call.residence.organisation, claim, attempts=call.house.settings.sign_in_attempts
    )
    return _Asked(fields, user_id)


@routes.on("POST", "/oauth/token", "/token", prepare=asked)
async def token(call: Call) -> Response:
    made: _Asked = call.prepared
    fields = made.fields
    if "grant_type" not in fields and "token" in fields:
        await _revoke(call, fields)
        return answer({}, headers=NO_STORE)
    client = await prove_client(call.tx, claim_of(call, fields))
    given = await _given(call, client, made)
    return refuse_grant(given) if isinstance(given, GrantRefused) else answer(_shown(call, given), headers=NO_STORE)


@routes.on("POST", "/oauth/revoke", prepare=asked)
async def take_back(call: Call) -> Response:
    made: _Asked = call.prepared
    await _revoke(call, made.fields)
    return empty(200)


def claim_of(call: Call, fields: Fields) -> ClientClaim:
    """Read who the client says it is: from the parameters, or by HTTP Basic (RFC 6749, section 2.3.1)."""
    client_id, secret = _basic(call) or (fields.get("client_id"), fields.get("client_secret"))
    return ClientClaim(client_id, fields.get("redirect_uri"), secret, own_origins(call))


async def _given(call: Call, client: Client, made: _Asked) -> Tokens | GrantRefused:
    """Do what the grant says. Raises or answers GrantRefused."""
    keyring, terms, fields = call.house.keyring, terms_of(call), made.fields
    match fields.get("grant_type"):
        case "authorization_code":
            return await redeem_code(
                call.tx,
                keyring,
                terms,
                client,
                code=fields.get("code"),
                redirect_uri=fields.get("redirect_uri"),
                verifier=fields.get("code_verifier"),
            )
        case "refresh_token":
            scopes = tuple(fields.get("scope").split())
            return await redeem_refresh(
                call.tx, keyring, terms, client, token=fields.get("refresh_token"), scopes=scopes
            )
        case "password":
            if made.user_id is None:
                raise GrantRefused("invalid_grant", "the user name or the password is wrong")
            scopes = scopes_for(client, fields.get("scope"))
            return await give_for_password(call.tx, keyring, terms, client, user_id=made.user_id, scopes=scopes)
        case "client_credentials":
            scopes = scopes_for(client, fields.get("scope"))
            return await give_for_client(call.tx, keyring, terms, client, scopes=scopes)
        case "":
            raise GrantRefused("invalid_request", "the parameter grant_type is missing")
        case _:
            raise GrantRefused("unsupported_grant_type", "this grant is not offered")


async def _revoke(call: Call, fields: Fields) -> None:
    """Take a token back. One that is unknown is no mistake; one of a confidential client needs its secret."""
    if not fields.get("token"):
        raise GrantRefused("invalid_request", "the parameter token is missing")
    owner = await client_of_refresh(call.tx, fields.get("token"))
    app = await application_of_client(call.tx, owner) if owner else None
    claim = claim_of(call, fields)
    if (app is not None and app.confidential) or claim.secret:
        await prove_client(call.tx, claim)
    await revoke(call.tx, call.house.keyring, terms_of(call), call.actor, fields.get("token"))


def _shown(call: Call, given: Tokens) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "access_token": given.access.text,
        "token_type": "Bearer",
        "expires_in": call.house.settings.access_token_s,
        "scope": " ".join(given.scopes),
        "created_at": given.access.issued_s,
    }
    more = {"refresh_token": given.refresh, "id_token": given.identity}
    return shown | {name: value for name, value in more.items() if value is not None}


def _basic(call: Call) -> tuple[str, str] | None:
    scheme, _, rest = call.request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(rest.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote(name), unquote(secret)
