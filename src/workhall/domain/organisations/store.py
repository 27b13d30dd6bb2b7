"""The SQL of organisations and their domains.

Both tables can be seen whole by the house itself, so the questions of one organisation say which.
"""

import asyncpg

from workhall.domain.organisations.model import CACHE_KEY, Domain, DomainInUse, Organisation
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId, OrganisationId
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.persistence import Transaction
from workhall.persistence.rows import value_of

_GIVEN = "domain, name, description, login_url, logout_url, config, internals, email_domains, search, updated_at"
_READ = """
select domain_id, domain, is_default, name, description, login_url, logout_url, internals, email_domains, created_at,
       updated_at, shown_config(config) as config
  from domains
 where organisation_id = current_organisation()
"""
_ORGANISATION = "select organisation_id, name, environment, settings, created_at, updated_at from organisations "


async def enter(tx: Transaction, organisation: OrganisationId) -> None:
    """Go on in another organisation: only founding one does, which begins in the house."""
    await tx.execute("select set_config('workhall.organisation', $1, true)", str(int(organisation)))
    tx.organisation = organisation


async def insert_organisation(tx: Transaction, name: str, environment: str) -> OrganisationId:
    """Raises Invalid when the environment name is taken."""
    try:
        found = await tx.fetchval(
            "insert into organisations (name, environment) values ($1, $2) returning organisation_id",
            name,
            environment,
        )
    except asyncpg.UniqueViolationError as error:
        raise Invalid("environment", "is already taken") from error
    return OrganisationId(found)


async def organisation(tx: Transaction, organisation_id: OrganisationId) -> Organisation | None:
    row = await tx.fetchrow(_ORGANISATION + "where organisation_id = $1", organisation_id)
    return value_of(Organisation, row) if row else None


async def organisations(tx: Transaction) -> list[Organisation]:
    """All that this transaction may see: in the house every one, else one's own."""
    rows = await tx.fetch(_ORGANISATION + "order by organisation_id")
    return [value_of(Organisation, row) for row in rows]


async def by_environment(tx: Transaction, environment: str) -> Organisation | None:
    row = await tx.fetchrow(_ORGANISATION + "where environment = $1", environment)
    return value_of(Organisation, row) if row else None


async def update_organisation(tx: Transaction, changed: Organisation) -> None:
    await tx.execute(
        "update organisations set name = $2, settings = $3, updated_at = $4 where organisation_id = $1",
        changed.organisation_id,
        changed.name,
        changed.settings,
        tx.now,
    )


async def lock_organisation(tx: Transaction, organisation_id: OrganisationId) -> None:
    await tx.execute("select from organisations where organisation_id = $1 for update", organisation_id)


async def insert_built_in_connection(tx: Transaction) -> None:
    """Give the organisation its own calendar, so that nothing ever says "not configured"."""
    await tx.execute(
        "insert into tenants (built_in, name, platform) values (true, 'Built-in', 'builtin') on conflict do nothing"
    )


async def domain(tx: Transaction, domain_id: str, *, lock: bool = False) -> Domain | None:
    row = await tx.fetchrow(_READ + " and domain_id = $1" + (" for update of domains" if lock else ""), domain_id)
    return value_of(Domain, row) if row else None


async def domain_named(tx: Transaction, name: str) -> Domain | None:
    row = await tx.fetchrow(_READ + " and domain = $1", name)
    return value_of(Domain, row) if row else None


async def domains(tx: Transaction, q: str | None, page: Page) -> Found[Domain]:
    search = parse(q)
    pattern = search and search.pattern
    where = " and ($1::text is null or search ~ $1) "
    total = await tx.fetchval(
        "select count(*) from domains where organisation_id = current_organisation()" + where, pattern
    )
    rows = await tx.fetch(
        _READ + where + "order by name, domain_id limit $2 offset $3", pattern, page.limit, page.offset
    )
    return Found(tuple(value_of(Domain, row) for row in rows), total)


async def domain_of_mail(tx: Transaction, mail_domain: str) -> str | None:
    """Name the host whose people have addresses at `mail_domain`."""
    found = await tx.fetchval(
        """
        select domain from domains
         where organisation_id = current_organisation() and ($1 = any(email_domains) or domain = $1)
         order by $1 = any(email_domains) desc, created_at, domain_id
         limit 1
        """,
        mail_domain,
    )
    return None if found is None else str(found)


async def root_zones(tx: Transaction) -> list[str]:
    """The zones that the organisation's domains name as the root of their places."""
    rows = await tx.fetch(
        """
        select distinct config->>'org_zone' as zone_id from domains
         where organisation_id = current_organisation() and config->>'org_zone' <> '' order by 1
        """
    )
    return [row["zone_id"] for row in rows]


async def insert_domain(tx: Transaction, new: Domain) -> None:
    """The first domain of the house becomes the default one. Raises Invalid when the name is taken."""
    try:
        await tx.execute(
            f"""
            insert into domains (domain_id, created_at, is_default, {_GIVEN})
            select $1, $2, $3, {_GIVEN} from jsonb_populate_record(null::domains, $4)
            """,
            new.domain_id,
            new.created_at,
            new.is_default,
            _row(new),
        )
    except asyncpg.UniqueViolationError as error:
        raise Invalid("domain", "is already taken") from error


async def update_domain(tx: Transaction, changed: Domain) -> None:
    """Raises Invalid when the name is taken."""
    try:
        await tx.execute(
            f"""
            update domains set ({_GIVEN}) = (select {_GIVEN} from jsonb_populate_record(null::domains, $2))
             where domain_id = $1
            """,
            changed.domain_id,
            _row(changed),
        )
    except asyncpg.UniqueViolationError as error:
        raise Invalid("domain", "is already taken") from error


def _row(domain: Domain) -> dict[str, object]:
    row = {name: getattr(domain, name) for name in Domain.__dataclass_fields__}
    config = {key: value for key, value in domain.config.items() if key != CACHE_KEY}
    return {**row, "config": config, "search": domain.search}


async def delete_domain(tx: Transaction, domain_id: DomainId) -> None:
    """Raises DomainInUse when people belong to it."""
    try:
        await tx.execute("delete from domains where domain_id = $1", domain_id)
    except asyncpg.ForeignKeyViolationError as error:
        raise DomainInUse("people belong to this domain; move or remove them first") from error


async def any_domain(tx: Transaction) -> bool:
    """Whether the house has any domain at all, in whichever organisation."""
    return bool(await tx.fetchval("select exists (select from domains)"))


async def count_domains(tx: Transaction) -> int:
    return int(await tx.fetchval("select count(*) from domains where organisation_id = current_organisation()"))


async def mark_cache(tx: Transaction) -> None:
    await tx.execute("insert into cache_marks default values")


async def renew_marks(tx: Transaction) -> None:
    """Put one fresh mark in the place of many, in every organisation that has gathered them."""
    await tx.execute(
        """
        with fresh as (
          insert into cache_marks (organisation_id)
          select organisation_id from cache_marks group by organisation_id having count(*) > 100
          returning organisation_id, mark)
        delete from cache_marks old using fresh
         where old.organisation_id = fresh.organisation_id and old.mark < fresh.mark
        """
    )
