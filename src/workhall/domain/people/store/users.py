"""The SQL of people."""

from dataclasses import dataclass
from typing import Any

import asyncpg

from workhall.domain.people.model import User
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId, UserId
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.persistence import Transaction
from workhall.persistence.rows import value_of

_GIVEN = """email, name, nickname, first_name, last_name, login_name, staff_id, card_number, phone, country, building,
  department, image, photo_upload_id, preferred_language, ui_theme, misc, work_preferences, work_overrides, locatable,
  sys_admin, support, external_ids, deleted, deleted_at, search, updated_at"""
_KEPT = """u.user_id, u.domain_id, u.email, u.name, u.nickname, u.first_name, u.last_name, u.login_name, u.staff_id,
  u.card_number, u.phone, u.country, u.building, u.department, u.image, u.photo_upload_id, u.preferred_language,
  u.ui_theme, u.misc, u.work_preferences, u.work_overrides, u.locatable, u.sys_admin, u.support, u.external_ids,
  u.login_count, u.last_login, u.deleted, u.deleted_at, u.created_at, u.updated_at"""
_GROUPS = """
  array(with recursive inside as (
          select m.group_id from memberships m where m.user_id = u.user_id
          union
          select n.inside_id from group_nesting n join inside i on n.group_id = i.group_id)
        select g.name from groups g join inside using (group_id) order by g.key) as groups,
  array(select g.name from memberships m join groups g using (group_id)
         where m.user_id = u.user_id order by g.key) as direct_groups"""
_READ = f"select {_KEPT}, {_GROUPS} from users u "
_UNIQUE = {"users_email": "email", "users_login_name": "login_name", "users_staff_id": "staff_id"}


def _user(row: asyncpg.Record) -> User:
    return value_of(User, row)


async def by_id(tx: Transaction, user_id: str, *, lock: bool = False) -> User | None:
    """Find a person, removed ones included. With `lock` nobody else changes them until the commit."""
    if lock:
        await tx.execute("select from users where user_id = $1 for update", user_id)
    row = await tx.fetchrow(_READ + "where u.user_id = $1", user_id)
    return _user(row) if row else None


async def by_reference(tx: Transaction, reference: str, *, deleted: bool) -> User | None:
    """Find by id (its prefix may be missing), e-mail, login name or staff id, in this order."""
    row = await tx.fetchrow(
        _READ
        + """
         where (u.user_id in ($1, 'user-' || $1) or u.email = lower($1) or u.login_name = $1 or u.staff_id = $1)
           and (not u.deleted or $2)
         order by u.deleted, u.user_id in ($1, 'user-' || $1) desc, u.email = lower($1) desc, u.login_name = $1 desc
         limit 1
        """,
        reference,
        deleted,
    )
    return _user(row) if row else None


async def by_ids(tx: Transaction, user_ids: list[str]) -> list[User]:
    rows = await tx.fetch(_READ + "where u.user_id = any($1) and not u.deleted order by u.name, u.user_id", user_ids)
    return [_user(row) for row in rows]


