"""The sign-in page: a plain form that works without scripts."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from tests.contract.auth.doors import PASSWORD, FrontEnd, give_password
from tests.places import Place, Somebody
from workhall.identity import SourceDraft, SourceKind, create_source
from workhall.kernel.ids import DomainId

pytestmark = pytest.mark.database


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


async def submit(client: httpx.AsyncClient, page: httpx.Response, **typed: str) -> httpx.Response:
    """Send the page's form as a browser does."""
    headers = {"origin": str(page.url.copy_with(path="", query=None)).rstrip("/"), "referer": str(page.url)}
    return await client.post("/auth/signin", data=hidden(page.text) | typed, headers=headers)


async def test_a_person_signs_in_on_the_page_and_goes_on(place: Place, ada: Somebody) -> None:
    await give_password(place, ada)
    client = place.client()
    page = await client.get("/login", params={"continue": "/workplace/"})
    assert page.status_code == 200
    answer = await submit(client, page, email=ada.email, password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (302, "/workplace/")
    assert (await client.get("/auth/authority")).json()["session"] is True


async def test_a_wrong_password_is_explained_beside_its_field_and_the_address_is_kept(
    place: Place, ada: Somebody
) -> None:
    await give_password(place, ada)
    client = place.client()
    page = await client.get("/login", params={"continue": "/workplace/"})
    again = await submit(client, page, email=ada.email, password="no")
    assert again.status_code == 302
    page = await client.get(again.headers["location"])
    assert 'aria-invalid="true"' in page.text
    assert "do not match" in page.text
    assert f'value="{ada.email}"' in page.text
    assert hidden(page.text)["continue"] == "/workplace/"
    answer = await submit(client, page, email=ada.email, password=PASSWORD)
    assert answer.headers["location"] == "/workplace/"


async def test_a_form_with_another_browsers_token_is_not_believed(place: Place, ada: Somebody) -> None:
    await give_password(place, ada)
    stolen = await place.client().get("/login")
    client = place.client()
    await client.get("/login")
    answer = await submit(client, stolen, email=ada.email, password=PASSWORD)
    assert answer.status_code == 302
    assert "error=form" in answer.headers["location"]
    assert (await client.get("/auth/authority")).json()["session"] is False


async def test_two_open_pages_both_work(place: Place, ada: Somebody) -> None:
    await give_password(place, ada)
    client = place.client()
    first, _ = await client.get("/login"), await client.get("/login")
    assert (await submit(client, first, email=ada.email, password=PASSWORD)).headers["location"] == "/"


async def test_a_foreign_continue_does_not_even_reach_the_form(place: Place) -> None:
    page = await place.client().get("/login", params={"continue": "https://evil.example/"})
    assert hidden(page.text)["continue"] == "/"
    assert "evil" not in page.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Sign in to"), ("nl", "Aanmelden bij"), ("de", "Anmelden"), ("fr", "Se connecter")],
)
async def test_the_page_speaks_the_readers_language(place: Place, language: str, sentence: str) -> None:
    page = await place.client().get("/login", headers={"accept-language": language})
    assert f'<html lang="{language}"' in page.text
    assert sentence in page.text


async def test_a_chosen_language_stays(place: Place) -> None:
    client = place.client()
    await client.get("/login?language=nl")
    assert '<html lang="nl"' in (await client.get("/login", headers={"accept-language": "de"})).text


async def test_no_other_site_may_frame_the_page_or_keep_it(place: Place) -> None:
    page = await place.client().get("/login")
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cache-control"] == "no-store"
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"<script>|\son\w+=|javascript:", page.text)


async def test_the_form_may_end_at_the_application_that_sent_the_person(place: Place) -> None:
    """Chromium holds a form's policy against every redirect it leads through."""
    onto = "/auth/oauth/authorize?" + urlencode({"redirect_uri": "https://app.example:8443/in; script-src *"})
    page = await place.client().get("/login", params={"continue": onto})
    policy = page.headers["content-security-policy"]
    assert policy.endswith("form-action 'self' https://app.example:8443")
    assert "script-src *" not in policy


async def test_other_ways_of_signing_in_are_offered(place: Place, admin: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        settings = {"client_id": "we", "site": "https://idp.example"}
        draft = SourceDraft(SourceKind.OAUTH, DomainId(place.domain_id), "Entra & Co", settings)
        source = await create_source(tx, admin.actor, draft, sealer=place.house.sealer)
    page = await place.client().get("/login?continue=/a")
    assert "Continue with Entra &amp; Co" in page.text
    assert f"/auth/login?provider=oauth2&amp;id={source.source_id}&amp;continue=%2Fa" in page.text


async def test_a_browser_without_session_is_led_here_and_back_to_the_application(place: Place, ada: Somebody) -> None:
    """The whole first visit (engine API E.1)."""
    await give_password(place, ada)
    client, app = place.client(), FrontEnd.of(place)
    sent = await app.ask(client)
    assert sent.status_code == 302
    assert sent.headers["location"].startswith(f"http://{place.host}/login?continue=%2Fauth%2Foauth%2Fauthorize")
    page = await client.get(sent.headers["location"])
    onward = await submit(
        client,
        page,
        email=ada.email,
        password=PASSWORD,
        **{"continue": hidden(page.text)["continue"].replace("&amp;", "&")},
    )
    answer = await client.get(onward.headers["location"])
    assert answer.headers["location"].startswith(app.redirect_uri + "?code=")
    assert answer.headers["location"].endswith("&state=abc%3B%2Fsomewhere")
