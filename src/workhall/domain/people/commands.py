"""The verbs that change people."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from workhall.domain.people import queries
from workhall.domain.people.events import UserChanged
from workhall.domain.people.model import (
    PREFIX,
    RESERVED,
    LastAdministrator,
    User,
    UserChanges,
    UserDraft,
    revised,
    tidy_names,
)
from workhall.domain.people.store import groups as group_store
from workhall.domain.people.store import users as store
from workhall.identity import ADMIN, SUPPORT, Actor, lower_keys, need_good_password, record
from workhall.identity.passwords import LONGEST, hash_password
from workhall.kernel.errors import Invalid, NotAllowed, NotFound
from workhall.kernel.ids import DomainId, UserId, new_id
from workhall.persistence import Transaction


async def add(tx: Transaction, actor: Actor, draft: UserDraft) -> User:
    """Take somebody in, in groups that are made where they are missing.

    Raises:
        NotAllowed: the actor is no administrator.
        Invalid: the e-mail is missing, wrong or taken, or another field is.
    """
    actor.need_admin()
    domain_id = await _domain(tx, draft)
    blank = User(UserId(new_id(PREFIX)), domain_id, "", "", created_at=tx.now, updated_at=tx.now)
    user = revised(blank, draft)
    await store.insert(tx, user)
    return await _settle(tx, actor, draft, after=user)


async def change(tx: Transaction, actor: Actor, user_id: UserId, given: UserChanges) -> User:
    """Change somebody: oneself, or as an administrator anybody. What the actor may not set is left as it is.

    Raises:
        NotAllowed: neither oneself nor an administrator.
        LastAdministrator: nobody would be left to administer.
        Invalid: naming each failing field.
    """
    if not actor.is_admin and actor.user_id != user_id:
        raise NotAllowed("only administrators change other people", code="needs_admin")
    allowed = given if actor.is_admin else _own(given)
    if not actor.is_admin and allowed.get("password"):
        need_good_password(allowed["password"], email=actor.email)
    if allowed.get("sys_admin") is False:
        await _need_another_administrator(tx, user_id)
    before = await _present(tx, user_id)
    after = replace(revised(before, allowed), updated_at=tx.now)
    await store.update(tx, after)
    if lost := _permissions(before) & ~_permissions(after):
        await lower_keys(tx, actor, user_id, lost=lost)
    return await _settle(tx, actor, allowed, before=before, after=after)


async def remove(tx: Transaction, actor: Actor, user_id: UserId, *, force: bool = False) -> None:
    """Remove somebody: kept and marked where the domain says so and nobody forces it, else wholly.

    Raises:
        LastAdministrator: nobody would be left to administer.
    """
    actor.need_admin()
    await _need_another_administrator(tx, user_id)
    user = await _present(tx, user_id, deleted=force)
    if not force and await store.domain_removes_softly(tx, user.domain_id):
        await store.update(tx, replace(user, deleted=True, deleted_at=tx.now, updated_at=tx.now))
        await store.log_out(tx, user_id)
    else:
        await store.delete(tx, user_id)
    record(tx, actor, "delete", (PREFIX, user_id), before=_noted(user))
    tx.announce(UserChanged("destroy", user_id, user.email))


async def disable(tx: Transaction, actor: Actor, user_id: UserId) -> None:
    """Keep somebody out: kept and marked as removed whatever the domain says, so that `revive` takes them back.

    Raises:
        LastAdministrator: nobody would be left to administer.
    """
    actor.need_admin()
    user = await _present(tx, user_id)
    if user.sys_admin:
        await _need_another_administrator(tx, user_id)
    await store.update(tx, replace(user, deleted=True, deleted_at=tx.now, updated_at=tx.now))
    await store.log_out(tx, user_id)
    record(tx, actor, "disable", (PREFIX, user_id), before=_noted(user))
    tx.announce(UserChanged("destroy", user_id, user.email))


async def revive(tx: Transaction, actor: Actor, user_id: UserId) -> User:
    """Take somebody back who was removed; one who is there already stays as he is.

    Raises:
        Invalid: the e-mail, login name or staff id has been taken since.
    """
    actor.need_admin()
    user = await _present(tx, user_id, deleted=True)
    if not user.deleted:
        return user
    back = replace(user, deleted=False, deleted_at=None, updated_at=tx.now)
    await store.update(tx, back)
    record(tx, actor, "revive", (PREFIX, user_id), after=_noted(back))
    tx.announce(UserChanged("revive", user_id, back.email))
    return back


async def set_password(tx: Transaction, actor: Actor, user_id: UserId, password: str) -> None:
    """Choose a password; empty means that nobody signs in with one. Set by another, it ends what is open."""
    if not actor.is_admin and actor.user_id != user_id:
        raise NotAllowed("only administrators set other people's passwords", code="needs_admin")
    await _keep_password(tx, user_id, password)
    if actor.user_id != user_id:
        await store.log_out(tx, user_id)
    record(tx, actor, "set_password", (PREFIX, user_id))


async def put_in_groups(tx: Transaction, user_id: UserId, names: Sequence[str]) -> None:
    """See to it that somebody is in the groups of these names, and in no other.

    Groups held through another group stay so: they are not made direct.
    """
    wanted = set(await group_store.ensure(tx, tidy_names(names)))
    direct = await group_store.groups_of(tx, user_id)
    inherited = await group_store.closure(tx, list(direct)) - direct
    chosen = wanted - inherited
    missing = wanted - await group_store.closure(tx, list(chosen))
    await group_store.set_memberships(tx, user_id, sorted(chosen | missing))


async def _present(tx: Transaction, user_id: UserId, *, deleted: bool = False) -> User:
    user = await store.by_id(tx, user_id, lock=True)
    if user is None or (user.deleted and not deleted):
        raise NotFound("there is no such person")
    return user


async def _domain(tx: Transaction, draft: UserDraft) -> DomainId:
    given = draft.get("authority_id")
    if given and not await store.has_domain(tx, given):
        raise Invalid("authority_id", "is not a domain of this organisation")
    found = given or await store.home_domain(tx)
    if found is None:
        raise Invalid("authority_id", "is required: this organisation has no domain yet")
    return DomainId(found)


async def _keep_password(tx: Transaction, user_id: UserId, password: str) -> None:
    """Keep its hash. How good it must be is asked where people choose one; administrators' scripts choose freely."""
    if len(password) > LONGEST:
        raise Invalid("password", f"must have at most {LONGEST} characters", code="password_long")
    await store.set_password_hash(tx, user_id, hash_password(password) if password else None)


