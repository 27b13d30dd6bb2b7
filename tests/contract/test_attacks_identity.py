"""Attempts to be somebody else, to be more than one is, and to stay in after one was let out."""

from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest

from tests.contract.auth.doors import PASSWORD, give_password, signed_in
from tests.places import Place, Somebody
from workhall.app.build import build_site
from workhall.identity import Keyring, Purpose, make_link
from workhall.identity.actor import SERVER
from workhall.identity.outside import OutsideFailed, Profile, match
from workhall.identity.sign_in import PasswordClaim
from workhall.kernel.ids import UserId, new_id
from workhall.persistence import Transaction

pytestmark = pytest.mark.database

ENGINE: Final = "/api/engine/v2"
CURRENT: Final = f"{ENGINE}/users/current"


async def new_key(client: httpx.AsyncClient, **given: Any) -> tuple[str, str]:
    """Make an API key; says its id, and what to send."""
    made = await client.post(f"{ENGINE}/api_keys", json={"name": new_id("k"), **given})
    assert made.status_code == 201, made.text
    return made.json()["id"], made.json()["x_api_key"]


async def answer_to(place: Place, key: str, path: str = CURRENT) -> httpx.Response:
    return await place.client().get(path, headers={"X-API-Key": key})


# Guessing


async def test_letters_that_the_database_would_fold_open_no_second_round_of_guesses(place: Place) -> None:
    """PostgreSQL makes a plain i of a capital with a dot; counted apart, each i of an address doubled the tries."""
    vic = await place.person("Vicki")
    await give_password(place, vic)
    dotted = vic.email.replace("i", "İ", 1)
    assert (await place.client().post("/auth/signin", data={"email": dotted, "password": PASSWORD})).status_code == 401
    assert (
        await place.client().post("/auth/signin", data={"email": vic.email.upper(), "password": PASSWORD})
    ).is_success


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_one_network_of_version_six_is_one_guesser(one: str, other: str, *, same: bool) -> None:
    """Everybody has as many addresses in his own as there are grains of sand."""
    keys = [PasswordClaim("ada", "x", origin).address_key for origin in (one, other)]
    assert (keys[0] == keys[1]) is same


# Keys


@pytest.fixture
async def elsewhere(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """A second host name of the same organisation."""
    host = f"second.{place.host}"
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into domains (domain_id, domain, name, login_url, logout_url) values ($1, $2, $2, '/login', '/')",
            new_id("authority"),
            host,
        )
    transport = httpx.ASGITransport(app=build_site(place.house))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        yield client


async def test_a_key_works_on_its_own_domain_only(place: Place, admin: Somebody, elsewhere: httpx.AsyncClient) -> None:
    _, key = await new_key(place.client(admin))
    assert (await answer_to(place, key)).status_code == 200
    refused = await elsewhere.get(CURRENT, headers={"X-API-Key": key})
    assert (refused.status_code, refused.json()["code"]) == (401, "token_foreign")


async def test_a_token_works_on_its_own_host_only(place: Place, admin: Somebody, elsewhere: httpx.AsyncClient) -> None:
    refused = await elsewhere.get(CURRENT, headers={"Authorization": f"Bearer {place.token(admin)}"})
    assert (refused.status_code, refused.json()["code"]) == (401, "token_foreign")


async def test_who_is_no_administrator_any_more_has_no_administrators_keys(place: Place, admin: Somebody) -> None:
    boss, root = await place.person("Boss", permissions=3), place.client(admin)
    key_id, key = await new_key(root, user_id=boss.user_id, permissions="admin_support")
    assert (await answer_to(place, key, f"{ENGINE}/api_keys")).status_code == 200
    lowered = await root.patch(f"{ENGINE}/users/{boss.user_id}", json={"sys_admin": False})
    assert lowered.status_code == 200
    assert (await root.get(f"{ENGINE}/api_keys/{key_id}")).json()["permissions"] == "support"
    assert (await answer_to(place, key, f"{ENGINE}/api_keys")).status_code == 403
    assert (await answer_to(place, key, f"{ENGINE}/zones")).status_code == 200
    await root.patch(f"{ENGINE}/users/{boss.user_id}", json={"support": False})
    assert (await answer_to(place, key, f"{ENGINE}/zones")).status_code == 403


