"""The SQL of what signing in needs of a domain. (Domains are kept by the slice `organisations`.)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workhall.kernel.ids import DomainId
from workhall.persistence import Transaction

_DEFAULT_SESSION_MINUTES = 1440
_LONGEST_SESSION_MINUTES = 525_600


@dataclass(frozen=True, slots=True)
class Authority:
    """A domain as clients see it before anybody has signed in."""

    domain_id: DomainId
    domain: str
    name: str
    description: str
    login_url: str
    logout_url: str
    config: dict[str, Any]
    internals: dict[str, Any]
    email_domains: tuple[str, ...]
    updated_at: datetime

    @property
    def session_lifetime(self) -> timedelta:
        """`internals.session_timeout`, in minutes; what cannot be meant counts as the default of a day."""
        minutes = self.internals.get("session_timeout")
        sensible = isinstance(minutes, int) and 0 < minutes <= _LONGEST_SESSION_MINUTES
        return timedelta(minutes=minutes if sensible and minutes else _DEFAULT_SESSION_MINUTES)


async def find(tx: Transaction, domain_id: DomainId) -> Authority | None:
    row = await tx.fetchrow(
        """
        select domain_id, domain, name, description, login_url, logout_url, shown_config(config) as config, internals,
               email_domains, updated_at
          from domains where domain_id = $1
        """,
        domain_id,
    )
    return None if row is None else Authority(**{**row, "email_domains": tuple(row["email_domains"])})
