"""Taking tokens back, and saying whether one still holds (RFC 7009, RFC 7662)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from workhall.identity.actor import GUEST, Actor
from workhall.identity.audit import record
from workhall.identity.grants import Terms, digest_of
from workhall.identity.keyring import Keyring
from workhall.identity.store import grants as store
from workhall.identity.store import standing as standings
from workhall.identity.tokens import Claims
from workhall.kernel.errors import Unauthenticated
from workhall.kernel.time import moment, seconds
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class RefreshInspected:
    """A refresh token that still holds."""

    user_id: str
    client_id: str
    scope: str
    expires_s: int
    issued_s: int


async def revoke(tx: Transaction, keyring: Keyring, terms: Terms, actor: Actor, token: str) -> None:
    """Take back an access or refresh token, and with it its family. An unknown one needs no taking back."""
    held = await store.refresh(tx, digest_of(token))
    if held is not None:
        await store.revoke_family(tx, held.family, tx.now + timedelta(seconds=terms.access_s))
        record(tx, _from(actor, terms), "revoke", ("user", held.user_id))
        return
    claims = await _readable(keyring, token)
    if claims is None or claims.aud != terms.host or not claims.jti:
        return
    await store.revoke_token(tx, claims.jti, moment(claims.exp))
    if claims.family:
        await store.revoke_family(tx, claims.family, tx.now + timedelta(seconds=terms.access_s))
    record(tx, _from(actor, terms), "revoke", ("user", claims.sub))


async def live_claims(tx: Transaction, keyring: Keyring, token: str, host: str) -> Claims | None:
    """Read an access token if it still opens anything; else None."""
    claims = await _readable(keyring, token)
    if claims is None or claims.aud != host:
        return None
    token_ids = [ident for ident in (claims.jti, claims.family) if ident]
    if GUEST in claims.scope:
        return None if await standings.is_revoked(tx, token_ids) else claims
    who = await standings.standing(tx, claims.sub, token_ids)
    if who is None or who.revoked:
        return None
    if who.logged_out_at is not None and claims.iat <= seconds(who.logged_out_at):
        return None
    return claims


async def live_refresh(tx: Transaction, token: str) -> RefreshInspected | None:
    held = await store.refresh(tx, digest_of(token))
    if held is None or held.revoked_at is not None or held.rotated_at is not None or held.expires_at <= tx.now:
        return None
    return RefreshInspected(
        held.user_id, held.client_id, held.scope, seconds(held.expires_at), seconds(held.created_at)
    )


async def client_of_refresh(tx: Transaction, token: str) -> str | None:
    """Name the client a refresh token was given to."""
    held = await store.refresh(tx, digest_of(token))
    return None if held is None else held.client_id


def claims_document(claims: Claims) -> dict[str, Any]:
    """Say an access token's claims in the words of RFC 7662, section 2.2."""
    return {
        "active": True,
        "scope": " ".join(claims.scope),
        "token_type": "Bearer",
        "username": claims.u.email,
        "sub": claims.sub,
        "aud": claims.aud,
        "iss": claims.iss,
        "exp": claims.exp,
        "iat": claims.iat,
        "jti": claims.jti,
    }


async def _readable(keyring: Keyring, token: str) -> Claims | None:
    try:
        return await keyring.read(token)
    except Unauthenticated:
        return None


def _from(actor: Actor, terms: Terms) -> Actor:
    return replace(actor, origin=terms.origin, request_id=terms.request_id)
