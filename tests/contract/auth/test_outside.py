"""Signing in by another server: a second Workhall is the other server, reached over a real socket (A.5)."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn

from tests.contract.auth.doors import PASSWORD, give_password
from tests.places import Place, Somebody, open_place
from workhall.app.build import build_site
from workhall.identity import (
    ApplicationDraft,
    SignInSource,
    SourceDraft,
    SourceKind,
    create_application,
    create_source,
    secret_of,
    update_source,
)
from workhall.identity.outside import OutsideFailed, profile_of
from workhall.kernel.ids import DomainId
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database


@dataclass
class OtherServer:
    """An OpenID provider with its own people, on an address of the loopback network nobody else has."""

    place: Place
    address: str
    uma: Somebody

    async def vouch(self, address: str) -> str:
        """Go to the other server as a browser, sign in as Uma there, and say where it leads back to."""
        async with httpx.AsyncClient(base_url=self.address) as browser:
            await browser.post("/auth/signin", json={"email": self.uma.email, "password": PASSWORD})
            answer = await browser.get(address)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])


@pytest.fixture(scope="session")
async def served(house: House) -> AsyncIterator[str]:
    host = ".".join(["127", *(str(1 + secrets.randbelow(250)) for _ in range(3))])
    config = uvicorn.Config(build_site(house), host=host, port=0, log_config=None, lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  the server offers no event to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://{host}:{port}"
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await running


@pytest.fixture
async def other(house: House, served: str) -> AsyncIterator[OtherServer]:
    place = await open_place(house)
    async with house.database.transaction(place.organisation) as tx:
        await tx.execute("update domains set domain = $1", urlsplit(served).hostname)
    house.residences.forget()
    uma = await place.person("Uma")
    await give_password(place, uma)
    yield OtherServer(place, served, uma)
    async with house.database.transaction(place.organisation) as tx:
        await tx.execute("update domains set domain = $1", place.host)
    house.residences.forget()
    await place.close()


@pytest.fixture
async def source(place: Place, admin: Somebody, other: OtherServer) -> SignInSource:
    """A source here, and the application there that it is."""
    callback, sealer = f"http://{place.host}/auth/oauth2/callback", place.house.sealer
    async with place.house.database.transaction(other.place.organisation) as tx:
        draft = ApplicationDraft("Us", DomainId(other.place.domain_id), callback, confidential=True)
        app = await create_application(tx, admin.actor, draft, sealer=sealer)
    settings = {"client_id": app.uid, "client_secret": secret_of(sealer, app), "site": other.address}
    async with place.house.database.transaction(place.organisation) as tx:
        sourced = SourceDraft(SourceKind.OAUTH, DomainId(place.domain_id), "The others", settings)
        return await create_source(tx, admin.actor, sourced, sealer=sealer)


async def change(place: Place, admin: Somebody, source: SignInSource, **settings: Any) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await update_source(tx, admin.actor, source.source_id, settings=settings, sealer=place.house.sealer)


async def start(browser: httpx.AsyncClient, source: SignInSource) -> str:
    """Click on the source's button; says the address at the other server."""
    asked = {"provider": "oauth2", "id": source.source_id, "continue": "/workplace/?a=1"}
    first = await browser.get("/auth/login", params=asked)
    assert (first.status_code, first.headers["location"]) == (303, f"/auth/oauth2?id={source.source_id}")
    second = await browser.get(first.headers["location"])
    assert second.status_code == 302
    return str(second.headers["location"])


async def come_back(browser: httpx.AsyncClient, address: str) -> httpx.Response:
    parts = urlsplit(address)
    return await browser.get(f"{parts.path}?{parts.query}")


async def journey(place: Place, other: OtherServer, source: SignInSource) -> tuple[httpx.AsyncClient, httpx.Response]:
    browser = place.client()
    return browser, await come_back(browser, await other.vouch(await start(browser, source)))