async def test_a_key_that_was_made_stronger_than_its_person_stays_so(place: Place, admin: Somebody) -> None:
    """Programs act as a person without rights of her own; changing her name takes nothing from them."""
    robot, root = await place.person("Robot"), place.client(admin)
    _, key = await new_key(root, user_id=robot.user_id, permissions="admin")
    await root.patch(f"{ENGINE}/users/{robot.user_id}", json={"name": "Robbie", "sys_admin": False})
    assert (await answer_to(place, key, f"{ENGINE}/api_keys")).status_code == 200


@pytest.mark.parametrize("scope", ["public", "users", "api_keys.write"])
async def test_a_credential_gives_out_no_more_than_it_opens(place: Place, admin: Somebody, scope: str) -> None:
    root = place.client(admin)
    narrow = ["api_keys", "o_auth_applications"] if scope != "api_keys.write" else ["api_keys.read", "zones"]
    _, key = await new_key(root, scopes=narrow, permissions="admin")
    client = place.client(headers={"X-API-Key": key})
    made = await client.post(f"{ENGINE}/api_keys", json={"name": "more", "scopes": [scope], "permissions": "admin"})
    assert (made.status_code, made.json()["code"]) == (403, "needs_scope")
    if scope == "public":
        own = (await root.get(f"{ENGINE}/api_keys")).json()[0]["id"]
        assert (await client.patch(f"{ENGINE}/api_keys/{own}", json={"scopes": [scope]})).status_code == 403
        app = {"name": "more", "redirect_uri": "https://more.example/x", "scopes": scope, "confidential": True}
        assert (await client.post(f"{ENGINE}/oauth_apps", json=app)).status_code == 403
        assert (
            await client.post(f"{ENGINE}/api_keys", json={"name": "same", "scopes": ["api_keys"]})
        ).status_code == 201


# Raising oneself


async def test_people_give_themselves_nothing(place: Place, ada: Somebody) -> None:
    given = {
        "sys_admin": True,
        "support": True,
        "groups": ["Management"],
        "email": "root@example.com",
        "login_name": "root",
        "staff_id": "1",
        "authority_id": "authority-x",
        "deleted": False,
        "id": "user-root",
    }
    client = place.client(ada)
    before = (await client.get(CURRENT)).json()
    after = (await client.patch(f"{ENGINE}/users/{ada.user_id}", json=given)).json()
    same = ("sys_admin", "support", "groups", "email", "id", "authority_id", "deleted")
    assert {name: before.get(name) for name in same} == {name: after.get(name) for name in same}
    assert not {"login_name", "staff_id"} & after.keys()


async def test_support_staff_is_no_administrator(place: Place, ada: Somebody) -> None:
    helper = place.client(await place.person("Helper", permissions=1))
    assert (await helper.patch(f"{ENGINE}/users/{ada.user_id}", json={"password": "x" * 20})).status_code == 403
    assert (await helper.post(f"{ENGINE}/users", json={"email": "x@y.example", "name": "X"})).status_code == 403
    assert (await helper.post(f"{ENGINE}/api_keys", json={"name": "x"})).status_code == 403
    assert (await helper.get(f"{ENGINE}/oauth_apps/1")).status_code == 403


async def test_people_choose_no_password_that_is_guessed_first(place: Place, ada: Somebody) -> None:
    for bad in ("a", ada.email, "x" * 2_000):
        answer = await place.client(ada).patch(f"{ENGINE}/users/{ada.user_id}", json={"password": bad})
        assert (answer.status_code, answer.json()["failures"][0]["field"]) == (422, "password")


@pytest.mark.parametrize("scope", ["users.read", "zones.write", "guest", "users.read zones"])
async def test_a_narrow_token_writes_nothing_else(place: Place, admin: Somebody, scope: str) -> None:
    shown = {"Authorization": f"Bearer {place.token(admin, scope=tuple(scope.split()))}"}
    client = place.client(headers=shown)
    answer = await client.patch(f"{ENGINE}/users/{admin.user_id}", json={"name": "Changed"})
    assert answer.status_code == 403
    assert (await client.post(f"{ENGINE}/api_keys", json={"name": "x"})).status_code == 403


# Links that work once


async def _link(place: Place, purpose: Purpose, somebody: Somebody | None = None) -> str:
    async with place.house.database.transaction(place.organisation) as tx:
        return "/setup/" + await make_link(tx, SERVER, purpose, UserId(somebody.user_id) if somebody else None)


