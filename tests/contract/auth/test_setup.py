"""Links that work once: the first administrator, and a new password."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from tests.contract.auth.doors import PASSWORD, FrontEnd, give_password, signed_in, works
from tests.places import Place, Somebody
from workhall.identity import Purpose, make_link
from workhall.identity.actor import SERVER
from workhall.kernel.ids import UserId

pytestmark = pytest.mark.database

FIRST = {"email": "Root@Example.com", "name": "Ro <b>Ot</b>", "password": "a long sentence", "again": "a long sentence"}


async def link(place: Place, purpose: Purpose, somebody: Somebody | None = None) -> str:
    async with place.house.database.transaction(place.organisation) as tx:
        secret = await make_link(tx, SERVER, purpose, UserId(somebody.user_id) if somebody else None)
    return f"/setup/{secret}"


async def session(client: httpx.AsyncClient) -> bool:
    return (await client.get("/auth/authority")).json()["session"] is True


async def test_the_first_administrator_chooses_who_to_be_and_is_signed_in(place: Place) -> None:
    address, client = await link(place, Purpose.SETUP), place.client()
    page = await client.get(address)
    assert (page.status_code, page.headers["referrer-policy"]) == (200, "no-referrer")
    answer = await client.post(address, data=FIRST)
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert await session(client)
    async with place.house.database.transaction(place.organisation) as tx:
        row = await tx.fetchrow("select email, name, sys_admin, support from users")
    assert row is not None
    assert tuple(row) == ("root@example.com", "Ro Ot", True, True)
    signed = await place.client().post(
        "/auth/signin", json={"email": "root@example.com", "password": FIRST["password"]}
    )
    assert signed.status_code == 202


async def test_a_link_works_once(place: Place) -> None:
    address = await link(place, Purpose.SETUP)
    assert (await place.client().post(address, data=FIRST)).status_code == 302
    again = await place.client().post(address, data=FIRST | {"email": "other@example.com"})
    assert again.status_code == 404
    assert (await place.client().get(address)).status_code == 404


async def test_of_two_who_use_a_link_at_once_one_wins(place: Place) -> None:
    address = await link(place, Purpose.SETUP)
    answers = await asyncio.gather(
        *(place.client().post(address, data=FIRST | {"email": f"p{n}@example.com"}) for n in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [302, 404, 404, 404]


async def test_a_new_set_up_link_replaces_the_old_one(place: Place) -> None:
    old, new = await link(place, Purpose.SETUP), await link(place, Purpose.SETUP)
    assert (await place.client().get(old)).status_code == 404
    assert (await place.client().get(new)).status_code == 200


async def test_a_link_ends(place: Place) -> None:
    address = await link(place, Purpose.SETUP)
    async with place.house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select max(expires_at) from one_time_links") > tx.now + timedelta(days=6)
        await tx.execute("update one_time_links set expires_at = now() - interval '1 second'")
    assert (await place.client().get(address)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": ""}, "email"),
        ({"name": " "}, "name"),
        ({"name": "<b></b>"}, "name"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "root@example.com", "again": "root@example.com"}, "password"),
        ({"again": "another sentence"}, "again"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_the_link_still_works(
    place: Place, changes: dict[str, str], field: str
) -> None:
    address = await link(place, Purpose.SETUP)
    page = await place.client().post(address, data=FIRST | changes)
    assert page.status_code == 422
    assert f'id="{field}-e"' in page.text
    assert FIRST["password"] not in page.text
    assert (await place.client().post(address, data=FIRST)).status_code == 302


async def test_an_address_that_is_taken_is_said(place: Place, ada: Somebody) -> None:
    page = await place.client().post(await link(place, Purpose.SETUP), data=FIRST | {"email": ada.email})
    assert (page.status_code, 'id="email-e"' in page.text) == (422, True)


async def test_choosing_a_new_password_ends_what_the_old_one_opened(place: Place, ada: Somebody) -> None:
    before = await signed_in(place, ada)
    given = await FrontEnd.of(place).tokens(before)
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update sessions set created_at = created_at - interval '5 seconds'")
        await tx.execute("update refresh_tokens set created_at = created_at - interval '5 seconds'")
    client = place.client()
    address = await link(place, Purpose.PASSWORD, ada)
    assert ada.email in (await client.get(address)).text
    chosen = {"password": "another sentence", "again": "another sentence", "email": "evil@example.com"}
    assert (await client.post(address, data=chosen)).status_code == 302
    assert await session(client)
    assert not await session(before)
    assert (await FrontEnd.of(place).refresh(client, given["refresh_token"])).status_code == 400
    old = await place.client().post("/auth/signin", json={"email": ada.email, "password": PASSWORD})
    new = await place.client().post("/auth/signin", json={"email": ada.email, "password": chosen["password"]})
    assert (old.status_code, new.status_code) == (401, 202)


async def test_the_link_of_somebody_deleted_is_dead(place: Place, ada: Somebody) -> None:
    await give_password(place, ada)
    address = await link(place, Purpose.PASSWORD, ada)
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update users set deleted = true where user_id = $1", ada.user_id)
    assert (await place.client().get(address)).status_code == 404


async def test_a_made_up_link_and_a_foreign_page_are_refused(place: Place) -> None:
    for secret in ("x", "x" * 5000, "%F0%9F%9A%AA"):
        assert (await place.client().get(f"/setup/{secret}")).status_code == 404
    address = await link(place, Purpose.SETUP)
    foreign = await place.client().post(address, data=FIRST, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403


async def test_the_secret_of_a_link_is_kept_nowhere(place: Place) -> None:
    address = await link(place, Purpose.SETUP)
    async with place.house.database.transaction(place.organisation) as tx:
        rows = [dict(row) for row in await tx.fetch("select * from one_time_links")]
        notes = [dict(row) for row in await tx.fetch("select * from audit")]
    assert address.removeprefix("/setup/") not in str(rows) + str(notes)


async def test_a_token_given_before_a_link_was_used_is_dead(place: Place, ada: Somebody) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada))
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update users set logged_out_at = now() where user_id = $1", ada.user_id)
    assert not await works(place, given["access_token"])