def failed(answer: httpx.Response) -> str:
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/auth/failure?message=")
    return parse_qs(urlsplit(answer.headers["location"]).query)["message"][0]


async def people(place: Place) -> list[dict[str, Any]]:
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch("select user_id, email, name, external_ids, sys_admin from users order by user_id")
    return [dict(row) for row in rows if row["name"] != "Admin"]


async def test_somebody_new_is_taken_in_and_goes_on(place: Place, other: OtherServer, source: SignInSource) -> None:
    browser, answer = await journey(place, other, source)
    assert (answer.status_code, answer.headers["location"]) == (302, "/workplace/?a=1")
    assert (await browser.get("/auth/authority")).json()["session"] is True
    (uma,) = await people(place)
    assert (uma["email"], uma["name"], uma["sys_admin"]) == (other.uma.email, "Uma", False)
    assert uma["external_ids"] == {source.source_id: other.uma.user_id}


async def test_the_second_time_it_is_the_same_person_even_with_another_address(
    place: Place, other: OtherServer, source: SignInSource
) -> None:
    await journey(place, other, source)
    async with place.house.database.transaction(other.place.organisation) as tx:
        await tx.execute("update users set email = 'uma.new@other.example' where user_id = $1", other.uma.user_id)
    other.uma.email = "uma.new@other.example"
    await journey(place, other, source)
    assert len(await people(place)) == 1


async def test_somebody_known_by_e_mail_is_recognised(place: Place, other: OtherServer, source: SignInSource) -> None:
    ada = await place.person("Ada")
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update users set email = $2 where user_id = $1", ada.user_id, other.uma.email)
    await journey(place, other, source)
    (found,) = await people(place)
    assert (found["user_id"], found["name"]) == (ada.user_id, "Ada")
    assert found["external_ids"] == {source.source_id: other.uma.user_id}


async def test_configured_addresses_are_used_instead_of_discovery(
    place: Place, admin: Somebody, other: OtherServer, source: SignInSource
) -> None:
    await change(
        place,
        admin,
        source,
        authorize_url="/auth/oauth/authorize",
        token_url="/auth/oauth/token",
        raw_info_url="/auth/oauth/userinfo",
        auth_scheme="basic_auth",
        authorize_params={"prompt": "none"},
        info_mappings={"name": "preferred_username"},
    )
    _, answer = await journey(place, other, source)
    assert answer.headers["location"] == "/workplace/?a=1"
    (uma,) = await people(place)
    assert uma["name"] == other.uma.email


async def test_a_state_of_another_browser_is_refused(place: Place, other: OtherServer, source: SignInSource) -> None:
    victim, attacker = place.client(), place.client()
    await start(victim, source)
    back = await other.vouch(await start(attacker, source))
    assert failed(await come_back(victim, back)) == "expired"
    assert (await victim.get("/auth/authority")).json()["session"] is False


async def test_a_return_that_nobody_started_is_refused(place: Place) -> None:
    for query in ("", "?code=x&state=y", "?error=access_denied"):
        assert failed(await place.client().get("/auth/oauth2/callback" + query)) == "expired"
    forged = place.client(headers={"cookie": "outside=bm9uc2Vuc2U="})
    assert failed(await forged.get("/auth/oauth2/callback?code=x&state=")) == "expired"


async def test_a_refusal_of_the_other_server_is_said(place: Place, other: OtherServer, source: SignInSource) -> None:
    browser = place.client()
    state = parse_qs(urlsplit(await start(browser, source)).query)["state"][0]
    answer = await browser.get("/auth/oauth2/callback", params={"error": "access_denied", "state": state})
    assert failed(answer) == "refused"
    page = await browser.get(answer.headers["location"])
    assert (page.status_code, "refused the sign-in" in page.text) == (200, True)


