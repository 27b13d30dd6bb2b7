"""The token endpoint: every grant, however its parameters come (engine API A.3, A.4)."""

import asyncio
import time
from base64 import b64encode
from datetime import timedelta

import pytest

from tests.contract.auth.doors import FORM, PASSWORD, FrontEnd, bearer, claims, give_password, signed_in, works
from tests.places import Place, Somebody
from workhall.identity import ApplicationDraft, create_application, secret_of
from workhall.kernel.ids import DomainId

pytestmark = pytest.mark.database


def by_password(app: FrontEnd, somebody: Somebody, **changes: str) -> dict[str, str]:
    asked = {
        "grant_type": "password",
        **app.itself,
        "scope": "public",
        "username": somebody.email,
        "password": PASSWORD,
    }
    return asked | changes


async def confidential(place: Place, admin: Somebody, scopes: str = "public") -> tuple[FrontEnd, str]:
    """A server-side application and its secret."""
    sealer, uri = place.house.sealer, "https://server.example/in"
    async with place.house.database.transaction(place.organisation) as tx:
        draft = ApplicationDraft("Server", DomainId(place.domain_id), uri, scopes, confidential=True)
        made = await create_application(tx, admin.actor, draft, sealer=sealer)
    return FrontEnd(uri), secret_of(sealer, made) or ""


async def test_the_answer_has_the_agreed_shape(place: Place, ada: Somebody) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada))
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 7200, "public")
    assert abs(given["created_at"] - time.time()) < 5
    assert len(given["refresh_token"]) > 30
    assert "id_token" not in given


async def test_the_access_token_says_who_where_and_what_for(place: Place) -> None:
    somebody = await place.person("Cleo", permissions=1, groups=("Reception", "Level 4"))
    given = await FrontEnd.of(place).tokens(await signed_in(place, somebody))
    said = claims(given["access_token"])
    assert (said["iss"], said["aud"], said["sub"]) == ("POS", place.host, somebody.user_id)
    assert said["scope"] == ["public"]
    assert said["exp"] - said["iat"] == 7200
    assert said["u"] == {"n": "Cleo", "e": somebody.email, "p": 1, "r": ["Level 4", "Reception"]}
    assert len(said["jti"]) == 36


async def test_an_access_token_opens_the_apis(place: Place, ada: Somebody) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada))
    answer = await place.client(headers=bearer(given["access_token"])).get("/api/engine/v2/users/current")
    assert (answer.status_code, answer.json()["id"]) == (200, ada.user_id)


@pytest.mark.parametrize("path", ["/auth/oauth/token", "/auth/token", "/auth/oauth/token/"])
@pytest.mark.parametrize("kind", ["query", "form", "json"])
async def test_parameters_may_come_in_query_form_or_json(place: Place, ada: Somebody, path: str, kind: str) -> None:
    await give_password(place, ada)
    asked, client = by_password(FrontEnd.of(place), ada), place.client()
    if kind == "query":
        answer = await client.post(path, params=asked, headers=FORM)
    elif kind == "form":
        answer = await client.post(path, data=asked)
    else:
        answer = await client.post(path, json=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_another_origin_may_ask_for_tokens(place: Place, ada: Somebody) -> None:
    await give_password(place, ada)
    origin = {"origin": "http://localhost:4200"}
    ahead = await place.client().options(
        "/auth/oauth/token", headers=origin | {"access-control-request-method": "POST"}
    )
    assert (ahead.status_code, ahead.headers["access-control-allow-origin"]) == (204, "*")
    answer = await place.client().post(
        "/auth/oauth/token", params=by_password(FrontEnd.of(place), ada), headers=FORM | origin
    )
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"password": "wrong"}, 400, "invalid_grant"),
        ({"username": "nobody@nowhere.example"}, 400, "invalid_grant"),
        ({"username": "", "password": ""}, 400, "invalid_grant"),
        ({"client_id": "0" * 32}, 401, "invalid_client"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"redirect_uri": "http://evil.example/oauth-resp.html"}, 401, "invalid_client"),
        ({"scope": "guest"}, 400, "invalid_scope"),
        ({"grant_type": "device_code"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"client_id": "\0"}, 400, "invalid_request"),
    ],
)
async def test_refusals_are_in_oauths_shape(
    place: Place, ada: Somebody, changes: dict[str, str], status: int, error: str
) -> None:
    await give_password(place, ada)
    answer = await place.client().post("/auth/oauth/token", data=by_password(FrontEnd.of(place), ada, **changes))
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]


