"""From the credentials of a request to an actor. Asked anew for every request, so a logout counts at once."""

import hmac
from dataclasses import dataclass, replace
from hashlib import sha512

from workhall.identity.actor import ANONYMOUS, GUEST, Actor, Kind
from workhall.identity.keyring import Keyring
from workhall.identity.store import standing as store
from workhall.identity.tokens import Claims
from workhall.kernel.errors import Unauthenticated
from workhall.kernel.ids import UserId
from workhall.kernel.time import seconds
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request carries, first found first: an API key (header, query, cookie), else a bearer token."""

    api_key: str | None = None
    bearer: str | None = None
    origin: str = ""
    request_id: str = ""


def api_key_digest(key_id: str, secret: str) -> bytes:
    """HMAC-SHA-512 of the secret, keyed by the id: what is stored of an API key."""
    return hmac.digest(key_id.encode(), secret.encode(), sha512)


async def authenticate(tx: Transaction, keyring: Keyring, credentials: Credentials, host: str) -> Actor:
    """Say who asks; nobody when nothing was shown.

    Raises:
        Unauthenticated: something was shown, and it does not hold (any more).
    """
    if credentials.api_key:
        return await _by_key(tx, credentials, host)
    if credentials.bearer:
        return await _by_token(tx, await keyring.read(credentials.bearer), credentials, host)
    return ANONYMOUS


def person(
    standing: store.Standing, credentials: Credentials, *, permissions: int | None = None, scopes: tuple[str, ...]
) -> Actor:
    """Make the actor of a person as they stand now; a key has permissions of its own."""
    return Actor(
        Kind.PERSON,
        standing.user_id,
        standing.name,
        standing.email,
        standing.permissions if permissions is None else permissions,
        scopes,
        frozenset(group.lower() for group in standing.groups),
        origin=credentials.origin,
        request_id=credentials.request_id,
    )


async def _by_key(tx: Transaction, credentials: Credentials, host: str) -> Actor:
    key_id, _, secret = (credentials.api_key or "").partition(".")
    key = await store.api_key(tx, key_id, host) if "\0" not in key_id else None
    if key is None or not hmac.compare_digest(key.secret_digest, api_key_digest(key_id, secret)):
        raise Unauthenticated("unknown X-API-Key", code="unknown_api_key")
    if not key.is_at_home:
        raise _foreign()
    actor = person(key.holder, credentials, permissions=key.permissions, scopes=key.scopes)
    expires_s = seconds(key.expires_at) if key.expires_at else 0
    return replace(actor, credential=key.api_key_id, issued_s=seconds(key.created_at), expires_s=expires_s)


async def _by_token(tx: Transaction, claims: Claims, credentials: Credentials, host: str) -> Actor:
    if claims.aud != host:
        raise _foreign()
    token_ids = [ident for ident in (claims.jti, claims.family) if ident]
    if GUEST in claims.scope:
        if await store.is_revoked(tx, token_ids):
            raise Unauthenticated("logged out", code="logged_out")
        return _shown(_guest(claims, credentials), claims)
    standing = await store.standing(tx, claims.sub, token_ids)
    if standing is None:
        raise Unauthenticated("the user of this token does not exist", code="token_invalid")
    gone = standing.logged_out_at is not None and claims.iat <= seconds(standing.logged_out_at)
    if gone or standing.revoked:
        raise Unauthenticated("logged out", code="logged_out")
    return _shown(person(standing, credentials, scopes=tuple(claims.scope)), claims)


def _foreign() -> Unauthenticated:
    return Unauthenticated("domain does not match token's", code="token_foreign")


def _shown(actor: Actor, claims: Claims) -> Actor:
    return replace(actor, credential=claims.jti, issued_s=claims.iat, expires_s=claims.exp)


def _guest(claims: Claims, credentials: Credentials) -> Actor:
    return Actor(
        Kind.GUEST,
        UserId(claims.sub),
        claims.u.name,
        claims.u.email or claims.sub,
        0,
        tuple(claims.scope),
        roles=tuple(claims.u.roles),
        origin=credentials.origin,
        request_id=credentials.request_id,
    )
