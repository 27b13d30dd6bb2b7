"""The verbs of people and groups on a real database."""

import asyncio

import pytest

from tests.places import Place, Somebody
from workhall.domain import people
from workhall.identity.actor import SERVER
from workhall.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from workhall.kernel.ids import UserId
from workhall.kernel.paging import Page
from workhall.persistence import Transaction

pytestmark = pytest.mark.database


async def add(tx: Transaction, name: str, **more: object) -> people.User:
    draft: people.UserDraft = {"name": name, "email": f"{name.lower()}@example.com", **more}  # type: ignore[typeddict-item]  # tests give single fields
    return await people.add(tx, SERVER, draft)


async def test_groups_are_made_as_they_are_named_whatever_their_case(tx: Transaction) -> None:
    one = await add(tx, "One", groups=["Red", " red ", "Blue"])
    two = await add(tx, "Two", groups=["RED"])
    assert one.groups == ("Blue", "Red")
    assert two.groups == ("Red",)
    assert (await people.group(tx, "rEd")).members == 2


async def test_groups_inside_groups_count_for_people(tx: Transaction) -> None:
    await people.add_group(tx, SERVER, {"name": "Engineering", "inside": ["Staff"]})
    await people.add_group(tx, SERVER, {"name": "Backend", "inside": ["Engineering"]})
    user = await add(tx, "Ada", groups=["Backend"])
    assert user.groups == ("Backend", "Engineering", "Staff")
    assert user.direct_groups == ("Backend",)


async def test_sending_a_whole_record_back_makes_no_inherited_group_direct(tx: Transaction) -> None:
    await people.add_group(tx, SERVER, {"name": "Backend", "inside": ["Engineering"]})
    user = await add(tx, "Ada", groups=["Backend"])
    same = await people.change(tx, SERVER, user.user_id, {"groups": user.groups})
    assert same.direct_groups == ("Backend",)
    left = await people.change(tx, SERVER, user.user_id, {"groups": ["Engineering"]})
    assert left.groups == left.direct_groups == ("Engineering",)


async def test_a_group_cannot_be_inside_itself(tx: Transaction) -> None:
    await people.add_group(tx, SERVER, {"name": "A", "inside": ["B"]})
    await people.change_group(tx, SERVER, "B", {"inside": ["C"]})
    for name in ("A", "c"):
        with pytest.raises(Invalid, match="inside itself"):
            await people.change_group(tx, SERVER, "C", {"inside": [name]})


async def test_a_group_is_renamed_and_dissolved(tx: Transaction) -> None:
    user = await add(tx, "Ada", groups=["Old"])
    await people.change_group(tx, SERVER, "old", {"name": "New", "description": "d"})
    assert (await people.get(tx, user.user_id)).groups == ("New",)
    await people.remove_group(tx, SERVER, "New")
    assert (await people.get(tx, user.user_id)).groups == ()
    with pytest.raises(NotFound):
        await people.group(tx, "New")


async def test_people_join_and_leave_groups(tx: Transaction) -> None:
    user = await add(tx, "Ada")
    await people.add_group(tx, SERVER, {"name": "Club"})
    await people.join_group(tx, SERVER, "club", [user.user_id, "user-nobody"])
    assert (await people.find(tx, people.Filter(group="CLUB"), Page())).rows[0].user_id == user.user_id
    await people.leave_group(tx, SERVER, "club", [user.user_id])
    assert (await people.group(tx, "Club")).members == 0


async def test_two_groups_of_one_name_are_refused(tx: Transaction) -> None:
    await people.add_group(tx, SERVER, {"name": "Club"})
    with pytest.raises(Invalid, match="already taken"):
        await people.add_group(tx, SERVER, {"name": "cLUB"})


async def test_only_administrators_keep_groups(tx: Transaction, ada: Somebody) -> None:
    for verb in (
        people.add_group(tx, ada.actor, {"name": "X"}),
        people.change_group(tx, ada.actor, "X", {}),
        people.remove_group(tx, ada.actor, "X"),
        people.join_group(tx, ada.actor, "X", []),
        people.leave_group(tx, ada.actor, "X", []),
    ):
        with pytest.raises(NotAllowed):
            await verb


async def test_groups_are_listed_by_part_of_their_name(tx: Transaction) -> None:
    for name in ("Red Team", "Blue Team", "Cooks"):
        await people.add_group(tx, SERVER, {"name": name})
    found = await people.groups(tx, "TEAM", Page(limit=1))
    assert ([group.name for group in found], found.total) == (["Blue Team"], 2)


async def test_two_administrators_cannot_remove_each_other_at_once(place: Place) -> None:
    one, two = await place.person("One", permissions=2), await place.person("Two", permissions=2)
    database = place.house.database

    async def demote(actor: Somebody, other: Somebody) -> bool:
        try:
            async with database.transaction(place.organisation) as tx:
                await people.change(tx, actor.actor, UserId(other.user_id), {"sys_admin": False})
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(demote(one, two), demote(two, one))) == [False, True]


async def test_a_removed_persons_email_is_free_and_reviving_then_refused(place: Place, tx: Transaction) -> None:
    await tx.execute("update domains set internals = '{\"soft_delete\": true}' where domain_id = $1", place.domain_id)
    first = await add(tx, "Ada")
    await people.remove(tx, SERVER, first.user_id)
    assert await people.by_email(tx, "ADA@example.com") is None
    await add(tx, "Ada")
    with pytest.raises(Invalid) as refused:
        await people.revive(tx, SERVER, first.user_id)
    assert refused.value.failures[0].field == "email"


async def test_a_password_is_kept_as_a_hash_and_empty_means_none(tx: Transaction) -> None:
    user = await add(tx, "Ada", password="correct horse")
    hashed = "select password_hash from users where user_id = $1"
    assert (await tx.fetchval(hashed, user.user_id)).startswith("$argon2id$")
    await people.set_password(tx, SERVER, user.user_id, "")
    assert await tx.fetchval(hashed, user.user_id) is None
    with pytest.raises(Invalid, match="at most"):
        await people.set_password(tx, SERVER, user.user_id, "x" * 1025)


async def test_a_password_set_by_another_ends_what_is_open(tx: Transaction, ada: Somebody) -> None:
    ended = "select logged_out_at is not null from users where user_id = $1"
    await people.set_password(tx, ada.actor, UserId(ada.user_id), "my own choice")
    assert not await tx.fetchval(ended, ada.user_id)
    await people.set_password(tx, SERVER, UserId(ada.user_id), "somebody else's choice")
    assert await tx.fetchval(ended, ada.user_id)


async def test_every_change_is_noted_without_secrets_and_told(place: Place, admin: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        draft: people.UserDraft = {"name": "Eve", "email": "eve@example.com", "password": "do not show me"}
        user = await people.add(tx, admin.actor, draft)
        await people.change(tx, admin.actor, user.user_id, {"nickname": "E"})
    async with place.house.database.transaction(place.organisation) as tx:
        entries = await tx.fetch(
            "select verb, actor_id, after::text from audit where subject_id = $1 order by audit_id", user.user_id
        )
        told = await tx.fetch("select payload from outbox where channel = 'user/changed' order by outbox_id")
    assert [entry["verb"] for entry in entries] == ["create", "update"]
    assert {entry["actor_id"] for entry in entries} == {admin.user_id}
    assert not any("do not show me" in str(entry["after"]) for entry in entries)
    assert [row["payload"]["action"] for row in told] == ["create", "update"]
