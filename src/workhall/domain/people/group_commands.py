"""The verbs that change groups and who is in them. All are an administrator's."""

from collections.abc import Sequence
from dataclasses import replace

from workhall.domain.people import queries
from workhall.domain.people.events import GroupChanged
from workhall.domain.people.model import Group, GroupChanges, tidy_names
from workhall.domain.people.store import groups as store
from workhall.identity import Actor, record
from workhall.kernel.errors import Invalid
from workhall.persistence import Transaction

_KIND = "group"


async def add_group(tx: Transaction, actor: Actor, draft: GroupChanges) -> Group:
    """Make a group, inside others if wished. Raises Invalid when its name is missing or taken."""
    actor.need_admin()
    name = _name(draft.get("name", ""))
    group_id = await store.insert(tx, name, draft.get("description", "").strip(), draft.get("external_ids", {}))
    await store.set_inside(tx, group_id, await store.ensure(tx, _others(draft.get("inside", []), name)))
    group = await queries.group(tx, name)
    record(tx, actor, "create", (_KIND, str(group_id)), after=_noted(group))
    tx.announce(GroupChanged("create", name))
    return group


async def change_group(tx: Transaction, actor: Actor, name: str, given: GroupChanges) -> Group:
    """Rename a group, describe it, or put it inside others.

    Raises:
        Invalid: the name is taken, or the group would be inside itself.
    """
    actor.need_admin()
    before = await queries.group(tx, name)
    renamed = _name(given["name"]) if "name" in given else before.name
    after = replace(
        before,
        name=renamed,
        description=given.get("description", before.description).strip(),
        external_ids=given.get("external_ids", before.external_ids),
    )
    await store.update(tx, after)
    if "inside" in given:
        await _put_inside(tx, after, given["inside"])
    group = await queries.group(tx, renamed)
    record(tx, actor, "update", (_KIND, str(group.group_id)), before=_noted(before), after=_noted(group))
    tx.announce(GroupChanged("update", renamed))
    return group


async def remove_group(tx: Transaction, actor: Actor, name: str) -> None:
    """Dissolve a group; the people and groups in it stay."""
    actor.need_admin()
    group = await queries.group(tx, name)
    await store.delete(tx, group.group_id)
    record(tx, actor, "delete", (_KIND, str(group.group_id)), before=_noted(group))
    tx.announce(GroupChanged("destroy", group.name))


async def join_group(tx: Transaction, actor: Actor, name: str, user_ids: Sequence[str]) -> None:
    """Put people in a group; those unknown or in it already are passed over."""
    actor.need_admin()
    group = await queries.group(tx, name)
    await store.join(tx, group.group_id, user_ids)
    record(tx, actor, "join", (_KIND, str(group.group_id)), after={"users": list(user_ids)})
    tx.announce(GroupChanged("update", group.name))


async def leave_group(tx: Transaction, actor: Actor, name: str, user_ids: Sequence[str]) -> None:
    """Take people out of a group."""
    actor.need_admin()
    group = await queries.group(tx, name)
    await store.leave(tx, group.group_id, user_ids)
    record(tx, actor, "leave", (_KIND, str(group.group_id)), before={"users": list(user_ids)})
    tx.announce(GroupChanged("update", group.name))


async def _put_inside(tx: Transaction, group: Group, names: Sequence[str]) -> None:
    inside = await store.ensure(tx, _others(names, group.name))
    if group.group_id in await store.closure(tx, inside):
        raise Invalid("inside", "would put the group inside itself")
    await store.set_inside(tx, group.group_id, inside)


def _name(text: str) -> str:
    if not (tidy := tidy_names([text])):
        raise Invalid("name", "is required")
    return tidy[0]


def _others(names: Sequence[str], own: str) -> list[str]:
    tidy = tidy_names(names)
    if own.lower() in {name.lower() for name in tidy}:
        raise Invalid("inside", "would put the group inside itself")
    return tidy


def _noted(group: Group) -> dict[str, object]:
    return {"name": group.name, "description": group.description, "inside": list(group.inside)}
