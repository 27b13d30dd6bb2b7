"""Logging out, revoking, and asking what a token is worth (engine API A.5; RFC 7009, 7662)."""

from base64 import b64encode

import pytest

from tests.contract.auth.doors import PASSWORD, FrontEnd, bearer, claims, give_password, signed_in, works
from tests.contract.auth.test_token import confidential
from tests.places import Place, Somebody
from workhall.identity import log_out_everywhere

pytestmark = pytest.mark.database


async def test_logging_out_ends_every_session_and_token_of_the_person(place: Place, ada: Somebody) -> None:
    app = FrontEnd.of(place)
    here, elsewhere = await signed_in(place, ada), await signed_in(place, ada)
    given = await app.tokens(elsewhere)
    code = await app.code(elsewhere)
    answer = await here.get("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert (await elsewhere.get("/auth/authority")).json()["session"] is False
    assert not await works(place, given["access_token"])
    assert (await app.refresh(elsewhere, given["refresh_token"])).status_code == 400
    assert (await app.redeem(elsewhere, code)).status_code == 400
    assert not {"user", "workhall_session"} & set(here.cookies)


async def test_logging_out_works_again_and_again_and_without_anything(place: Place, ada: Somebody) -> None:
    client = await signed_in(place, ada)
    for _ in range(3):
        assert (await client.get("/auth/logout")).status_code == 302
    assert (await place.client().get("/auth/logout")).status_code == 302


@pytest.mark.parametrize("header", ["Bearer dead", "Bearer a.b.c", "Basic eDp5"])
async def test_a_dead_token_does_not_stop_a_logout(place: Place, ada: Somebody, header: str) -> None:
    client = await signed_in(place, ada)
    answer = await client.get("/auth/logout", headers={"authorization": header})
    assert answer.status_code == 302
    assert (await client.get("/auth/authority")).json()["session"] is False


async def test_a_bearer_alone_takes_back_its_own_family_only(place: Place, ada: Somebody) -> None:
    app = FrontEnd.of(place)
    client = await signed_in(place, ada)
    one, other = await app.tokens(client), await app.tokens(client)
    await place.client(headers=bearer(one["access_token"])).get("/auth/logout")
    assert not await works(place, one["access_token"])
    assert (await app.refresh(client, one["refresh_token"])).status_code == 400
    assert await works(place, other["access_token"])
    assert (await client.get("/auth/authority")).json()["session"] is True


async def test_somebody_who_signs_in_again_at_once_gets_a_token_that_works(place: Place, ada: Somebody) -> None:
    """Tokens of the second of a logout are dead, so the next one is dated a second later."""
    await give_password(place, ada)
    app = FrontEnd.of(place)
    for _ in range(3):
        client = await signed_in(place, ada)
        await client.get("/auth/logout")
        again = await signed_in(place, ada)
        given = await app.tokens(again)
        assert await works(place, given["access_token"])
        assert claims(given["access_token"])["exp"] - claims(given["access_token"])["iat"] == 7200


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/workplace/", "/workplace/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("https://leave.example/bye", "https://leave.example/bye"),
        ("", "/"),
    ],
)
async def test_afterwards_the_browser_goes_to_our_host_or_the_one_of_the_logout_address(
    place: Place, target: str, leads_to: str
) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update domains set logout_url = 'https://leave.example/?continue={{url}}'")
    answer = await place.client().get("/auth/logout", params={"continue": target})
    assert answer.headers["location"] == leads_to


