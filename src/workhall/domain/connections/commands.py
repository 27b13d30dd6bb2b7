"""The verbs that change calendar connections. Administrators' work, all of it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import msgspec

from workhall.domain.connections import store
from workhall.domain.connections.events import ConnectionChanged
from workhall.domain.connections.model import Connection, Given, check, complete, revised
from workhall.identity import Actor, record
from workhall.kernel.errors import NotFound
from workhall.kernel.ids import TenantId
from workhall.persistence import Transaction
from workhall.tenancy import Sealer

KIND = "tenant"


async def create(tx: Transaction, actor: Actor, given: Given, *, sealer: Sealer) -> Connection:
    """Connect a domain. What the built-in connection kept for its people moves to it.

    Raises:
        BadConnection: naming each failing field; `domain` also when it is taken.
    """
    actor.need_admin()
    draft = revised(Connection(TenantId(0), platform=""), given)
    credentials = complete(draft, given.get("credentials") or {})
    check(draft, credentials)
    sealed = _seal(tx, sealer, credentials)
    made = replace(draft, tenant_id=await store.insert(tx, draft, sealed))
    await store.adopt(tx, made)
    _tell(tx, actor, "create", after=made)
    return made


async def change(tx: Transaction, actor: Actor, tenant_id: TenantId, given: Given, *, sealer: Sealer) -> Connection:
    """Change what is given and leave the rest; empty credentials keep the ones there are.

    Raises:
        NotFound: no connection of this organisation has the id.
        BadConnection: like `create`.
    """
    before = await _locked(tx, actor, tenant_id)
    after = revised(before, given)
    kept = await store.sealed_credentials(tx, tenant_id)
    credentials = complete(after, given.get("credentials") or _open(tx, sealer, kept))
    check(after, credentials)
    await store.update(tx, after, _seal(tx, sealer, credentials))
    if (after.domain, after.email_domain) != (before.domain, before.email_domain):
        await store.adopt(tx, after)
    _tell(tx, actor, "update", before=before, after=after)
    return after


async def remove(tx: Transaction, actor: Actor, tenant_id: TenantId) -> None:
    """Disconnect; bookings, visits and visitors of the connection go with it."""
    before = await _locked(tx, actor, tenant_id)
    await store.delete(tx, tenant_id)
    _tell(tx, actor, "destroy", before=before)


async def set_limits(tx: Transaction, actor: Actor, tenant_id: TenantId, limits: Mapping[str, Any]) -> Connection:
    """Say how many bookings of a type one person may have at a time; the built-in connection has limits too."""
    return await _settle(tx, actor, tenant_id, {"booking_limits": limits})


async def set_early_checkin(tx: Transaction, actor: Actor, tenant_id: TenantId, early_checkin_s: int) -> Connection:
    """Say how long before its start, in seconds, a booking may be checked into."""
    return await _settle(tx, actor, tenant_id, {"early_checkin_s": early_checkin_s})


async def _settle(tx: Transaction, actor: Actor, tenant_id: TenantId, given: Given) -> Connection:
    before = await _locked(tx, actor, tenant_id, built_in=True)
    after = revised(before, given)
    check(replace(after, platform="builtin"), {})
    await store.update(tx, after, None)
    _tell(tx, actor, "update", before=before, after=after)
    return after


async def _locked(tx: Transaction, actor: Actor, tenant_id: TenantId, *, built_in: bool = False) -> Connection:
    actor.need_admin()
    found = await store.lock(tx, tenant_id)
    if found is None or (found.built_in and not built_in):
        raise NotFound(f"could not find tenant with id: {tenant_id}")
    return found


def _purpose(tx: Transaction) -> str:
    """Bound to the organisation, so that sealed credentials open in no other's row."""
    return f"calendar credentials of {tx.organisation}"


def _seal(tx: Transaction, sealer: Sealer, credentials: Mapping[str, Any]) -> bytes:
    return sealer.seal(msgspec.json.encode(credentials).decode(), _purpose(tx))


def _open(tx: Transaction, sealer: Sealer, sealed: bytes | None) -> dict[str, Any]:
    if sealed is None:
        return {}
    return msgspec.json.decode(sealer.open(sealed, _purpose(tx)), type=dict[str, Any])


def _tell(
    tx: Transaction, actor: Actor, action: str, *, before: Connection | None = None, after: Connection | None = None
) -> None:
    one = after or before
    if one is not None:
        verb = "delete" if action == "destroy" else action
        record(tx, actor, verb, (KIND, str(one.tenant_id)), before=_noted(before), after=_noted(after))
        tx.announce(ConnectionChanged(action, one.tenant_id))


def _noted(connection: Connection | None) -> object:
    return asdict(connection) if connection else None