async def test_a_code_is_good_once_and_its_second_use_revokes_what_it_gave(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    code = await app.code(client)
    first = (await app.redeem(client, code)).json()
    second = await app.redeem(client, code)
    assert (second.status_code, second.json()["error"]) == (400, "invalid_grant")
    assert not await works(place, first["access_token"])
    assert (await app.refresh(client, first["refresh_token"])).status_code == 400


async def test_of_many_who_redeem_a_code_at_once_exactly_one_wins(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    for _ in range(5):
        code = await app.code(client)
        answers = await asyncio.gather(*(app.redeem(place.client(), code) for _ in range(8)))
        assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7


async def test_a_code_lives_ten_minutes(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    code = await app.code(client)
    async with place.house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select max(expires_at - created_at) from authorization_codes") == timedelta(
            minutes=10
        )
        await tx.execute("update authorization_codes set expires_at = now() - interval '1 second'")
    assert (await app.redeem(client, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "http://{host}/backoffice/oauth-resp.html", "client_id": "other"},
        {"code": "made-up"},
    ],
)
async def test_a_code_is_redeemed_only_by_who_asked_for_it(
    place: Place, ada: Somebody, changes: dict[str, str]
) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    code = await app.code(client)
    other = FrontEnd.of(place, "/backoffice/oauth-resp.html")
    if "client_id" in changes:
        changes = other.itself
    answer = await app.redeem(client, **{"code": code} | changes)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert (await app.redeem(client, code)).status_code == 200


async def test_plain_challenges_and_none_work_for_old_clients(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    code = await app.code(client, code_challenge_method="plain", code_challenge=app.verifier)
    assert (await app.redeem(client, code)).status_code == 200
    code = await app.code(client, code_challenge_method="", code_challenge="")
    assert (await app.redeem(client, code)).status_code == 400  # a verifier nobody asked for: stripped on the way
    assert (await app.redeem(client, code, code_verifier="")).status_code == 200


async def test_a_refresh_gives_another_pair_and_the_old_one_lasts_a_moment(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    first = await app.tokens(client)
    second = (await app.refresh(client, first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert await works(place, first["access_token"])
    assert await works(place, second["access_token"])
    other_tab = await app.refresh(client, first["refresh_token"])
    assert other_tab.status_code == 200
    assert await works(place, second["access_token"])


async def test_reuse_after_the_overlap_revokes_the_whole_family(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    first = await app.tokens(client)
    second = (await app.refresh(client, first["refresh_token"])).json()
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update refresh_tokens set rotated_at = rotated_at - interval '61 seconds'")
    reused = await app.refresh(client, first["refresh_token"])
    assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
    assert (await app.refresh(client, second["refresh_token"])).status_code == 400
    assert not await works(place, second["access_token"])
    async with place.house.database.transaction(place.organisation) as tx:
        note = await tx.fetchval("select after from audit where verb = 'revoke'")
    assert note == {"why": "refresh token used again"}


async def test_two_tabs_refreshing_at_once_both_go_on(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    token = (await app.tokens(client))["refresh_token"]
    answers = await asyncio.gather(*(app.refresh(place.client(), token) for _ in range(6)))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert all([await works(place, answer.json()["access_token"]) for answer in answers])


async def test_a_refresh_token_belongs_to_its_client_and_ends(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    token = (await app.tokens(client))["refresh_token"]
    other = FrontEnd.of(place, "/backoffice/oauth-resp.html")
    assert (await other.refresh(client, token)).json()["error"] == "invalid_grant"
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update refresh_tokens set expires_at = now() - interval '1 second'")
    assert (await app.refresh(client, token)).json()["error"] == "invalid_grant"


async def test_a_refresh_may_narrow_the_scope_but_not_widen_it(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    token = (await app.tokens(client, scope="zones users"))["refresh_token"]
    assert (await app.refresh(client, token, scope="public")).json()["error"] == "invalid_scope"
    assert (await app.refresh(client, token, scope="zones")).json()["scope"] == "zones"


async def test_a_refresh_says_who_the_person_is_now(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    token = (await app.tokens(client))["refresh_token"]
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update users set name = 'Ada L', support = true where user_id = $1", ada.user_id)
    refreshed = (await app.refresh(client, token)).json()
    assert (claims(refreshed["access_token"])["u"]["n"], claims(refreshed["access_token"])["u"]["p"]) == ("Ada L", 1)
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update users set deleted = true where user_id = $1", ada.user_id)
    assert (await app.refresh(client, refreshed["refresh_token"])).status_code == 400


async def test_a_scope_opens_its_own_routes_only(place: Place, ada: Somebody) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada), scope="zones.read")
    client = place.client(headers=bearer(given["access_token"]))
    assert (await client.get("/api/engine/v2/zones?tags=org")).status_code == 200
    assert (await client.get("/api/engine/v2/users/current")).status_code == 403
    assert (await client.post("/api/engine/v2/zones", json={"name": "x"})).status_code == 403


async def test_a_token_is_made_out_to_the_host_that_was_asked(place: Place, ada: Somebody) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada))
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into domains (domain_id, domain, name, login_url, logout_url) values ($1, $2, 'x', '/', '/')",
            f"authority-{place.environment}",
            f"other.{place.host}",
        )
    client = place.client(headers=bearer(given["access_token"]) | {"host": f"other.{place.host}"})
    assert (await client.get("/api/engine/v2/users/current")).status_code == 401


async def test_a_confidential_application_needs_its_secret(place: Place, admin: Somebody, ada: Somebody) -> None:
    app, secret = await confidential(place, admin)
    client = await signed_in(place, ada)
    code = await app.code(client)
    for changes in ({}, {"client_secret": ""}, {"client_secret": "wrong"}):
        answer = await app.redeem(client, code, **changes)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert (await app.redeem(client, code, client_secret=secret)).status_code == 200


async def test_a_secret_may_come_by_basic_authentication(place: Place, admin: Somebody, ada: Somebody) -> None:
    app, secret = await confidential(place, admin)
    client = await signed_in(place, ada)
    basic = b64encode(f"{app.client_id}:{secret}".encode()).decode()
    asked = {"grant_type": "authorization_code", "redirect_uri": app.redirect_uri, "code": await app.code(client)}
    asked["code_verifier"] = app.verifier
    answer = await client.post("/auth/oauth/token", data=asked, headers={"authorization": f"Basic {basic}"})
    assert answer.status_code == 200, answer.text
    refused = await client.post("/auth/oauth/token", data=asked, headers={"authorization": "Basic !!"})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")


async def test_an_application_acts_for_itself_as_who_registered_it(place: Place, admin: Somebody) -> None:
    app, secret = await confidential(place, admin, scopes="users.read")
    asked = {"grant_type": "client_credentials", "client_id": app.client_id, "client_secret": secret}
    answer = await place.client().post("/auth/oauth/token", data=asked)
    assert answer.status_code == 200, answer.text
    given = answer.json()
    assert "refresh_token" not in given
    assert (claims(given["access_token"])["sub"], given["scope"]) == (admin.user_id, "users.read")
    client = place.client(headers=bearer(given["access_token"]))
    assert (await client.get("/api/engine/v2/users/current")).status_code == 200
    assert (await client.get("/api/engine/v2/zones?tags=org")).status_code == 403


async def test_a_public_client_cannot_act_for_itself(place: Place) -> None:
    asked = {"grant_type": "client_credentials", **FrontEnd.of(place).itself}
    answer = await place.client().post("/auth/oauth/token", data=asked)
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


async def test_what_is_given_is_written_down_without_the_token(place: Place, ada: Somebody) -> None:
    app = FrontEnd.of(place)
    given = await app.tokens(await signed_in(place, ada))
    async with place.house.database.transaction(place.organisation) as tx:
        row = await tx.fetchrow("select actor_id, after from audit where verb = 'grant'")
        kept = await tx.fetch("select * from refresh_tokens")
    assert row is not None
    assert row["actor_id"] == ada.user_id
    assert row["after"] == {"by": "authorization_code", "client": app.redirect_uri, "scope": ["public"]}
    assert given["refresh_token"] not in str([dict(one) for one in kept])


async def test_a_rotated_signing_key_leaves_old_tokens_good(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    before = await app.tokens(client)
    key_id = await place.house.keyring.rotate()
    after = await app.tokens(client)
    assert await works(place, before["access_token"])
    assert await works(place, after["access_token"])
    keys = (await client.get("/auth/oauth/discovery/keys")).json()["keys"]
    assert key_id == keys[0]["kid"]
    assert len(keys) >= 2
    assert all("d" not in key for key in keys)