async def by_emails(tx: Transaction, emails: list[str]) -> list[User]:
    rows = await tx.fetch(_READ + "where u.email = any($1) and not u.deleted order by u.name, u.user_id", emails)
    return [_user(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which people a list shows. None: whatever it is.

    `group`: who is in it directly. `role`: `admin` or `support`. `sort`: a key of `SORTS`, with a minus backwards.
    """

    q: str | None = None
    domain_id: str | None = None
    deleted: bool = False
    group: str | None = None
    administrators: bool = False
    role: str | None = None
    only_deleted: bool = False
    sort: str = "name"


SORTS = {
    "name": "u.name {0}, u.user_id",
    "email": "u.email {0}, u.user_id",
    "seen": "u.last_login {0} nulls last, u.name, u.user_id",
}


async def find(tx: Transaction, wanted: Filter, page: Page) -> Found[User]:
    """List people, by name unless another order is asked for."""
    search = parse(wanted.q)
    where = """
      where (not u.deleted or $1 or $6) and (u.deleted or not $6)
        and ($7::text is null or case $7 when 'admin' then u.sys_admin else u.support and not u.sys_admin end)
        and ($2::text is null or u.domain_id = $2) and ($3::text is null or u.search ~ $3)
        and (not $4 or u.sys_admin or u.support)
        and ($5::text is null or exists (
              select from memberships m join groups g using (group_id)
               where m.user_id = u.user_id and g.key = lower($5)))
    """
    given = (
        *(wanted.deleted, wanted.domain_id, search and search.pattern, wanted.administrators, wanted.group),
        *(wanted.only_deleted, wanted.role),
    )
    total = await tx.fetchval("select count(*) from users u " + where, *given)
    order = SORTS.get(wanted.sort.lstrip("-"), SORTS["name"]).format("desc" if wanted.sort.startswith("-") else "asc")
    rows = await tx.fetch(_READ + where + f"order by {order} limit $8 offset $9", *given, page.limit, page.offset)
    return Found(tuple(_user(row) for row in rows), total)


async def insert(tx: Transaction, user: User) -> None:
    """Raises Invalid when the e-mail, login name or staff id is somebody else's."""
    try:
        await tx.execute(
            f"""
            insert into users (user_id, domain_id, created_at, {_GIVEN})
            select $1, $2, $3, {_GIVEN} from jsonb_populate_record(null::users, $4)
            """,
            user.user_id,
            user.domain_id,
            user.created_at,
            _row(user),
        )
    except asyncpg.UniqueViolationError as error:
        raise _taken(error) from error


async def update(tx: Transaction, user: User) -> None:
    """Raises Invalid when the e-mail, login name or staff id is somebody else's."""
    try:
        await tx.execute(
            f"""
            update users set ({_GIVEN}) = (select {_GIVEN} from jsonb_populate_record(null::users, $2))
             where user_id = $1
            """,
            user.user_id,
            _row(user),
        )
    except asyncpg.UniqueViolationError as error:
        raise _taken(error) from error


def _row(user: User) -> dict[str, Any]:
    return {
        **{name: getattr(user, name) for name in User.__dataclass_fields__ if name not in {"groups", "direct_groups"}},
        "search": user.search,
    }


def _taken(error: asyncpg.UniqueViolationError) -> Invalid:
    return Invalid(_UNIQUE.get(error.constraint_name or "", "id"), "is already taken")


async def delete(tx: Transaction, user_id: UserId) -> None:
    await tx.execute("delete from users where user_id = $1", user_id)


async def lock_administrators(tx: Transaction) -> set[UserId]:
    """Name the administrators, and hold them: two who demote each other at once must wait for each other."""
    rows = await tx.fetch("select user_id from users where sys_admin and not deleted order by user_id for update")
    return {UserId(row["user_id"]) for row in rows}


async def set_password_hash(tx: Transaction, user_id: UserId, password_hash: str | None) -> None:
    await tx.execute("update users set password_hash = $2 where user_id = $1", user_id, password_hash)


async def log_out(tx: Transaction, user_id: UserId) -> None:
    """End whatever was opened until a second ago: tokens and sessions."""
    await tx.execute(
        "update users set logged_out_at = $2::timestamptz - interval '1 second' where user_id = $1", user_id, tx.now
    )


async def home_domain(tx: Transaction) -> DomainId | None:
    """Name the organisation's first domain, where people belong unless said otherwise."""
    found = await tx.fetchval(
        """
        select domain_id from domains where organisation_id = current_organisation()
         order by is_default desc, created_at, domain_id limit 1
        """
    )
    return None if found is None else DomainId(found)


async def domain_removes_softly(tx: Transaction, domain_id: DomainId) -> bool:
    """Whether people of a domain are kept, marked, when they are removed."""
    return bool(
        await tx.fetchval("select internals->>'soft_delete' = 'true' from domains where domain_id = $1", domain_id)
    )


async def has_domain(tx: Transaction, domain_id: str) -> bool:
    return bool(
        await tx.fetchval(
            "select exists (select from domains where domain_id = $1 and organisation_id = current_organisation())",
            domain_id,
        )
    )
