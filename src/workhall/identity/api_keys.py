"""API keys: long-lived credentials that act as a person, with permissions and scopes of their own.

The secret is shown once, when the key is made; kept is its HMAC-SHA-512 keyed by the key's id.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from workhall.identity.actor import PUBLIC, Actor
from workhall.identity.audit import record
from workhall.identity.authenticate import api_key_digest
from workhall.identity.store import api_keys as store
from workhall.identity.store.api_keys import ApiKey
from workhall.kernel.errors import Failure, Invalid, NotFound
from workhall.kernel.ids import DomainId, UserId
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.kernel.text import UNSET, Unset
from workhall.persistence import Transaction

_ID_BYTES = 16
_SECRET_BYTES = 32
_MOST_PERMISSIONS = 3


@dataclass(frozen=True, slots=True)
class ApiKeyDraft:
    """`ttl` or `expires_at` end the key; without either it lasts until it is deleted."""

    name: str
    domain_id: DomainId
    user_id: UserId
    description: str = ""
    scopes: tuple[str, ...] = (PUBLIC,)
    permissions: int = 0
    expires_at: datetime | None = None
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ApiKeyChange:
    name: str | Unset = UNSET
    description: str | Unset = UNSET
    user_id: UserId | Unset = UNSET
    scopes: tuple[str, ...] | Unset = UNSET
    permissions: int | Unset = UNSET
    expires_at: datetime | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """`text` is what the caller sends, `<id>.<secret>`; it cannot be had again."""

    key: ApiKey
    text: str


async def create_key(tx: Transaction, actor: Actor, draft: ApiKeyDraft) -> NewApiKey:
    """Make a key. Only administrators may.

    Raises:
        Invalid: the name is empty or taken, or the user or domain does not exist.
    """
    actor.need_admin()
    key_id, secret = secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
    expires_at = tx.now + draft.ttl if draft.ttl else draft.expires_at
    key = ApiKey(
        key_id,
        draft.domain_id,
        draft.user_id,
        draft.name.strip(),
        draft.description,
        draft.scopes or (PUBLIC,),
        draft.permissions,
        expires_at,
        None,
        tx.now,
        tx.now,
        *("", "", "", ""),
    )
    _check(key)
    actor.need_scopes(key.scopes)
    await store.insert(tx, key, api_key_digest(key_id, secret))
    made = await key_of(tx, actor, key_id)
    record(tx, actor, "create", ("api_key", key_id), after=_noted(made))
    return NewApiKey(made, f"{key_id}.{secret}")


async def update_key(tx: Transaction, actor: Actor, api_key_id: str, change: ApiKeyChange) -> ApiKey:
    """Change what is given; the secret stays."""
    before = await key_of(tx, actor, api_key_id)
    given = {name: getattr(change, name) for name in change.__slots__ if getattr(change, name) is not UNSET}
    if not given:
        return before
    wanted = replace(before, **given)
    _check(wanted)
    actor.need_scopes(wanted.scopes)
    await store.update(tx, wanted)
    after = await key_of(tx, actor, api_key_id)
    record(tx, actor, "update", ("api_key", api_key_id), before=_noted(before), after=_noted(after))
    return after


async def lower_keys(tx: Transaction, actor: Actor, user_id: UserId, *, lost: int) -> None:
    """Take permissions that somebody has just lost from the keys that act as them, too."""
    for key_id, before, after in await store.take_permissions(tx, user_id, lost):
        changed = {"permissions": before}, {"permissions": after}
        record(tx, actor, "update", ("api_key", key_id), before=changed[0], after=changed[1])


async def delete_key(tx: Transaction, actor: Actor, api_key_id: str) -> None:
    """Take a key away; whoever uses it is refused from now on."""
    key = await key_of(tx, actor, api_key_id)
    await store.delete(tx, api_key_id)
    record(tx, actor, "delete", ("api_key", api_key_id), before=_noted(key))


async def key_of(tx: Transaction, actor: Actor, api_key_id: str) -> ApiKey:
    """Find a key. Only administrators may. Raises NotFound."""
    actor.need_admin()
    key = await store.find(tx, api_key_id)
    if key is None:
        raise NotFound(f"there is no API key {api_key_id}")
    return key


async def find_keys(  # noqa: PLR0913  what a list is asked by, each by name
    tx: Transaction,
    actor: Actor,
    page: Page,
    *,
    q: str | None = None,
    domain_id: str | None = None,
    user_id: str | None = None,
) -> Found[ApiKey]:
    """List keys by name; answers one page and the total. Only administrators may."""
    actor.need_admin()
    search = parse(q)
    return await store.search(tx, store.KeyFilter(search.pattern if search else None, domain_id, user_id), page)


def inspect(actor: Actor, host: str, now_s: int) -> dict[str, Any]:
    """Say what the credential of this request claims, in the layout of an access token's claims.

    A key without an end gets the moment of asking: it holds at least until then.
    """
    return {
        "iss": "POS",
        "iat": actor.issued_s,
        "exp": actor.expires_s or now_s,
        "jti": actor.credential,
        "aud": host,
        "scope": list(actor.scopes),
        "sub": str(actor.user_id),
        "u": {"n": actor.name, "e": actor.email, "p": actor.permissions, "r": sorted(actor.groups or actor.roles)},
    }


def _check(key: ApiKey) -> None:
    failures = []
    if not key.name:
        failures.append(Failure("name", "must not be empty"))
    if not 0 <= key.permissions <= _MOST_PERMISSIONS:
        failures.append(Failure("permissions", "must be user, support, admin or admin_support"))
    if not all(scope.strip() for scope in key.scopes):
        failures.append(Failure("scopes", "must not be blank"))
    if failures:
        raise Invalid.several(failures)


def _noted(key: ApiKey) -> dict[str, Any]:
    return {
        "name": key.name,
        "description": key.description,
        "user_id": key.user_id,
        "scopes": list(key.scopes),
        "permissions": key.permissions,
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
    }