async def test_a_set_up_link_makes_no_second_administrator(place: Place) -> None:
    link = await _link(place, Purpose.SETUP)
    assert (await place.client().get(link)).status_code == 200
    await place.person("First", permissions=3)
    assert (await place.client().get(link)).status_code == 404
    sent = {"email": "second@example.com", "name": "Second", "password": PASSWORD, "again": PASSWORD}
    assert (await place.client().post(link, data=sent)).status_code == 404


async def test_older_links_end_when_a_password_is_chosen(place: Place, ada: Somebody, bo: Somebody) -> None:
    older, newer, others = [await _link(place, Purpose.PASSWORD, who) for who in (ada, ada, bo)]
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert (await place.client().post(newer, data=chosen)).status_code == 302
    assert (await place.client().get(older)).status_code == 404
    assert (await place.client().get(others)).status_code == 200


# Signing out and in on others' behalf


@pytest.mark.parametrize("part", ["image", "iframe", "script", "empty", ""])
async def test_a_picture_on_a_foreign_page_signs_nobody_out(place: Place, ada: Somebody, part: str) -> None:
    browser = await signed_in(place, ada)
    await browser.get("/auth/logout", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": part})
    assert (await place.client(ada).get(CURRENT)).status_code == 200


@pytest.mark.parametrize("shown", [{}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}])
async def test_who_goes_to_sign_out_is_signed_out(place: Place, ada: Somebody, shown: dict[str, str]) -> None:
    browser = await signed_in(place, ada)
    await browser.get("/auth/logout", headers=shown)
    assert (await browser.get("/auth/authority")).json()["session"] is False


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://{host}.evil.example", "http://[x"])
async def test_a_foreign_page_signs_nobody_in(place: Place, ada: Somebody, origin: str) -> None:
    await give_password(place, ada)
    sent = {"email": ada.email, "password": PASSWORD}
    headers = {"Origin": origin.replace("{host}", place.host)}
    answer = await place.client().post("/auth/signin", data=sent, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


# Other servers' word


async def test_an_address_nobody_vouches_for_makes_no_account(tx: Transaction, ada: Somebody) -> None:
    """Whoever has an address has what is booked for it, so it must be theirs."""
    stranger = Profile("uid-1", "boss@example.com", "Boss", email_trusted=False)
    with pytest.raises(OutsideFailed):
        await match(tx, "oauth_strat-1", stranger)
    with pytest.raises(OutsideFailed):
        await match(tx, "oauth_strat-1", Profile("uid-1", ada.email, "Ada", email_trusted=False))
    assert await match(tx, "oauth_strat-1", Profile("uid-1", ada.email, "Ada")) == ada.user_id


# Withdrawn keys


async def test_withdrawing_the_signing_keys_ends_every_token_on_every_node(place: Place, ada: Somebody) -> None:
    """On keyrings of this test's own: the house's key is for all tests."""
    database, sealer = place.house.database, place.house.sealer
    here, there = Keyring(database, sealer), Keyring(database, sealer)
    await here.load()
    await there.load()
    async with database.transaction(place.organisation) as tx:
        kept = await tx.fetch("select key_id from signing_keys where retired_at is null")
    token = place.token(ada)
    assert (await there.read(token)).sub == ada.user_id
    try:
        newest = await here.rotate(withdraw=True)
        there.look_soon()
        assert there._looking is not None
        await there._looking
        for keyring in (here, there):
            assert [key["kid"] for key in keyring.public_keys()] == [newest]
            with pytest.raises(Exception, match="token is not valid"):
                await keyring.read(token)
    finally:
        async with database.transaction(place.organisation) as tx:
            keys = [row["key_id"] for row in kept]
            await tx.execute("update signing_keys set retired_at = null where key_id = any($1)", keys)
        await place.house.keyring.load()


# Where people are sent to sign in


@pytest.mark.parametrize("field", ["login_url", "logout_url"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "http://[x"])
async def test_nobody_signs_in_at_a_script(place: Place, admin: Somebody, field: str, address: str) -> None:
    client = place.client(admin)
    answer = await client.patch(f"{ENGINE}/domains/{place.domain_id}", json={field: address})
    assert (answer.status_code, answer.json()["failures"][0]["field"]) == (422, field)
    kept = await client.patch(f"{ENGINE}/domains/{place.domain_id}", json={field: "/login?continue={{url}}"})
    assert kept.status_code == 200
