"""The verbs that change organisations and their domains."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from workhall.domain.organisations import queries, store
from workhall.domain.organisations.events import DomainChanged
from workhall.domain.organisations.model import (
    CACHE_KEY,
    PREFIX,
    Domain,
    DomainChanges,
    LastDomain,
    Organisation,
    OrganisationChanges,
    check_environment,
    revised,
)
from workhall.identity import Actor, record
from workhall.identity.actor import SERVER
from workhall.kernel.errors import Invalid, NotFound
from workhall.kernel.ids import DomainId, new_id
from workhall.persistence import Transaction

_KIND = "organisation"


async def found(
    tx: Transaction, name: str, *, environment: str, host: str, mounts: Collection[str] = ()
) -> Organisation:
    """Found an organisation with its first domain and its own calendar; the transaction goes on inside it.

    `tx` begins in the house. The first domain of the house answers every host name that no other does.

    Raises:
        Invalid: the environment name is taken, reserved or no name; or the host name is.
    """
    if not name.strip():
        raise Invalid("name", "is required")
    is_first = not await store.any_domain(tx)
    organisation_id = await store.insert_organisation(tx, name.strip(), check_environment(environment, mounts))
    await store.enter(tx, organisation_id)
    domain = replace(_new_domain(tx, {"domain": host, "name": name}), is_default=is_first)
    await store.insert_domain(tx, domain)
    await store.insert_built_in_connection(tx)
    await bump_cache(tx)
    organisation = await queries.current(tx)
    record(tx, SERVER, "create", (_KIND, str(organisation_id)), after={"name": name, "environment": environment})
    return organisation


async def change(tx: Transaction, actor: Actor, given: OrganisationChanges) -> Organisation:
    """Rename the organisation, or merge settings into its own (a null takes a key away)."""
    actor.need_admin()
    await store.lock_organisation(tx, tx.organisation)
    before = await queries.current(tx)
    name = given.get("name", before.name).strip()
    if not name:
        raise Invalid("name", "is required")
    settings = _merged(before.settings, given.get("settings", {}))
    await store.update_organisation(tx, replace(before, name=name, settings=settings))
    after = await queries.current(tx)
    record(
        tx,
        actor,
        "update",
        (_KIND, str(before.organisation_id)),
        before={"name": before.name, "settings": before.settings},
        after={"name": after.name, "settings": after.settings},
    )
    return after


async def add_domain(tx: Transaction, actor: Actor, draft: DomainChanges) -> Domain:
    """Let the organisation answer to another host name. Raises Invalid when the name is taken or no name."""
    actor.need_admin()
    domain = _new_domain(tx, draft)
    await store.insert_domain(tx, domain)
    record(tx, actor, "create", (PREFIX, domain.domain_id), after=_noted(domain))
    tx.announce(DomainChanged("create", domain.domain_id, domain.domain))
    return await queries.domain(tx, domain.domain_id)


async def change_domain(tx: Transaction, actor: Actor, domain_id: str, given: DomainChanges) -> Domain:
    """Assign what is given. Raises Invalid when the new name is taken or no name."""
    actor.need_admin()
    before = await _locked(tx, domain_id)
    await store.update_domain(tx, replace(revised(before, given), updated_at=tx.now))
    after = await queries.domain(tx, domain_id)
    record(tx, actor, "update", (PREFIX, domain_id), before=_noted(before), after=_noted(after))
    tx.announce(DomainChanged("update", after.domain_id, after.domain))
    return after


async def merge_config(tx: Transaction, actor: Actor, domain_id: str, given: dict[str, Any]) -> Domain:
    """Set single keys of a domain's public configuration; a null takes a key away."""
    actor.need_admin()
    before = await _locked(tx, domain_id)
    return await change_domain(tx, actor, domain_id, {"config": _merged(before.config, given)})


async def remove_domain(tx: Transaction, actor: Actor, domain_id: str) -> None:
    """Stop answering to a host name.

    Raises:
        LastDomain: the organisation could not be reached any more.
        DomainInUse: people belong to it.
    """
    actor.need_admin()
    await store.lock_organisation(tx, tx.organisation)
    domain = await _locked(tx, domain_id)
    if await store.count_domains(tx) == 1:
        raise LastDomain("this is the organisation's only domain; add another one first")
    await store.delete_domain(tx, domain.domain_id)
    record(tx, actor, "delete", (PREFIX, domain_id), before=_noted(domain))
    tx.announce(DomainChanged("destroy", domain.domain_id, domain.domain))


async def bump_cache(tx: Transaction) -> None:
    """Make apps forget the places and documents they remember. One insert, which waits for nobody."""
    await store.mark_cache(tx)


async def tidy(tx: Transaction) -> None:
    """Drop what counts no more. For the house, by the clock."""
    await store.renew_marks(tx)


def _new_domain(tx: Transaction, draft: DomainChanges) -> Domain:
    blank = Domain(DomainId(new_id(PREFIX)), "", "", created_at=tx.now, updated_at=tx.now)
    return revised(blank, draft)


async def _locked(tx: Transaction, domain_id: str) -> Domain:
    domain = await store.domain(tx, domain_id, lock=True)
    if domain is None:
        raise NotFound("there is no such domain")
    return domain


def _merged(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (before | given).items() if value is not None}


def _noted(domain: Domain) -> dict[str, Any]:
    """What the audit log keeps. The cache mark in the configuration is nobody's decision."""
    names = ("domain", "name", "description", "login_url", "logout_url", "internals", "email_domains")
    config = {key: value for key, value in domain.config.items() if key != CACHE_KEY}
    return {name: getattr(domain, name) for name in names} | {"config": config}
