"""The authority: what every client asks first (engine API A.1)."""

import httpx
import pytest

from tests.contract.auth.doors import signed_in
from tests.places import Place, Somebody
from workhall.app.build import build_site

pytestmark = pytest.mark.database


async def test_a_client_learns_what_it_needs_before_signing_in(place: Place) -> None:
    answer = await place.client().get("/auth/authority")
    assert answer.status_code == 200
    shown = answer.json()
    assert shown["id"] == place.domain_id
    assert shown["domain"] == place.host
    assert shown["version"] == "v2.0.0"
    assert (shown["session"], shown["token_valid"], shown["production"]) == (False, False, True)
    assert isinstance(shown["updated_at"], int)
    assert {"name", "description", "config", "email_domains"} <= set(shown)
    assert not {"created_at", "internals"} & set(shown)


async def test_its_addresses_are_absolute_on_the_very_port_that_was_asked(place: Place) -> None:
    answer = await place.client(headers={"host": f"{place.host}:8443"}).get("/auth/authority")
    assert answer.json()["login_url"] == f"http://{place.host}:8443/login?continue={{{{url}}}}"
    assert answer.json()["logout_url"] == f"http://{place.host}:8443/auth/logout"
    assert answer.json()["domain"] == place.host


async def test_a_sign_in_address_elsewhere_stays_as_it_is(place: Place) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update domains set login_url = 'https://idp.example/in?to={{url}}'")
    answer = await place.client().get("/auth/authority")
    assert answer.json()["login_url"] == "https://idp.example/in?to={{url}}"


async def test_it_tells_whether_the_browser_has_signed_in(place: Place, ada: Somebody) -> None:
    client = await signed_in(place, ada)
    assert (await client.get("/auth/authority")).json()["session"] is True


async def test_it_tells_whether_a_token_is_good(place: Place, ada: Somebody) -> None:
    assert (await place.client(ada).get("/auth/authority")).json()["token_valid"] is True


@pytest.mark.parametrize("dead", ["Bearer nonsense", "Bearer a.b.c", "Token eyJhbGciOiJub25lIn0.e30."])
async def test_a_dead_token_is_no_reason_to_refuse(place: Place, dead: str) -> None:
    answer = await place.client(headers={"Authorization": dead}).get("/auth/authority")
    assert (answer.status_code, answer.json()["token_valid"]) == (200, False)


async def test_an_expired_token_is_not_good(place: Place, ada: Somebody) -> None:
    old = place.token(ada, iat=1, exp=2)
    answer = await place.client(headers={"Authorization": f"Bearer {old}"}).get("/auth/authority")
    assert (answer.status_code, answer.json()["token_valid"]) == (200, False)


async def test_an_unknown_host_has_no_authority_but_is_healthy(place: Place) -> None:
    transport = httpx.ASGITransport(app=build_site(place.house))
    async with httpx.AsyncClient(transport=transport, base_url="http://nobody.invalid") as client:
        assert (await client.get("/auth/authority")).status_code == 404
        assert (await client.get("/auth/authority?health")).status_code == 200


async def test_any_origin_may_ask_but_never_with_cookies(place: Place) -> None:
    origin = {"Origin": "http://localhost:4200"}
    answer = await place.client().get("/auth/authority", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/auth/authority/", "/auth/authority"])
async def test_a_trailing_slash_does_not_redirect(place: Place, path: str) -> None:
    assert (await place.client().get(path)).status_code == 200
