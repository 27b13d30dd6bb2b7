"""The questions about organisations and their domains."""

from workhall.domain.organisations import store
from workhall.domain.organisations.model import Domain, Organisation
from workhall.kernel.errors import NotFound
from workhall.kernel.paging import Found, Page
from workhall.kernel.text import email as tidy_email
from workhall.persistence import Transaction


async def current(tx: Transaction) -> Organisation:
    """Tell of the organisation this transaction belongs to."""
    found = await store.organisation(tx, tx.organisation)
    if found is None:
        raise NotFound("there is no such organisation")
    return found


async def every(tx: Transaction) -> list[Organisation]:
    """List the organisations of the house; asked inside one, that one only."""
    return await store.organisations(tx)


async def of_environment(tx: Transaction, environment: str) -> Organisation:
    """Find an organisation by its environment name, in the house. Raises NotFound."""
    found = await store.by_environment(tx, environment.lower())
    if found is None:
        raise NotFound(f"there is no environment {environment}")
    return found


async def domain(tx: Transaction, domain_id: str) -> Domain:
    """Find one of the organisation's domains. Raises NotFound."""
    found = await store.domain(tx, domain_id)
    if found is None:
        raise NotFound("there is no such domain")
    return found


async def domain_named(tx: Transaction, host: str) -> Domain | None:
    return await store.domain_named(tx, host)


async def domains(tx: Transaction, q: str | None = None, page: Page = Page()) -> Found[Domain]:  # noqa: B008  a frozen value
    return await store.domains(tx, q, page)


async def domain_of_email(tx: Transaction, address: str) -> str:
    """Name the host at which somebody with this address signs in. Raises NotFound."""
    _, at, mail_domain = tidy_email(address).rpartition("@")
    found = await store.domain_of_mail(tx, mail_domain) if at and mail_domain else None
    if found is None:
        raise NotFound("no domain is known for this address")
    return found


async def root_zones(tx: Transaction) -> list[str]:
    """The zones that the organisation's domains name as the root of their places (`config.org_zone`)."""
    return await store.root_zones(tx)
