"""Organisations, and the domains they answer to."""

from workhall.domain.organisations.commands import (
    add_domain,
    bump_cache,
    change,
    change_domain,
    found,
    merge_config,
    remove_domain,
    tidy,
)
from workhall.domain.organisations.events import DomainChanged
from workhall.domain.organisations.model import (
    CACHE_KEY,
    LOGIN_URL,
    LOGOUT_URL,
    RESERVED_ENVIRONMENTS,
    Domain,
    DomainChanges,
    DomainInUse,
    LastDomain,
    Organisation,
    OrganisationChanges,
    check_environment,
)
from workhall.domain.organisations.queries import (
    current,
    domain,
    domain_named,
    domain_of_email,
    domains,
    every,
    of_environment,
    root_zones,
)

__all__ = [
    # values
    "CACHE_KEY",
    "LOGIN_URL",
    "LOGOUT_URL",
    "RESERVED_ENVIRONMENTS",
    "Domain",
    "DomainChanges",
    "DomainInUse",
    "LastDomain",
    "Organisation",
    "OrganisationChanges",
    "check_environment",
    # verbs that change
    "found",
    "change",
    "add_domain",
    "change_domain",
    "merge_config",
    "remove_domain",
    "bump_cache",
    "tidy",
    # questions
    "current",
    "every",
    "of_environment",
    "domain",
    "domain_named",
    "domain_of_email",
    "domains",
    "root_zones",
    # announcements
    "DomainChanged",
]
