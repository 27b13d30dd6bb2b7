"""Organisations and the host names they answer to (their domains; on the wire, authorities)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypedDict
from urllib.parse import urlsplit

from workhall.kernel.errors import Conflict, Failure, Invalid
from workhall.kernel.ids import DomainId, OrganisationId
from workhall.kernel.search import words

PREFIX = "authority"
LOGIN_URL = "/login?continue={{url}}"
LOGOUT_URL = "/auth/logout"
CACHE_KEY = "metadata_cache_id"
"""In a domain's `config`: apps drop what they remember of places when it changes. Ours to say, nobody else's."""

RESERVED_ENVIRONMENTS = frozenset(
    {
        *("api", "auth", "login", "logout", "assets", "static", "provisioning", "scim", "health", "healthz", "readyz"),
        *("metrics", "admin", "dav", "r", "setup"),
    }
)
"""First path segments the server itself answers at: an environment of that name could not be reached
(Workspace 365 contract, T13)."""

_ENVIRONMENT = re.compile(r"[a-z0-9]+")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|[0-9a-f:]+")
_LONGEST_HOST = 253


class LastDomain(Conflict):
    code = "last_domain"


class DomainInUse(Conflict):
    code = "domain_in_use"


@dataclass(frozen=True, slots=True)
class Organisation:
    organisation_id: OrganisationId
    name: str
    environment: str
    settings: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class OrganisationChanges(TypedDict, total=False):
    """`settings` are merged key by key; a null takes a key away."""

    name: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Domain:
    """`config` is public; `internals` are for support staff and administrators."""

    domain_id: DomainId
    domain: str
    name: str
    created_at: datetime
    updated_at: datetime
    is_default: bool = False
    description: str = ""
    login_url: str = LOGIN_URL
    logout_url: str = LOGOUT_URL
    config: dict[str, Any] = field(default_factory=dict)
    internals: dict[str, Any] = field(default_factory=dict)
    email_domains: tuple[str, ...] = ()

    @property
    def search(self) -> str:
        return words(self.domain_id, self.name, self.domain, self.description)


class DomainChanges(TypedDict, total=False):
    """What is absent stays as it is; `config` and `internals` replace what is there."""

    name: str
    domain: str
    description: str
    login_url: str
    logout_url: str
    config: dict[str, Any]
    internals: dict[str, Any]
    email_domains: Iterable[str]


def revised(domain: Domain, given: DomainChanges) -> Domain:
    """Apply what is given, tidied.

    Raises:
        Invalid: with each failing field.
    """
    tidy: dict[str, Any] = dict(given)
    if "domain" in tidy:
        tidy["domain"] = tidy_host(tidy["domain"])
    if "email_domains" in tidy:
        tidy["email_domains"] = tuple(dict.fromkeys(filter(None, map(_mail_domain, tidy["email_domains"]))))
    if "config" in tidy:
        tidy["config"] = {key: value for key, value in tidy["config"].items() if key != CACHE_KEY}
    new = replace(domain, **tidy)
    new = replace(new, name=new.name.strip() or new.domain)
    if failures := list(_failures(new)):
        raise Invalid.several(failures)
    return new


def _failures(domain: Domain) -> Iterable[Failure]:
    if not domain.domain:
        yield Failure("domain", "is required")
    elif len(domain.domain) > _LONGEST_HOST or not _HOST.fullmatch(domain.domain):
        yield Failure("domain", "is not a host name")
    for name in ("login_url", "logout_url"):
        if not getattr(domain, name).strip():
            yield Failure(name, "is required")
        elif not _leads_somewhere(getattr(domain, name)):
            yield Failure(name, "must be a path or a web address")


def _leads_somewhere(address: str) -> bool:
    """Clients go there without a look: never a script."""
    try:
        return urlsplit(address.strip()).scheme in {"", "http", "https"}
    except ValueError:
        return False


def tidy_host(text: str) -> str:
    """Take the host name out of what people give for one: an address, a name with its port, a name."""
    trimmed = text.strip().lower()
    try:
        host = urlsplit(trimmed if "://" in trimmed else f"//{trimmed}").hostname
    except ValueError:
        return trimmed
    return host or ""


def _mail_domain(text: str) -> str:
    return text.strip().lower().rpartition("@")[2]


def check_environment(name: str, mounts: Collection[str] = ()) -> str:
    """Tidy an environment name. `mounts` are the paths of mounted front ends.

    Raises:
        Invalid: it is not lower-case letters and digits, or the server answers there itself.
    """
    tidy = name.strip().lower()
    if not _ENVIRONMENT.fullmatch(tidy):
        raise Invalid("environment", "must be lower-case letters and digits")
    if tidy in RESERVED_ENVIRONMENTS | {path.strip("/").split("/")[0].lower() for path in mounts}:
        raise Invalid("environment", "is a path of the server itself; choose another", code="environment_reserved")
    return tidy
