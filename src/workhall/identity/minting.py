"""Making tokens: access tokens for people and guests, identity tokens for those who asked for one."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workhall.identity.actor import GUEST
from workhall.identity.keyring import Keyring
from workhall.identity.store.standing import Standing
from workhall.identity.tokens import ISSUER
from workhall.kernel.ids import new_id
from workhall.kernel.time import seconds


@dataclass(frozen=True, slots=True)
class Minted:
    """Times are Unix seconds."""

    text: str
    token_id: str
    issued_s: int
    expires_s: int


@dataclass(frozen=True, slots=True)
class Issue:
    """How a token is to be made out: to which host, for what, for how long. `family` ties it to its refresh tokens."""

    host: str
    scopes: tuple[str, ...]
    lifetime_s: int
    family: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account. `roles` are the ids of what the token opens, the first the most important."""

    email: str
    name: str
    roles: Sequence[str]


def mint(keyring: Keyring, person: Standing, issue: Issue, now: datetime) -> Minted:
    """Make a person's access token.

    Tokens issued in the second of a logout are dead, so one made in that very second is dated a second later.
    """
    issued_s = seconds(now)
    if person.logged_out_at is not None:
        issued_s = max(issued_s, seconds(person.logged_out_at) + 1)
    about = {"n": person.name, "e": person.email, "p": person.permissions, "r": list(person.groups)}
    return _sign(keyring, str(person.user_id), about, issue, issued_s)


def mint_guest(keyring: Keyring, guest: Guest, *, host: str, now: datetime, lifetime_s: int) -> Minted:
    """Make a visitor's token: it opens what its roles name, and nothing else."""
    about = {"n": guest.name, "e": guest.email, "p": 0, "r": list(guest.roles)}
    return _sign(keyring, guest.email, about, Issue(host, (GUEST,), lifetime_s), seconds(now))


def mint_identity(  # noqa: PLR0913  what an identity token says, each by name
    keyring: Keyring, person: Standing, *, issuer: str, client_id: str, minted: Minted, nonce: str | None
) -> str:
    """Make an OpenID Connect identity token. It opens nothing: its issuer is an address, not ours of access tokens."""
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": str(person.user_id),
        "aud": client_id,
        "iat": minted.issued_s,
        "exp": minted.expires_s,
        "jti": new_id("id"),
        "name": person.name,
        "email": person.email,
        "email_verified": True,
        "groups": list(person.groups),
    }
    return keyring.sign(claims | ({"nonce": nonce} if nonce else {}))


def new_family() -> str:
    return secrets.token_hex(16)


def _sign(keyring: Keyring, subject: str, about: dict[str, Any], issue: Issue, issued_s: int) -> Minted:
    token_id, expires_s = str(uuid.uuid4()), issued_s + issue.lifetime_s
    claims = {
        "iss": ISSUER,
        "iat": issued_s,
        "exp": expires_s,
        "jti": token_id,
        "aud": issue.host,
        "scope": list(issue.scopes),
        "sub": subject,
        "u": about,
    }
    text = keyring.sign(claims | ({"family": issue.family} if issue.family else {}))
    return Minted(text, token_id, issued_s, expires_s)
