"""The SQL of calendar connections."""

from asyncpg import Record, UniqueViolationError

from workhall.domain.connections.model import BadConnection, Connection
from workhall.kernel.ids import TenantId
from workhall.persistence import Transaction

_COLUMNS = """c.tenant_id, c.built_in, c.name, coalesce(c.domain, '') as domain, c.email_domain, c.platform,
       c.delegated, c.service_account, c.booking_limits, c.early_checkin_s, c.outlook_config as outlook,
       c.redacts_owners, c.opens_overrides"""

# The connection of exactly this e-mail domain, else the host's first, else the built-in one; of that, the parent.
# Of strangers ($2 null) only the host is known.
_SERVING = f"""
with chosen as (
  select coalesce(parent_id, tenant_id) as tenant_id
    from tenants
   where built_in or (domain = $1 and ($2::text is null or email_domain is null or email_domain = $2))
   order by built_in, (email_domain is null) = ($2 is not null), tenant_id
   limit 1
)
select {_COLUMNS} from tenants c join chosen using (tenant_id)
"""


def _connection(row: Record) -> Connection:
    return Connection(TenantId(row["tenant_id"]), *list(row.values())[1:])


async def serving(tx: Transaction, host: str, email_domain: str | None) -> Connection | None:
    row = await tx.fetchrow(_SERVING, host, email_domain)
    return None if row is None else _connection(row)


async def make_built_in(tx: Transaction) -> None:
    """Give an organisation its built-in connection; harmless where it has one."""
    await tx.execute(
        "insert into tenants (built_in, name, platform) values (true, 'Built-in', 'builtin') on conflict do nothing"
    )


async def listed(tx: Transaction) -> list[Connection]:
    rows = await tx.fetch(f"select {_COLUMNS} from tenants c where not built_in order by tenant_id")
    return [_connection(row) for row in rows]


async def by_id(tx: Transaction, tenant_id: TenantId) -> Connection | None:
    row = await tx.fetchrow(f"select {_COLUMNS} from tenants c where tenant_id = $1", tenant_id)
    return None if row is None else _connection(row)


async def lock(tx: Transaction, tenant_id: TenantId) -> Connection | None:
    """Find a connection, and let nobody else change it until we are done."""
    row = await tx.fetchrow(f"select {_COLUMNS} from tenants c where tenant_id = $1 for no key update", tenant_id)
    return None if row is None else _connection(row)


async def sealed_credentials(tx: Transaction, tenant_id: TenantId) -> bytes | None:
    sealed: bytes | None = await tx.fetchval("select credentials from tenants where tenant_id = $1", tenant_id)
    return sealed


async def insert(tx: Transaction, connection: Connection, sealed: bytes) -> TenantId:
    """Raises BadConnection when the organisation has a connection of this domain and e-mail domain already."""
    try:
        made = await tx.fetchval(
            """
            insert into tenants (name, domain, email_domain, platform, delegated, service_account, booking_limits,
                                 early_checkin_s, outlook_config, redacts_owners, opens_overrides,
                                 credentials, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
            returning tenant_id
            """,
            *_values(connection),
            sealed,
            tx.now,
        )
    except UniqueViolationError as error:
        raise _not_unique() from error
    return TenantId(made)


async def update(tx: Transaction, connection: Connection, sealed: bytes | None) -> None:
    """Write a connection back; its credentials too unless `sealed` is None. Raises BadConnection like `insert`."""
    try:
        await tx.execute(
            """
            update tenants
               set name = $1, domain = $2, email_domain = $3, platform = $4, delegated = $5, service_account = $6,
                   booking_limits = $7, early_checkin_s = $8, outlook_config = $9,
                   redacts_owners = $10, opens_overrides = $11,
                   credentials = coalesce($12, credentials), updated_at = $13
             where tenant_id = $14
            """,
            *_values(connection),
            sealed,
            tx.now,
            connection.tenant_id,
        )
    except UniqueViolationError as error:
        raise _not_unique() from error


def _values(connection: Connection) -> tuple[object, ...]:
    return (
        connection.name,
        connection.domain or None,
        connection.email_domain,
        connection.platform,
        connection.delegated,
        connection.service_account,
        connection.booking_limits,
        connection.early_checkin_s,
        connection.outlook,
        connection.redacts_owners,
        connection.opens_overrides,
    )


def _not_unique() -> BadConnection:
    return BadConnection("domain", "should be unique")


async def delete(tx: Transaction, tenant_id: TenantId) -> None:
    """Remove a connection and all that is its own. Bookings first: they take their holds along."""
    await tx.execute("delete from bookings where tenant_id = $1", tenant_id)
    await tx.execute("delete from tenants where tenant_id = $1", tenant_id)


# Whom a new connection serves: people of its e-mail domain whose own domain is its host (or the one that answers to
# every host). What nobody of ours owns goes with whoever booked it.
_ITS_OWN = """
  select b.booking_id
    from bookings b
    left join users owner  on owner.email = b.user_email and not owner.deleted
    left join users booker on booker.email = b.booked_by_email and not booker.deleted
    left join domains home on home.domain_id = coalesce(owner.domain_id, booker.domain_id)
   where b.tenant_id = $1
     and ($3::text is null
          or $3 = split_part(case when owner.user_id is null then b.booked_by_email else b.user_email end, '@', 2))
     and (home.domain_id is null or home.domain = $4 or home.is_default)
"""


async def adopt(tx: Transaction, connection: Connection) -> None:
    """Move what the built-in connection keeps for the people this one serves from now on, so that they still see it."""
    built_in = await tx.fetchval("select tenant_id from tenants where built_in for no key update")
    if built_in is None:
        return
    args = (built_in, connection.tenant_id, connection.email_domain, connection.domain)
    await tx.execute(
        f"""
        with own as ({_ITS_OWN}), moved as (
          update bookings b set tenant_id = $2 from own where b.booking_id = own.booking_id
        ), zones as (
          update booking_zones z set tenant_id = $2 from own where z.booking_id = own.booking_id
        )
        update attendances a set tenant_id = $2 from own where a.booking_id = own.booking_id
        """,
        *args,
    )
    await tx.execute(
        """
        update guests g set tenant_id = $1
         where g.tenant_id = $2
           and ($3::text is null
                or exists (select from attendances a where a.guest_id = g.guest_id and a.tenant_id = $1))
           and not exists (select from guests o where o.tenant_id = $1 and o.email = g.email)
        """,
        connection.tenant_id,
        built_in,
        connection.email_domain,
    )