async def _settle(
    tx: Transaction, actor: Actor, given: UserChanges, *, before: User | None = None, after: User
) -> User:
    """Keep what lies beside the row, note it and tell it; answers the person as now known."""
    if "groups" in given:
        await put_in_groups(tx, after.user_id, given["groups"])
    if "password" in given:
        await _keep_password(tx, after.user_id, given["password"])
        if before and actor.user_id != after.user_id:
            await store.log_out(tx, after.user_id)
    known = await queries.get(tx, after.user_id)
    verb = "update" if before else "create"
    record(tx, actor, verb, (PREFIX, known.user_id), before=before and _noted(before), after=_noted(known))
    tx.announce(UserChanged(verb, known.user_id, known.email))
    return known


async def _need_another_administrator(tx: Transaction, user_id: UserId) -> None:
    """Ask before the person's own row is locked: all lock the administrators' first, in one order."""
    if await store.lock_administrators(tx) == {user_id}:
        raise LastAdministrator


def _permissions(user: User) -> int:
    """The permission bits; administrators count as support."""
    return (SUPPORT if user.support or user.sys_admin else 0) | (ADMIN if user.sys_admin else 0)


def _own(given: UserChanges) -> UserChanges:
    """Leave out what only administrators set: clients send whole records back."""
    kept: Any = {key: value for key, value in given.items() if key not in RESERVED}
    return kept  # type: ignore[no-any-return]  # a part of the same dictionary type


def _noted(user: User) -> dict[str, Any]:
    """What the audit log keeps: enough to see a change."""
    return {
        name: value
        for name in User.__dataclass_fields__
        if (value := getattr(user, name)) not in (None, "", (), [], {})
    }
