"""The SQL of authentication. (Sign-in, sessions and grants have stores of their own.)"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workhall.kernel.ids import UserId
from workhall.persistence import Transaction

_KEY_LOCK = 0x7369676E  # "sign": one process makes the first key


@dataclass(frozen=True, slots=True)
class SigningKeyRow:
    key_id: str
    public: dict[str, Any]
    private: bytes


async def lock_signing_keys(tx: Transaction) -> None:
    await tx.execute("select pg_advisory_xact_lock($1)", _KEY_LOCK)


async def signing_keys(tx: Transaction) -> list[SigningKeyRow]:
    """All keys that still count, the signing one first."""
    rows = await tx.fetch(
        "select key_id, public, private from signing_keys where retired_at is null order by key_id desc"
    )
    return [SigningKeyRow(row["key_id"], row["public"], row["private"]) for row in rows]


async def insert_signing_key(tx: Transaction, key_id: str, public: dict[str, Any], sealed: bytes) -> None:
    await tx.execute("insert into signing_keys (key_id, public, private) values ($1, $2, $3)", key_id, public, sealed)


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


_STANDING = """
select u.user_id, u.name, u.email, u.logged_out_at,
       u.support::int + 2 * u.sys_admin::int as permissions,
       array(with recursive inside as (
               select m.group_id from memberships m where m.user_id = u.user_id
               union
               select n.inside_id from group_nesting n join inside i on n.group_id = i.group_id)
             select g.name from groups g join inside using (group_id) order by g.name) as groups,
       exists (select from revoked_tokens r where r.token_id = any($2)) as revoked
  from users u
 where u.user_id = $1 and not u.deleted
"""


async def standing(tx: Transaction, user_id: str, token_ids: list[str]) -> Standing | None:
    """Ask how a person stands, and whether any of the token's ids has been revoked."""
    row = await tx.fetchrow(_STANDING, user_id, token_ids)
    if row is None:
        return None
    return Standing(
        UserId(row["user_id"]),
        row["name"],
        row["email"],
        row["permissions"],
        row["logged_out_at"],
        tuple(row["groups"]),
        row["revoked"],
    )


async def is_revoked(tx: Transaction, token_ids: list[str]) -> bool:
    return bool(await tx.fetchval("select exists (select from revoked_tokens where token_id = any($1))", token_ids))


@dataclass(frozen=True, slots=True)
class KeyRow:
    user_id: UserId
    permissions: int
    scopes: tuple[str, ...]
    secret_digest: bytes
    domain_id: str


async def api_key(tx: Transaction, api_key_id: str) -> KeyRow | None:
    """Find a key that has not expired, and note (once a minute) that it is used."""
    row = await tx.fetchrow(
        """
        with used as (
          update api_keys set last_used_at = $2
           where api_key_id = $1 and (last_used_at is null or last_used_at < $2 - interval '1 minute')
        )
        select user_id, permissions, scopes, secret_digest, domain_id from api_keys
         where api_key_id = $1 and (expires_at is null or expires_at > $2)
        """,
        api_key_id,
        tx.now,
    )
    if row is None:
        return None
    return KeyRow(
        UserId(row["user_id"]), row["permissions"], tuple(row["scopes"]), row["secret_digest"], row["domain_id"]
    )
