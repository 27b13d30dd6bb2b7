"""Outside sign-in sources: their settings, per domain. Secrets are sealed and never read back.

Signing in by them: `outside`. Fields are those the original's clients write (ts-client models
`oauth_auths`, `saml_auths`, `ldap_auths`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from workhall.identity.actor import Actor
from workhall.identity.audit import record
from workhall.identity.store import sources as store
from workhall.identity.store.sources import SignInSource, SourceKind
from workhall.kernel.errors import Failure, Invalid, NotFound
from workhall.kernel.ids import DomainId, new_id
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction
from workhall.tenancy import Sealer

_PURPOSE = "sign-in source"
_PREFIXES: Final = {
    SourceKind.OAUTH: "oauth_strat",
    SourceKind.SAML: "adfs_strat",
    SourceKind.LDAP: "ldap_strat",
}
SECRET_FIELD: Final = {SourceKind.OAUTH: "client_secret", SourceKind.SAML: None, SourceKind.LDAP: "password"}
"""The one field of a kind that is sealed."""

FIELDS: Final[dict[SourceKind, dict[str, type]]] = {
    SourceKind.OAUTH: {
        "client_id": str,
        "site": str,
        "authorize_url": str,
        "token_method": str,
        "token_url": str,
        "auth_scheme": str,
        "scope": str,
        "raw_info_url": str,
        "info_mappings": dict,
        "authorize_params": dict,
        "ensure_matching": dict,
    },
    SourceKind.SAML: {
        "issuer": str,
        "idp_sso_target_url": str,
        "idp_sso_target_url_runtime_params": dict,
        "idp_cert": str,
        "idp_cert_fingerprint": str,
        "idp_slo_target_url": str,
        "slo_default_relay_state": str,
        "assertion_consumer_service_url": str,
        "attribute_service_name": str,
        "attribute_statements": dict,
        "request_attributes": list,
        "name_identifier_format": str,
        "uid_attribute": str,
    },
    SourceKind.LDAP: {
        "host": str,
        "port": int,
        "auth_method": str,
        "uid": str,
        "base": str,
        "bind_dn": str,
        "filter": str,
    },
}
_CHOICES: Final = {
    "token_method": {"get", "post", "put"},
    "auth_scheme": {"request_body", "basic_auth"},
    "auth_method": {"plain", "ssl", "tls"},
}
_NEEDED: Final = {
    SourceKind.OAUTH: ("client_id", "site"),
    SourceKind.SAML: ("issuer", "idp_sso_target_url"),
    SourceKind.LDAP: ("host", "base"),
}


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """`settings` may hold more than we know (clients post whole models): the rest is left aside."""

    kind: SourceKind
    domain_id: DomainId
    name: str
    settings: Mapping[str, Any]


async def create_source(tx: Transaction, actor: Actor, draft: SourceDraft, *, sealer: Sealer) -> SignInSource:
    """Add a source. Only administrators may. Raises Invalid naming the fields that cannot be meant."""
    actor.need_admin()
    source = SignInSource(
        new_id(_PREFIXES[draft.kind]), draft.domain_id, draft.kind, draft.name.strip(), {}, None, tx.now, tx.now
    )
    source = _with(source, draft.settings, sealer)
    _check(source)
    await store.insert(tx, source)
    record(tx, actor, "create", ("sign_in_source", source.source_id), after=_noted(source))
    return source


async def update_source(  # noqa: PLR0913  what may change, each by name
    tx: Transaction,
    actor: Actor,
    source_id: str,
    *,
    settings: Mapping[str, Any],
    sealer: Sealer,
    name: str | None = None,
    domain_id: DomainId | None = None,
) -> SignInSource:
    """Change what is given; a secret left out or blank stays as it is."""
    before = await source_of(tx, actor, source_id)
    wanted = replace(
        before,
        name=before.name if name is None else name.strip(),
        domain_id=domain_id or before.domain_id,
        updated_at=tx.now,
    )
    after = _with(wanted, settings, sealer)
    _check(after)
    await store.update(tx, after)
    record(tx, actor, "update", ("sign_in_source", source_id), before=_noted(before), after=_noted(after))
    return after


async def delete_source(tx: Transaction, actor: Actor, source_id: str) -> None:
    source = await source_of(tx, actor, source_id)
    await store.delete(tx, source_id)
    record(tx, actor, "delete", ("sign_in_source", source_id), before=_noted(source))


async def source_of(tx: Transaction, actor: Actor, source_id: str, kind: SourceKind | None = None) -> SignInSource:
    """Find a source (of a kind). Only administrators may. Raises NotFound."""
    actor.need_admin()
    source = await store.find(tx, source_id)
    if source is None or (kind is not None and source.kind is not kind):
        raise NotFound(f"there is no sign-in source {source_id}")
    return source


async def find_sources(
    tx: Transaction, actor: Actor, kind: SourceKind, page: Page, *, domain_id: str | None = None
) -> Found[SignInSource]:
    """List the sources of a kind by name; answers one page and the total. Only administrators may."""
    actor.need_admin()
    return await store.search(tx, kind, domain_id, page)


async def offered_sources(tx: Transaction, domain_id: DomainId) -> list[SignInSource]:
    """List what the sign-in page of a domain may offer, by name. Anybody may know; hand on no more than the names."""
    return [source for source in await store.of_domain(tx, domain_id) if source.kind is SourceKind.OAUTH]


async def usable_source(tx: Transaction, domain_id: DomainId, source_id: str) -> SignInSource:
    """Find a source of a domain to sign in by. Raises NotFound."""
    for source in await offered_sources(tx, domain_id):
        if source.source_id == source_id:
            return source
    raise NotFound("there is no such way to sign in")


def source_secret(sealer: Sealer, source: SignInSource) -> str:
    """Open the sealed secret; empty when there is none."""
    return sealer.open(source.sealed, _PURPOSE) if source.sealed else ""


def _with(source: SignInSource, given: Mapping[str, Any], sealer: Sealer) -> SignInSource:
    known = FIELDS[source.kind]
    settings = {**source.settings, **{k: v for k, v in given.items() if k in known and v is not None}}
    field = SECRET_FIELD[source.kind]
    secret = given.get(field) if field else None
    sealed = sealer.seal(secret, _PURPOSE) if isinstance(secret, str) and secret else source.sealed
    return replace(source, settings=settings, sealed=sealed)


def _check(source: SignInSource) -> None:
    known = FIELDS[source.kind]
    failures = [Failure("name", "must not be empty")] if not source.name else []
    failures += [Failure(f, "must not be empty") for f in _NEEDED[source.kind] if not source.settings.get(f)]
    for field, value in source.settings.items():
        if not isinstance(value, known[field]) or (known[field] is int and isinstance(value, bool)):
            failures.append(Failure(field, f"must be of type {known[field].__name__}"))
        elif field in _CHOICES and value and value not in _CHOICES[field]:
            failures.append(Failure(field, f"must be one of {', '.join(sorted(_CHOICES[field]))}"))
    if failures:
        raise Invalid.several(failures)


def _noted(source: SignInSource) -> dict[str, Any]:
    return {"name": source.name, "kind": source.kind.value, **source.settings}