async def test_an_administrator_may_log_anybody_out_and_nobody_else_may(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    client = await signed_in(place, ada)
    async with place.house.database.transaction(place.organisation) as tx:
        await log_out_everywhere(tx, admin.actor, ada.actor.user_id)
    assert (await client.get("/auth/authority")).json()["session"] is False
    with pytest.raises(Exception, match="only administrators"):
        async with place.house.database.transaction(place.organisation) as tx:
            await log_out_everywhere(tx, bo.actor, ada.actor.user_id)


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
@pytest.mark.parametrize("path", ["/auth/oauth/revoke", "/auth/oauth/token", "/auth/token"])
async def test_a_revoked_token_takes_its_family_along(place: Place, ada: Somebody, which: str, path: str) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    given = await app.tokens(client)
    answer = await place.client().post(path, params={"token": given[which]})
    assert (answer.status_code, answer.content) == (200, b"" if path.endswith("revoke") else b"{}")
    assert not await works(place, given["access_token"])
    assert (await app.refresh(client, given["refresh_token"])).status_code == 400


async def test_revoking_what_is_unknown_is_no_mistake(place: Place) -> None:
    assert (await place.client().post("/auth/oauth/revoke", data={"token": "nothing"})).status_code == 200
    assert (await place.client().post("/auth/oauth/revoke")).status_code == 400


async def test_a_confidential_applications_token_is_taken_back_with_its_secret_only(
    place: Place, admin: Somebody, ada: Somebody
) -> None:
    app, secret = await confidential(place, admin)
    client = await signed_in(place, ada)
    given = (await app.redeem(client, await app.code(client), client_secret=secret)).json()
    asked = {"token": given["refresh_token"], "client_id": app.client_id}
    assert (await place.client().post("/auth/oauth/revoke", data=asked)).status_code == 401
    assert await works(place, given["access_token"])
    assert (await place.client().post("/auth/oauth/revoke", data=asked | {"client_secret": secret})).status_code == 200
    assert not await works(place, given["access_token"])


async def test_a_token_is_explained_to_its_holder_to_support_and_to_believed_applications(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada))
    asked = {"token": given["access_token"]}
    for who in (ada, admin):
        answer = await place.client(who).post("/auth/oauth/introspect", data=asked)
        assert answer.json()["active"] is True
        assert (answer.json()["sub"], answer.json()["scope"]) == (ada.user_id, "public")
    assert (await place.client(bo).post("/auth/oauth/introspect", data=asked)).json() == {"active": False}
    app, secret = await confidential(place, admin)
    basic = {"authorization": "Basic " + b64encode(f"{app.client_id}:{secret}".encode()).decode()}
    assert (await place.client().get("/auth/oauth/introspect", params=asked, headers=basic)).json()["active"] is True


async def test_nobody_in_particular_learns_nothing(place: Place, ada: Somebody) -> None:
    answer = await place.client().post("/auth/oauth/introspect", data={"token": place.token(ada)})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert (await place.client(ada).post("/auth/oauth/introspect")).json()["error"] == "invalid_request"


async def test_dead_tokens_are_not_active(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    given = await app.tokens(client)
    refresh = {"token": given["refresh_token"]}
    assert (await place.client(ada).post("/auth/oauth/introspect", data=refresh)).json()["active"] is True
    await client.get("/auth/logout")
    again = await signed_in(place, ada)
    holder = place.client(headers=bearer((await app.tokens(again))["access_token"]))
    for token in (given["access_token"], given["refresh_token"], "nonsense", place.token(ada, aud="elsewhere")):
        answer = await holder.post("/auth/oauth/introspect", data={"token": token})
        assert answer.json() == {"active": False}


async def test_a_holder_asks_about_its_own_token(place: Place, ada: Somebody) -> None:
    answer = await place.client(ada).get("/auth/oauth/token/info")
    assert answer.json()["resource_owner_id"] == ada.user_id
    assert 3500 < answer.json()["expires_in"] <= 3600
    refused = await place.client().get("/auth/oauth/token/info")
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_token")


async def test_a_password_given_again_opens_a_new_session(place: Place, ada: Somebody) -> None:
    client = await signed_in(place, ada)
    await client.get("/auth/logout")
    answer = await client.post("/auth/signin", json={"email": ada.email, "password": PASSWORD})
    assert answer.status_code == 202
    assert (await client.get("/auth/authority")).json()["session"] is True