async def test_a_wrong_code_or_secret_opens_nothing(
    place: Place, admin: Somebody, other: OtherServer, source: SignInSource
) -> None:
    browser = place.client()
    state = parse_qs(urlsplit(await start(browser, source)).query)["state"][0]
    answer = await browser.get("/auth/oauth2/callback", params={"code": "made-up", "state": state})
    assert failed(answer) == "outside_sign_in_failed"
    back = await other.vouch(await start(browser, source))
    await change(place, admin, source, client_secret="another")
    assert failed(await come_back(browser, back)) == "outside_sign_in_failed"


async def test_only_matching_people_may_come_in(
    place: Place, admin: Somebody, other: OtherServer, source: SignInSource
) -> None:
    await change(place, admin, source, ensure_matching={"email": ["boss@example.com"]})
    _, answer = await journey(place, other, source)
    assert failed(answer) == "outside_sign_in_failed"
    assert await people(place) == []


async def test_a_server_that_does_not_answer_is_said(place: Place, admin: Somebody, source: SignInSource) -> None:
    await change(place, admin, source, site="http://127.0.0.1:9")
    answer = await place.client().get("/auth/oauth2", params={"id": source.source_id})
    assert failed(answer) == "outside_sign_in_failed"


async def test_unknown_sources_and_kinds_to_come_are_said(place: Place) -> None:
    client = place.client(headers={"accept": "text/html"})
    assert (await client.get("/auth/oauth2?id=nothing")).status_code == 404
    for path in ("/auth/adfs", "/auth/adfs/callback", "/auth/ldap", "/auth/ldap/x/y"):
        page = await client.get(path)
        assert (page.status_code, "not available in this version" in page.text) == (404, True)


async def test_without_a_way_the_browser_gets_the_page_with_all_of_them(place: Place) -> None:
    answer = await place.client().get("/auth/login", params={"continue": "/a b"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"http://{place.host}/login?continue=%2F"
    answer = await place.client().get("/auth/login", params={"continue": "/a?b"})
    assert answer.headers["location"] == f"http://{place.host}/login?continue=%2Fa%3Fb"


async def test_the_place_to_go_is_remembered_until_a_script_has_signed_in(place: Place, ada: Somebody) -> None:
    await give_password(place, ada)
    client = place.client()
    await client.get("/auth/login", params={"continue": "/workplace/"})
    answer = await client.post("/auth/signin", json={"email": ada.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (302, "/workplace/")
    again = await client.post("/auth/signin", json={"email": ada.email, "password": PASSWORD})
    assert again.status_code == 202


async def test_an_address_with_a_good_api_key_is_gone_to_at_once(place: Place, admin: Somebody) -> None:
    made = await place.client(admin).post(
        "/api/engine/v2/api_keys", json={"name": "Panel", "user_id": admin.user_id, "scopes": ["public"]}
    )
    assert made.status_code == 201, made.text
    target = f"/workplace/?x-api-key={made.json()['x_api_key']}"
    answer = await place.client().get("/auth/login", params={"continue": target})
    assert (answer.status_code, answer.headers["location"]) == (302, target)
    refused = await place.client().get("/auth/login", params={"continue": target + "x"})
    assert refused.status_code == 303


@pytest.mark.parametrize("claims", [{}, {"sub": "1"}, {"email": "a@b.example"}, {"sub": "1", "email": "nonsense"}])
def test_a_profile_needs_an_id_and_an_address(claims: dict[str, Any]) -> None:
    with pytest.raises(OutsideFailed):
        profile_of(claims)


def test_a_profile_is_read_by_mappings_first() -> None:
    claims = {"sub": "1", "oid": "2", "mail": "Mei@Example.COM", "given_name": "Mei", "surname": "Tanaka"}
    profile = profile_of(claims, {"uid": "nothing,oid", "email": ["nonsense"]})
    assert (profile.uid, profile.email, profile.name) == ("2", "mei@example.com", "Mei Tanaka")
    assert profile.email_trusted
    assert not profile_of(claims | {"email_verified": False}).email_trusted
