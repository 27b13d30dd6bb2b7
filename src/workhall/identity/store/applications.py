"""The SQL of OAuth applications."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg
from asyncpg import Record

from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId, UserId
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import words
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class Application:
    """`uid` is the MD5 of the lower-case redirect URI (or kept from before), `uid_exact` of the URI as it is.

    `secret_digest` is the SHA-256 of the secret; `secret_sealed` lets administrators read it again.
    `user_id` is whoever registered it: whom a confidential application acts as when it asks for itself.
    """

    application_id: int
    domain_id: DomainId
    uid: str
    uid_exact: str
    name: str
    secret_digest: bytes | None
    secret_sealed: bytes | None
    scopes: str
    redirect_uri: str
    confidential: bool
    skip_authorization: bool
    built_in: bool
    subsystems: tuple[str, ...]
    user_id: UserId | None
    created_at: datetime
    updated_at: datetime


_COLUMNS = """
application_id, domain_id, uid, uid_exact, name, secret_digest, secret_sealed, scopes, redirect_uri, confidential,
skip_authorization, built_in, subsystems, user_id, created_at, updated_at
"""
_SELECT = f"select {_COLUMNS} from applications"
_COUNT = "select count(*) from applications"
_FILTER = " where ($1::text is null or search ~ $1) and ($2::text is null or domain_id = $2)"


async def insert(tx: Transaction, app: Application) -> Application:
    """Raises Invalid when another application has this redirect URI or client id already."""
    with _Translated():
        row = await tx.fetchrow(_INSERT + f" returning {_COLUMNS}", *_values(app), tx.now)
    assert row is not None  # noqa: S101  an insert that raises nothing returns its row
    return _application(row)


async def insert_unless_there(tx: Transaction, app: Application) -> None:
    await tx.execute(_INSERT + " on conflict do nothing", *_values(app), tx.now)


_INSERT = """
insert into applications (domain_id, uid, uid_exact, name, secret_digest, secret_sealed, scopes, redirect_uri,
                          confidential, skip_authorization, built_in, subsystems, user_id, search, created_at,
                          updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
"""


async def update(tx: Transaction, app: Application) -> Application:
    with _Translated():
        row = await tx.fetchrow(
            f"""
            update applications
               set domain_id = $1, uid = $2, uid_exact = $3, name = $4, secret_digest = $5, secret_sealed = $6,
                   scopes = $7, redirect_uri = $8, confidential = $9, skip_authorization = $10, built_in = $11,
                   subsystems = $12, user_id = $13, search = $14, updated_at = $15
             where application_id = $16
            returning {_COLUMNS}
            """,
            *_values(app),
            tx.now,
            app.application_id,
        )
    assert row is not None  # noqa: S101  the caller has just read it in this transaction
    return _application(row)


async def delete(tx: Transaction, application_id: int) -> None:
    await tx.execute("delete from applications where application_id = $1", application_id)


async def find(tx: Transaction, application_id: int) -> Application | None:
    row = await tx.fetchrow(_SELECT + " where application_id = $1", application_id)
    return None if row is None else _application(row)


async def of_client(tx: Transaction, client_id: str) -> Application | None:
    """Find by either client id; the exact one wins."""
    row = await tx.fetchrow(
        _SELECT + " where uid = $1 or uid_exact = $1 order by uid_exact = $1 desc, application_id limit 1", client_id
    )
    return None if row is None else _application(row)


async def search(tx: Transaction, pattern: str | None, domain_id: str | None, page: Page) -> Found[Application]:
    """Find applications by words and domain; answers a page of them and how many there are."""
    total = await tx.fetchval(_COUNT + _FILTER, pattern, domain_id)
    listed = f"{_SELECT}{_FILTER} order by name, application_id limit $3 offset $4"
    rows = await tx.fetch(listed, pattern, domain_id, page.limit, page.offset)
    return Found(tuple(_application(row) for row in rows), int(total))


def _values(app: Application) -> tuple[object, ...]:
    return (
        app.domain_id,
        app.uid,
        app.uid_exact,
        app.name,
        app.secret_digest,
        app.secret_sealed,
        app.scopes,
        app.redirect_uri,
        app.confidential,
        app.skip_authorization,
        app.built_in,
        list(app.subsystems),
        app.user_id,
        words(app.uid, app.uid_exact, app.name, app.redirect_uri),
    )


def _application(row: Record) -> Application:
    return Application(**{**row, "subsystems": tuple(row["subsystems"])})


class _Translated:
    """Says the database's refusals in our words."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, asyncpg.UniqueViolationError):
            raise Invalid("redirect_uri", "is already registered") from error
        if isinstance(error, asyncpg.ForeignKeyViolationError):
            raise Invalid("owner_id", "must be an existing domain") from error
