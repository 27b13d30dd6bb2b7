"""The questions about calendar connections."""

from workhall.domain.connections import store
from workhall.domain.connections.model import Connection
from workhall.kernel.errors import NotFound, Unavailable
from workhall.kernel.ids import TenantId
from workhall.persistence import Transaction


async def serving(tx: Transaction, host: str, email: str | None) -> Connection:
    """Find the connection that serves a person at a host name; strangers have no address, for them the host decides."""
    email_domain = None if email is None else email.rpartition("@")[2].lower()
    found = await store.serving(tx, host, email_domain)
    if found is None:
        await store.make_built_in(tx)
        found = await store.serving(tx, host, email_domain)
    if found is None:
        raise Unavailable("the organisation's built-in connection cannot be made")
    return found


async def listed(tx: Transaction) -> list[Connection]:
    """All connections of the organisation but the built-in one."""
    return await store.listed(tx)


async def get(tx: Transaction, tenant_id: TenantId) -> Connection:
    """Raises NotFound."""
    found = await store.by_id(tx, tenant_id)
    if found is None:
        raise NotFound(f"could not find tenant with id: {tenant_id}")
    return found
