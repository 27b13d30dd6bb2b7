"""From the credentials of a request to an actor. Asked anew for every request, so a logout counts at once."""

import hmac
from dataclasses import dataclass
from hashlib import sha512

from workhall.identity import store
from workhall.identity.actor import ANONYMOUS, GUEST, Actor, Kind
from workhall.identity.keyring import Keyring
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
        return await _by_key(tx, credentials)
    if credentials.bearer:
        return await _by_token(tx, await keyring.read(credentials.bearer), credentials, host)
    return ANONYMOUS


async def _by_key(tx: Transaction, credentials: Credentials) -> Actor:
    key_id, _, secret = (credentials.api_key or "").partition(".")
    key = await store.api_key(tx, key_id)
    if key is None or not hmac.compare_digest(key.secret_digest, api_key_digest(key_id, secret)):
        raise Unauthenticated("unknown X-API-Key", code="unknown_api_key")
    person = await store.standing(tx, key.user_id, [])
    if person is None:
        raise Unauthenticated("unknown X-API-Key", code="unknown_api_key")
    return _actor(person, key.permissions, key.scopes, credentials)


async def _by_token(tx: Transaction, claims: Claims, credentials: Credentials, host: str) -> Actor:
    if claims.aud != host:
        raise Unauthenticated("domain does not match token's", code="token_foreign")
    token_ids = [ident for ident in (claims.jti, claims.family) if ident]
    if GUEST in claims.scope:
        if await store.is_revoked(tx, token_ids):
            raise Unauthenticated("logged out", code="logged_out")
        return _guest(claims, credentials)
    person = await store.standing(tx, claims.sub, token_ids)
    if person is None:
        raise Unauthenticated("the user of this token does not exist", code="token_invalid")
    gone = person.logged_out_at is not None and claims.iat <= seconds(person.logged_out_at)
    if gone or person.revoked:
        raise Unauthenticated("logged out", code="logged_out")
    return _actor(person, person.permissions, tuple(claims.scope), credentials)


def _actor(person: store.Standing, permissions: int, scopes: tuple[str, ...], credentials: Credentials) -> Actor:
    return Actor(
        Kind.PERSON,
        person.user_id,
        person.name,
        person.email,
        permissions,
        scopes,
        frozenset(group.lower() for group in person.groups),
        origin=credentials.origin,
        request_id=credentials.request_id,
    )


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
