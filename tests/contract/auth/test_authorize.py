"""The authorize endpoint (engine API A.2)."""

import pytest

from tests.contract.auth.doors import FrontEnd, claims, signed_in, told, works
from tests.places import Place, Somebody
from workhall.identity import ApplicationDraft, create_application
from workhall.kernel.ids import DomainId

pytestmark = pytest.mark.database


async def registered(place: Place, admin: Somebody, uri: str, scopes: str = "public") -> FrontEnd:
    async with place.house.database.transaction(place.organisation) as tx:
        draft = ApplicationDraft("App", DomainId(place.domain_id), uri, scopes)
        await create_application(tx, admin.actor, draft, sealer=place.house.sealer)
    return FrontEnd(uri)


async def test_a_code_comes_back_with_the_state_as_it_was(place: Place, ada: Somebody) -> None:
    answer = await FrontEnd.of(place).ask(await signed_in(place, ada), state="n" * 40 + ";/a?b=c&d")
    assert told(answer)["state"] == "n" * 40 + ";/a?b=c&d"
    assert len(told(answer)["code"]) > 30


async def test_its_answers_may_be_framed_by_their_own_origin_only(place: Place, ada: Somebody) -> None:
    answer = await FrontEnd.of(place).ask(await signed_in(place, ada))
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert answer.headers["cache-control"] == "no-store"


async def test_old_clients_get_a_token_in_the_fragment(place: Place, ada: Somebody) -> None:
    answer = await FrontEnd.of(place).ask(await signed_in(place, ada), response_type="token")
    given = told(answer, fragment=True)
    assert (given["token_type"], given["expires_in"], given["state"]) == ("Bearer", "7200", "abc;/somewhere")
    assert "refresh_token" not in given
    assert claims(given["access_token"])["sub"] == ada.user_id
    assert await works(place, given["access_token"])


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "0" * 32},
        {"client_id": ""},
        {"redirect_uri": "https://evil.example/oauth-resp.html"},
        {"redirect_uri": ""},
    ],
)
async def test_an_unknown_client_or_address_gets_a_page_and_never_a_redirect(
    place: Place, ada: Somebody, changes: dict[str, str]
) -> None:
    answer = await FrontEnd.of(place).ask(await signed_in(place, ada), **changes)
    assert answer.status_code == 401
    assert "location" not in answer.headers
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "uri",
    [
        "http://evil.example/workplace/oauth-resp.html",
        "http://{host}.evil.example/oauth-resp.html",
        "http://{host}@evil.example/oauth-resp.html",
        "http://{host}:1/oauth-resp.html",
        "ftp://{host}/oauth-resp.html",
        "http://{host}/workplace/other.html",
        "http://{host}/oauth-resp.html?x=/oauth-resp.html",
        "http://{host}/uploads/../oauth-resp.html",
        "http://evil.example\\@{host}/oauth-resp.html",
        "http://{host}/#/oauth-resp.html",
    ],
)
async def test_only_answer_pages_of_our_own_origin_need_no_registration(place: Place, ada: Somebody, uri: str) -> None:
    app = FrontEnd(uri.replace("{host}", place.host))
    assert (await app.ask(await signed_in(place, ada))).status_code == 401


async def test_our_origin_is_the_port_that_was_asked_and_its_twin_by_tls(place: Place, ada: Somebody) -> None:
    client = await signed_in(place, ada)
    client.headers["host"] = f"{place.host}:8443"
    for uri in (f"http://{place.host}:8443/oauth-resp.html", f"https://{place.host}:8443/a/oauth-resp.html"):
        assert (await FrontEnd(uri).ask(client)).status_code == 302
    assert (await FrontEnd(f"http://{place.host}/oauth-resp.html").ask(client)).status_code == 401


async def test_a_registered_application_may_live_anywhere(place: Place, admin: Somebody, ada: Somebody) -> None:
    app = await registered(place, admin, "https://App.example/In?tenant=7")
    answer = await app.ask(await signed_in(place, ada))
    assert answer.headers["location"].startswith("https://App.example/In?tenant=7&code=")
    lower = FrontEnd(app.redirect_uri.lower())
    by_original_id = await app.ask(await signed_in(place, ada), client_id=lower.client_id)
    assert by_original_id.status_code == 302


async def test_a_registered_address_is_compared_exactly(place: Place, admin: Somebody, ada: Somebody) -> None:
    app = await registered(place, admin, "https://app.example/in")
    client = await signed_in(place, ada)
    for other in ("https://app.example/in/", "https://app.example/in?x", "https://app.example/IN"):
        assert (await app.ask(client, redirect_uri=other)).status_code == 401


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": ""}, "unsupported_response_type"),
        ({"scope": "guest"}, "invalid_scope"),
        ({"scope": "public guest"}, "invalid_scope"),
        ({"scope": "Zones!"}, "invalid_scope"),
        ({"code_challenge_method": "S512"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
async def test_other_mistakes_are_told_to_the_application(
    place: Place, ada: Somebody, changes: dict[str, str], error: str
) -> None:
    answer = await FrontEnd.of(place).ask(await signed_in(place, ada), **changes)
    assert told(answer)["error"] == error
    assert told(answer)["state"] == "abc;/somewhere"


async def test_an_application_may_ask_for_no_more_than_it_is_given(
    place: Place, admin: Somebody, ada: Somebody
) -> None:
    app = await registered(place, admin, "https://app.example/in", scopes="zones users.read")
    client = await signed_in(place, ada)
    assert told(await app.ask(client, scope="public"))["error"] == "invalid_scope"
    assert told(await app.ask(client, scope="users.write"))["error"] == "invalid_scope"
    assert "code" in told(await app.ask(client, scope="zones.write users.read openid"))


async def test_whoever_asks_without_a_prompt_is_told_that_nobody_is_signed_in(place: Place) -> None:
    answer = await FrontEnd.of(place).ask(place.client(), prompt="none")
    assert told(answer) == {"error": "login_required", "state": "abc;/somewhere"}


async def test_the_session_cookie_of_pages_opens_nothing_here(place: Place, ada: Somebody) -> None:
    client = await signed_in(place, ada)
    secret = client.cookies["workhall_session"]
    other = place.client(headers={"cookie": f"workhall_session={secret}"})
    assert "/login?continue=" in (await FrontEnd.of(place).ask(other)).headers["location"]
