"""The SQL of groups: who is in them, and which are inside which."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from workhall.domain.people.model import Group
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import GroupId, UserId
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction
from workhall.persistence.rows import value_of

_READ = """
select g.group_id, g.name, g.description, g.external_ids, g.created_at, g.updated_at,
       array(select o.name from group_nesting n join groups o on o.group_id = n.inside_id
              where n.group_id = g.group_id order by o.key) as inside,
       (select count(*) from memberships m join users u using (user_id)
         where m.group_id = g.group_id and not u.deleted) as members
  from groups g
"""


def _group(row: asyncpg.Record) -> Group:
    return value_of(Group, row)


async def by_name(tx: Transaction, name: str) -> Group | None:
    row = await tx.fetchrow(_READ + "where g.key = lower($1)", name)
    return _group(row) if row else None


async def by_id(tx: Transaction, group_id: int) -> Group | None:
    row = await tx.fetchrow(_READ + "where g.group_id = $1", group_id)
    return _group(row) if row else None


async def inside(tx: Transaction, name: str) -> list[Group]:
    """List the groups that are directly in this one."""
    rows = await tx.fetch(
        _READ
        + """
         where g.group_id in (select n.group_id from group_nesting n join groups o on o.group_id = n.inside_id
                               where o.key = lower($1))
         order by g.key
        """,
        name,
    )
    return [_group(row) for row in rows]


async def find(tx: Transaction, q: str | None, page: Page) -> Found[Group]:
    """List groups by name; `q` is a part of the name."""
    where = "where ($1::text is null or strpos(g.key, lower($1)) > 0) "
    total = await tx.fetchval("select count(*) from groups g " + where, q)
    rows = await tx.fetch(_READ + where + "order by g.key limit $2 offset $3", q, page.limit, page.offset)
    return Found(tuple(_group(row) for row in rows), total)


async def ensure(tx: Transaction, names: Sequence[str]) -> list[GroupId]:
    """Find the groups of these names, making those that are missing."""
    if not names:
        return []
    # In one order everywhere, so that two who make the same groups wait for each other instead of dying.
    await tx.execute(
        "insert into groups (name) select n from unnest($1::text[]) n order by lower(n) on conflict do nothing",
        list(names),
    )
    rows = await tx.fetch(
        "select group_id from groups where key = any(select lower(n) from unnest($1::text[]) n)", names
    )
    return [GroupId(row["group_id"]) for row in rows]


async def insert(tx: Transaction, name: str, description: str, external_ids: dict[str, Any]) -> GroupId:
    """Raises Invalid when there is such a group."""
    try:
        found = await tx.fetchval(
            "insert into groups (name, description, external_ids) values ($1, $2, $3) returning group_id",
            name,
            description,
            external_ids,
        )
    except asyncpg.UniqueViolationError as error:
        raise Invalid("name", "is already taken") from error
    return GroupId(found)


async def update(tx: Transaction, group: Group) -> None:
    """Raises Invalid when the new name is another group's."""
    try:
        await tx.execute(
            "update groups set name = $2, description = $3, external_ids = $4, updated_at = $5 where group_id = $1",
            group.group_id,
            group.name,
            group.description,
            group.external_ids,
            tx.now,
        )
    except asyncpg.UniqueViolationError as error:
        raise Invalid("name", "is already taken") from error


async def delete(tx: Transaction, group_id: GroupId) -> None:
    await tx.execute("delete from groups where group_id = $1", group_id)


async def closure(tx: Transaction, group_ids: Sequence[GroupId]) -> set[GroupId]:
    """Name these groups and all they are inside of, however deep."""
    rows = await tx.fetch(
        """
        with recursive reached as (
          select g as group_id from unnest($1::bigint[]) g
          union
          select n.inside_id from group_nesting n join reached r on n.group_id = r.group_id)
        select group_id from reached
        """,
        list(group_ids),
    )
    return {GroupId(row["group_id"]) for row in rows}


async def set_inside(tx: Transaction, group_id: GroupId, inside: Sequence[GroupId]) -> None:
    """Make a group a member of exactly these."""
    await tx.execute("delete from group_nesting where group_id = $1 and inside_id <> all($2)", group_id, list(inside))
    await tx.execute(
        """
        insert into group_nesting (group_id, inside_id)
        select $1, i from unnest($2::bigint[]) i on conflict do nothing
        """,
        group_id,
        list(inside),
    )


async def groups_of(tx: Transaction, user_id: UserId) -> set[GroupId]:
    """Name the groups somebody is in directly."""
    rows = await tx.fetch("select group_id from memberships where user_id = $1", user_id)
    return {GroupId(row["group_id"]) for row in rows}


async def set_memberships(tx: Transaction, user_id: UserId, group_ids: Sequence[GroupId]) -> None:
    """Put somebody in exactly these groups."""
    await tx.execute("delete from memberships where user_id = $1 and group_id <> all($2)", user_id, list(group_ids))
    await tx.execute(
        "insert into memberships (user_id, group_id) select $1, g from unnest($2::bigint[]) g on conflict do nothing",
        user_id,
        list(group_ids),
    )


async def join(tx: Transaction, group_id: GroupId, user_ids: Sequence[str]) -> None:
    await tx.execute(
        """
        insert into memberships (group_id, user_id)
        select $1, u.user_id from users u where u.user_id = any($2) on conflict do nothing
        """,
        group_id,
        list(user_ids),
    )


async def leave(tx: Transaction, group_id: GroupId, user_ids: Sequence[str]) -> None:
    await tx.execute("delete from memberships where group_id = $1 and user_id = any($2)", group_id, list(user_ids))
