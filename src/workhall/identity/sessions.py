"""Sessions: a browser that has signed in. Two cookies carry the same secret, each for its own paths.

The secret is random and kept only as its SHA-256, so whoever reads the table cannot come in with it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from workhall.identity.actor import PUBLIC, Actor
from workhall.identity.audit import record
from workhall.identity.authenticate import Credentials, person
from workhall.identity.store import sessions as store
from workhall.identity.store.authorities import Authority
from workhall.identity.store.standing import Standing
from workhall.kernel.ids import DomainId, UserId
from workhall.persistence import Transaction

_SECRET_BYTES = 32
_CSRF_BYTES = 24
_LONGEST_AGENT = 300
_LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds. `csrf` is what its forms must carry."""

    standing: Standing
    domain_id: DomainId
    csrf: str
    created_at: datetime
    expires_at: datetime

    def actor(self, origin: str = "", request_id: str = "") -> Actor:
        return person(self.standing, Credentials(origin=origin, request_id=request_id), scopes=(PUBLIC,))


@dataclass(frozen=True, slots=True)
class NewSession:
    """`secret` goes into the cookies and is kept nowhere else."""

    secret: str
    csrf: str
    lifetime: timedelta


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a session is opened from: network address and user agent, for the person to recognise it by."""

    origin: str = ""
    agent: str = ""
    request_id: str = ""


async def start_session(
    tx: Transaction, user_id: UserId, authority: Authority, browser: Browser, *, by: str = "password"
) -> NewSession:
    """Open a session for somebody who has proved who they are; `by` says how, for the audit log."""
    new = NewSession(
        secrets.token_urlsafe(_SECRET_BYTES), secrets.token_urlsafe(_CSRF_BYTES), authority.session_lifetime
    )
    row = store.SessionRow(
        _digest(new.secret),
        user_id,
        authority.domain_id,
        new.csrf,
        browser.origin,
        browser.agent[:_LONGEST_AGENT],
        tx.now + new.lifetime,
    )
    await store.insert(tx, row)
    session = await session_of(tx, new.secret)
    if session is not None:
        record(tx, session.actor(browser.origin, browser.request_id), "sign_in", ("user", user_id), after={"by": by})
    return new


async def session_of(tx: Transaction, secret: str | None) -> Session | None:
    """Find the session of a cookie; None when it has ended, or its person has gone or logged out since."""
    if not secret or len(secret) > _LONGEST_SECRET:
        return None
    found = await store.find(tx, _digest(secret))
    if found is None:
        return None
    return Session(found.person, found.domain_id, found.csrf, found.created_at, found.expires_at)


async def log_out_everywhere(tx: Transaction, actor: Actor, user_id: UserId) -> None:
    """End all sessions, tokens, codes of somebody, on every device. Oneself, or an administrator anybody."""
    if actor.user_id != user_id:
        actor.need_admin()
    await store.log_out(tx, user_id)
    record(tx, actor, "sign_out", ("user", user_id))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "replace")).digest()
