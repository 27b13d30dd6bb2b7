"""The SQL of API keys as administrators see them. Proving who asks with one is `standing`'s."""

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
class ApiKey:
    """A key without its secret. `permissions`: 0 user, 1 support, 2 administrator, 3 both."""

    api_key_id: str
    domain_id: DomainId
    user_id: UserId
    name: str
    description: str
    scopes: tuple[str, ...]
    permissions: int
    expires_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime
    updated_at: datetime
    holder_name: str
    holder_email: str
    domain: str
    domain_name: str


_SELECT = """
select k.api_key_id, k.domain_id, k.user_id, k.name, k.description, k.scopes, k.permissions, k.expires_at,
       k.last_used_at, k.created_at, k.updated_at,
       u.name as holder_name, u.email as holder_email, d.domain, d.name as domain_name
  from api_keys k
  join users u using (user_id)
  join domains d on d.domain_id = k.domain_id
"""
_COUNT = "select count(*) from api_keys k"
_FILTER = """
 where ($1::text is null or k.search ~ $1) and ($2::text is null or k.domain_id = $2)
   and ($3::text is null or k.user_id = $3)
"""


async def insert(tx: Transaction, key: ApiKey, secret_digest: bytes) -> None:
    """Raises Invalid when the name is taken, or the user or domain does not exist."""
    with _Translated():
        await tx.execute(
            """
            insert into api_keys (api_key_id, domain_id, user_id, name, description, scopes, permissions, expires_at,
                                  secret_digest, search, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
            """,
            key.api_key_id,
            key.domain_id,
            key.user_id,
            key.name,
            key.description,
            list(key.scopes),
            key.permissions,
            key.expires_at,
            secret_digest,
            _words(key),
            tx.now,
        )


async def update(tx: Transaction, key: ApiKey) -> None:
    with _Translated():
        await tx.execute(
            """
            update api_keys
               set user_id = $2, name = $3, description = $4, scopes = $5, permissions = $6, expires_at = $7,
                   search = $8, updated_at = $9
             where api_key_id = $1
            """,
            key.api_key_id,
            key.user_id,
            key.name,
            key.description,
            list(key.scopes),
            key.permissions,
            key.expires_at,
            _words(key),
            tx.now,
        )


async def take_permissions(tx: Transaction, user_id: UserId, lost: int) -> list[tuple[str, int, int]]:
    """Take permission bits from all keys that act as somebody; answers which had any of them: id, before, after.

    Administrators count as support: a key that loses the one may keep the other.
    """
    rows = await tx.fetch(
        """
        update api_keys k set permissions = (k.permissions | k.permissions >> 1) & ~$2::int, updated_at = $3
          from (select api_key_id, permissions from api_keys where user_id = $1 for update) had
         where had.api_key_id = k.api_key_id and had.permissions & $2::int <> 0
        returning k.api_key_id, had.permissions as before, k.permissions as after
        """,
        user_id,
        lost,
        tx.now,
    )
    return [(row["api_key_id"], row["before"], row["after"]) for row in rows]


async def delete(tx: Transaction, api_key_id: str) -> None:
    await tx.execute("delete from api_keys where api_key_id = $1", api_key_id)


async def find(tx: Transaction, api_key_id: str) -> ApiKey | None:
    row = await tx.fetchrow(_SELECT + " where k.api_key_id = $1", api_key_id)
    return None if row is None else _api_key(row)


@dataclass(frozen=True, slots=True)
class KeyFilter:
    """Which keys a list shows. None: whatever it is."""

    pattern: str | None = None
    domain_id: str | None = None
    user_id: str | None = None


async def search(tx: Transaction, wanted: KeyFilter, page: Page) -> Found[ApiKey]:
    """Find keys; answers a page of them and how many there are."""
    given = (wanted.pattern, wanted.domain_id, wanted.user_id)
    total = await tx.fetchval(_COUNT + _FILTER, *given)
    listed = f"{_SELECT}{_FILTER} order by k.name, k.api_key_id limit $4 offset $5"
    rows = await tx.fetch(listed, *given, page.limit, page.offset)
    return Found(tuple(_api_key(row) for row in rows), int(total))


def _words(key: ApiKey) -> str:
    return words(key.api_key_id, key.name, key.description)


def _api_key(row: Record) -> ApiKey:
    return ApiKey(**{**row, "scopes": tuple(row["scopes"])})


class _Translated:
    """Says the database's refusals in our words."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, asyncpg.UniqueViolationError):
            raise Invalid("name", "is already taken") from error
        if isinstance(error, asyncpg.ForeignKeyViolationError):
            raise Invalid("user_id", "must be an existing user") from error
