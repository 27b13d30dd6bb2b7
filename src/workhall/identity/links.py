"""Links that work once: the first administrator's set-up, and choosing a new password."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from workhall.identity.actor import Actor
from workhall.identity.audit import record
from workhall.identity.store import sign_ins as store
from workhall.kernel.ids import UserId
from workhall.persistence import Transaction

_SECRET_BYTES = 24
_LONGEST_SECRET = 100


class Purpose(StrEnum):
    SETUP = "setup"
    PASSWORD = "password"  # noqa: S105  a purpose, not a password


LIFETIME = {Purpose.SETUP: timedelta(days=7), Purpose.PASSWORD: timedelta(days=2)}


@dataclass(frozen=True, slots=True)
class Link:
    """A link that still works. `email` and `name` are of the person whose password is to be chosen."""

    purpose: Purpose
    user_id: UserId | None
    email: str = ""
    name: str = ""


async def make_link(tx: Transaction, actor: Actor, purpose: Purpose, user_id: UserId | None = None) -> str:
    """Make a link and answer its secret, the last part of `/setup/<secret>`. A new set-up link replaces the old."""
    actor.need_admin()
    if purpose is Purpose.SETUP:
        await store.drop_links(tx, purpose)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    await store.insert_link(tx, _digest(secret), purpose, user_id, LIFETIME[purpose])
    record(tx, actor, "make_link", ("user", user_id or ""), after={"purpose": purpose.value})
    return secret


async def link_of(tx: Transaction, secret: str) -> Link | None:
    """Find what a link is for; None when it is unknown, used or too old."""
    row = await store.link(tx, _digest(secret)) if len(secret) <= _LONGEST_SECRET else None
    if row is None:
        return None
    if row.user_id is None:
        return Link(Purpose(row.purpose), None)
    account = await store.account_of(tx, row.user_id)
    return None if account is None else Link(Purpose(row.purpose), row.user_id, account.email, account.name)


async def use_link(tx: Transaction, secret: str) -> None:
    """Spend a link, and with it all others for the same. Whoever called `link_of` in this transaction holds it."""
    await store.use_link(tx, _digest(secret))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
