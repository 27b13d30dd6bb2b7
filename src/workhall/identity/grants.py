"""What is given out, and on what: codes, and the tokens for a code, a password, a refresh token, a client's own word.

Refresh tokens of one sign-in are a family. Each exchange makes a new one; the one before stays good for a
short overlap, since two tabs refresh at once. After that its reuse means that somebody copied it, and the
whole family dies.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from workhall.identity import minting, pkce
from workhall.identity.audit import record
from workhall.identity.authenticate import Credentials, person
from workhall.identity.clients import Client, GrantRefused
from workhall.identity.keyring import Keyring
from workhall.identity.minting import Issue, Minted
from workhall.identity.store import grants as store
from workhall.identity.store import standing as standings
from workhall.identity.store.standing import Standing
from workhall.kernel.ids import UserId
from workhall.persistence import Transaction

CODE_LIFETIME = timedelta(minutes=10)
_SECRET_BYTES = 32
_LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """How tokens are made out here: to which host, by which address of this server, for how long.

    `overlap` is how long a refresh token stays good after it was exchanged.
    """

    host: str
    issuer: str
    access_s: int
    refresh: timedelta
    overlap: timedelta
    origin: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """What an application asks for at the authorize endpoint."""

    client: Client
    scopes: tuple[str, ...]
    nonce: str | None = None
    challenge: str | None = None
    challenge_method: str | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """What is given. `identity` is there when the scope has `openid`."""

    access: Minted
    scopes: tuple[str, ...]
    refresh: str | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class _Deal:
    """Whom a token is for, who asked, and what for."""

    kind: str
    person: Standing
    client: Client
    scopes: tuple[str, ...]
    family: str = ""
    nonce: str | None = None


async def give_code(tx: Transaction, request: CodeRequest, user_id: UserId) -> str:
    """Make a code for somebody who is signed in: good once, for ten minutes."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    code = store.Code(
        digest=digest_of(secret),
        application_id=request.client.application.application_id if request.client.application else None,
        client_id=request.client.client_id,
        user_id=user_id,
        redirect_uri=request.client.redirect_uri,
        scope=" ".join(request.scopes),
        nonce=request.nonce,
        challenge=request.challenge,
        challenge_method=request.challenge_method,
        expires_at=tx.now + CODE_LIFETIME,
        created_at=tx.now,
    )
    await store.insert_code(tx, code)
    return secret


async def give_at_once(tx: Transaction, keyring: Keyring, terms: Terms, request: CodeRequest, who: Standing) -> Tokens:
    """Give an access token without a code and without a refresh token: the implicit way of old clients."""
    return await _give(tx, keyring, terms, _Deal("implicit", who, request.client, request.scopes), refreshable=False)


async def redeem_code(  # noqa: PLR0913  what a code is redeemed with, each by name
    tx: Transaction, keyring: Keyring, terms: Terms, client: Client, *, code: str, redirect_uri: str, verifier: str
) -> Tokens | GrantRefused:
    """Exchange a code.

    A second use revokes what the first was given; that refusal is answered, not raised, so that it is kept.

    Raises:
        GrantRefused: `invalid_grant`.
    """
    held = await store.hold_code(tx, digest_of(code))
    if held is None or held.client_id != client.client_id:
        raise _no_grant("this code is unknown")
    if held.used_at is not None:
        return await _used_twice(tx, terms, held)
    if held.expires_at <= tx.now or held.redirect_uri != redirect_uri:
        raise _no_grant("this code has expired, or was made out to another address")
    if not pkce.answers(verifier, held.challenge, held.challenge_method):
        raise _no_grant("the verifier does not answer this code's challenge")
    who = await _present(tx, held.user_id)
    family = minting.new_family()
    await store.use_code(tx, held.digest, family)
    deal = _Deal("authorization_code", who, client, tuple(held.scope.split()), family, held.nonce)
    return await _give(tx, keyring, terms, deal)


