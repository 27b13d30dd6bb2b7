"""The SQL of every request: how the person behind a token or an API key stands at this moment."""

from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from workhall.kernel.ids import UserId
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands at this moment. `groups` as written, nested ones included."""

    user_id: UserId
    name: str
    email: str
    permissions: int
    logged_out_at: datetime | None
    groups: tuple[str, ...]
    revoked: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What an API key allows, and the person it acts as."""

    api_key_id: str
    permissions: int
    scopes: tuple[str, ...]
    secret_digest: bytes
    expires_at: datetime | None
    created_at: datetime
    is_at_home: bool
    holder: Standing


_GROUPS = """
array(with recursive inside as (
        select m.group_id from memberships m where m.user_id = u.user_id
        union
        select n.inside_id from group_nesting n join inside i on n.group_id = i.group_id)
      select g.name from groups g join inside using (group_id) order by g.name) as groups
"""

PERSON = f"""
u.user_id, u.name, u.email, u.logged_out_at,
u.support::int + 2 * u.sys_admin::int as permissions,
{_GROUPS}
"""

_STANDING = f"""
select {PERSON},
       exists (select from revoked_tokens r where r.token_id = any($2)) as revoked
  from users u
 where u.user_id = $1 and not u.deleted
"""

_API_KEY = f"""
with used as (
  update api_keys set last_used_at = $2::timestamptz
   where api_key_id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')
)
select {PERSON}, false as revoked, k.api_key_id, k.permissions as key_permissions, k.scopes, k.secret_digest,
       k.expires_at, k.created_at,
       d.domain = $3 or (d.is_default and not exists (select from domains o where o.domain = $3)) as is_at_home
  from api_keys k join users u using (user_id) join domains d on d.domain_id = k.domain_id
 where k.api_key_id = $1 and (k.expires_at is null or k.expires_at > $2::timestamptz) and not u.deleted
"""


async def standing(tx: Transaction, user_id: str, token_ids: list[str]) -> Standing | None:
    """Ask how a person stands, and whether any of the token's ids has been revoked."""
    row = await tx.fetchrow(_STANDING, user_id, token_ids)
    return None if row is None else standing_of_row(row)


async def is_revoked(tx: Transaction, token_ids: list[str]) -> bool:
    return bool(await tx.fetchval("select exists (select from revoked_tokens where token_id = any($1))", token_ids))


async def api_key(tx: Transaction, api_key_id: str, host: str) -> KeyRow | None:
    """Find a key that has not expired, and note (once a minute) that it is used.

    It is at home where its domain is what answers to `host`.
    """
    row = await tx.fetchrow(_API_KEY, api_key_id, tx.now, host)
    if row is None:
        return None
    return KeyRow(
        row["api_key_id"],
        row["key_permissions"],
        tuple(row["scopes"]),
        row["secret_digest"],
        row["expires_at"],
        row["created_at"],
        row["is_at_home"],
        standing_of_row(row),
    )


def standing_of_row(row: Record) -> Standing:
    return Standing(
        UserId(row["user_id"]),
        row["name"],
        row["email"],
        row["permissions"],
        row["logged_out_at"],
        tuple(row["groups"]),
        row["revoked"],
    )
