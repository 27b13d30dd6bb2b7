"""The SQL of tenancy."""

from dataclasses import dataclass

from workhall.kernel.ids import DomainId, OrganisationId
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class FoundDomain:
    organisation: OrganisationId
    domain_id: DomainId


async def domain_of_host(tx: Transaction, host: str) -> FoundDomain | None:
    """Find who answers to a host name: the domain of that name, else the default one."""
    row = await tx.fetchrow(
        """
        select organisation_id, domain_id from domains
         where domain = $1 or is_default
         order by domain = $1 desc
         limit 1
        """,
        host,
    )
    return None if row is None else FoundDomain(OrganisationId(row["organisation_id"]), DomainId(row["domain_id"]))


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page needs to know: whose house it is, and the app an administrator leads everybody to."""

    name: str
    default_app: str


async def front_of(tx: Transaction, domain_id: DomainId) -> Front:
    row = await tx.fetchrow(
        """
        select o.name, d.config->>'default_app' as default_app
          from domains d join organisations o using (organisation_id)
         where d.domain_id = $1
        """,
        domain_id,
    )
    return Front("Workhall", "") if row is None else Front(row["name"], row["default_app"] or "")