async def redeem_refresh(  # noqa: PLR0913  what a token is refreshed with, each by name
    tx: Transaction, keyring: Keyring, terms: Terms, client: Client, *, token: str, scopes: tuple[str, ...] = ()
) -> Tokens | GrantRefused:
    """Exchange a refresh token for a new one, for the same scopes or fewer.

    Reuse after the overlap revokes the family; that refusal is answered, not raised, so that it is kept.

    Raises:
        GrantRefused: `invalid_grant`, `invalid_scope`.
    """
    held = await store.refresh(tx, digest_of(token), hold=True)
    if held is None or held.client_id != client.client_id or held.revoked_at is not None or held.expires_at <= tx.now:
        raise _no_grant("this refresh token is unknown, has expired or was revoked")
    if held.rotated_at is not None and tx.now - held.rotated_at > terms.overlap:
        await _revoke_family(tx, terms, held.family, held.user_id, "refresh token used again")
        return _no_grant("this refresh token was used before; everything it led to is revoked")
    who = await _present(tx, held.user_id)
    if who.logged_out_at is not None and held.created_at < who.logged_out_at:
        raise _no_grant("logged out")
    kept = tuple(held.scope.split())
    if not set(scopes) <= set(kept):
        raise GrantRefused("invalid_scope", "a refresh cannot widen the scope")
    await store.rotate_refresh(tx, held.digest)
    return await _give(tx, keyring, terms, _Deal("refresh_token", who, client, scopes or kept, held.family))


async def give_for_password(  # noqa: PLR0913  whom tokens are for, each by name
    tx: Transaction, keyring: Keyring, terms: Terms, client: Client, *, user_id: UserId, scopes: tuple[str, ...]
) -> Tokens:
    """Give tokens to somebody whose password has been proved (`sign_in.prove`)."""
    who = await _present(tx, user_id)
    return await _give(tx, keyring, terms, _Deal("password", who, client, scopes, minting.new_family()))


async def give_for_client(
    tx: Transaction, keyring: Keyring, terms: Terms, client: Client, *, scopes: tuple[str, ...]
) -> Tokens:
    """Give a token to a confidential application for itself: it acts as whoever registered it, in its scopes.

    Raises:
        GrantRefused: `unauthorized_client`, when it keeps no secret or nobody stands behind it.
    """
    app = client.application
    if app is None or not app.confidential or app.user_id is None:
        raise GrantRefused("unauthorized_client", "only a confidential application with an owner may ask for itself")
    who = await _present(tx, app.user_id)
    return await _give(tx, keyring, terms, _Deal("client_credentials", who, client, scopes), refreshable=False)


async def _give(tx: Transaction, keyring: Keyring, terms: Terms, deal: _Deal, *, refreshable: bool = True) -> Tokens:
    issue = Issue(terms.host, deal.scopes, terms.access_s, deal.family)
    access = minting.mint(keyring, deal.person, issue, tx.now)
    refresh = await _refresh_for(tx, terms, deal) if refreshable else None
    identity = None
    if "openid" in deal.scopes:
        identity = minting.mint_identity(
            keyring,
            deal.person,
            issuer=terms.issuer,
            client_id=deal.client.client_id,
            minted=access,
            nonce=deal.nonce,
        )
    actor = person(deal.person, Credentials(origin=terms.origin, request_id=terms.request_id), scopes=deal.scopes)
    after = {"by": deal.kind, "client": deal.client.name, "scope": list(deal.scopes)}
    record(tx, actor, "grant", ("user", actor.user_id), after=after)
    return Tokens(access, deal.scopes, refresh, identity)


async def _refresh_for(tx: Transaction, terms: Terms, deal: _Deal) -> str:
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    kept = store.Refresh(
        digest_of(secret),
        deal.family,
        deal.client.client_id,
        deal.person.user_id,
        " ".join(deal.scopes),
        tx.now,
        tx.now + terms.refresh,
    )
    await store.insert_refresh(tx, kept)
    return secret


async def _used_twice(tx: Transaction, terms: Terms, held: store.Code) -> GrantRefused:
    if held.family:
        await _revoke_family(tx, terms, held.family, held.user_id, "code used twice")
    return _no_grant("this code was used before; what it was exchanged for is revoked")


async def _revoke_family(tx: Transaction, terms: Terms, family: str, user_id: UserId, why: str) -> None:
    await store.revoke_family(tx, family, tx.now + timedelta(seconds=terms.access_s))
    who = await standings.standing(tx, user_id, [])
    if who is not None:
        actor = person(who, Credentials(origin=terms.origin, request_id=terms.request_id), scopes=())
        note: dict[str, Any] = {"why": why}
        record(tx, actor, "revoke", ("user", user_id), after=note)


async def _present(tx: Transaction, user_id: str) -> Standing:
    who = await standings.standing(tx, user_id, [])
    if who is None:
        raise _no_grant("this person is not here any more")
    return who


def _no_grant(why: str) -> GrantRefused:
    return GrantRefused("invalid_grant", why)


def digest_of(secret: str) -> bytes:
    """What is kept of a code or refresh token."""
    return sha256(secret[:_LONGEST_SECRET].encode("utf-8", "replace")).digest()
