"""Domains as the engine API shows them to support staff: authorities with their internals."""

from typing import Any, cast

import msgspec
from msgspec import UNSET

from workhall.domain.organisations import Domain, DomainChanges
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Given, given


class DomainBody(msgspec.Struct):
    """A domain as sent: new, or with what is to change."""

    name: Given[str] = UNSET
    domain: Given[str] = UNSET
    description: Given[str] = UNSET
    login_url: Given[str] = UNSET
    logout_url: Given[str] = UNSET
    config: Given[dict[str, Any]] = UNSET
    internals: Given[dict[str, Any]] = UNSET
    email_domains: Given[list[str]] = UNSET


def changes(body: DomainBody) -> DomainChanges:
    return cast("DomainChanges", given(body, rich_text=frozenset({"description"})))


def show(domain: Domain) -> dict[str, Any]:
    return {
        "id": domain.domain_id,
        "name": domain.name,
        "description": domain.description,
        "domain": domain.domain,
        "login_url": domain.login_url,
        "logout_url": domain.logout_url,
        "config": domain.config,
        "internals": domain.internals,
        "email_domains": domain.email_domains,
        "created_at": seconds(domain.created_at),
        "updated_at": seconds(domain.updated_at),
    }
