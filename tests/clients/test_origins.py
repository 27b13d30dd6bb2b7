"""One server, reached by several names: each is an origin of its own, and apps sign in at every one."""

from collections.abc import Iterator
from hashlib import md5
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from tests.clients.running import play
from tests.server import ADMIN_EMAIL, ADMIN_PASSWORD, ServerProcess

pytestmark = pytest.mark.server
PUBLIC = "work.example.com"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # of the verifier below: RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


@pytest.fixture(scope="module")
def public_server(apps: str) -> Iterator[ServerProcess]:
    """Behind a proxy that ends TLS, as in production."""
    with ServerProcess.fresh(apps=apps, public_url=f"https://{PUBLIC}") as running:
        yield running


@pytest.fixture(scope="module")
def bare_server() -> Iterator[ServerProcess]:
    """Nobody has mounted anything."""
    with ServerProcess.fresh() as running:
        yield running


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_client_signs_in_at_every_name_of_this_machine(server: ServerProcess, name: str) -> None:
    play("sign-in-by-code", f"http://{name}:{server.port}")


@pytest.mark.parametrize("app", ["workplace", "backoffice"])
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_built_in_applications_exist_before_anybody_mounts_them(
    bare_server: ServerProcess, name: str, app: str
) -> None:
    origin = f"http://{name}:{bare_server.port}"
    with httpx.Client(base_url=origin) as browser:
        assert _sign_in(browser, f"{origin}/{app}/oauth-resp.html")


def test_apps_sign_in_at_the_public_address_through_a_proxy(public_server: ServerProcess) -> None:
    with _through_proxy(public_server) as browser:
        authority = browser.get("/auth/authority").json()
        assert authority["domain"] == PUBLIC
        assert authority["login_url"].startswith(f"https://{PUBLIC}/")
        assert authority["logout_url"].startswith(f"https://{PUBLIC}/")
        token = _sign_in(browser, f"https://{PUBLIC}/workplace/oauth-resp.html")
        shown = {"Authorization": f"Bearer {token}"}
        assert browser.get("/api/engine/v2/users/current", headers=shown).json()["email"] == ADMIN_EMAIL


def test_a_session_cookie_is_for_encrypted_connections_where_there_are_any(public_server: ServerProcess) -> None:
    with _through_proxy(public_server) as browser:
        answer = browser.post("/auth/signin", data={"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD})
        session = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("user="))
    attributes = {part.strip().lower() for part in session.split(";")[1:]}
    assert {"secure", "httponly", "samesite=none", "path=/auth"} <= attributes


def test_any_app_on_a_name_of_this_house_signs_in_unregistered(public_server: ServerProcess) -> None:
    with _through_proxy(public_server) as browser:
        assert _sign_in(browser, f"https://{PUBLIC}/some/new-app/oauth-resp.html")


@pytest.mark.parametrize(
    "redirect",
    [
        "https://elsewhere.example/workplace/oauth-resp.html",
        f"https://{PUBLIC}.elsewhere.example/workplace/oauth-resp.html",
        f"https://{PUBLIC}@elsewhere.example/workplace/oauth-resp.html",
        f"https://{PUBLIC}/workplace/other.html",
        f"https://elsewhere.example/?{PUBLIC}/oauth-resp.html",
        f"https://elsewhere.example#{PUBLIC}/oauth-resp.html",
        f"https://elsewhere.example\\@{PUBLIC}/oauth-resp.html",
        f"javascript://{PUBLIC}/%0aalert(1)/oauth-resp.html",
        f"//{PUBLIC}/workplace/oauth-resp.html",
    ],
)
def test_no_code_leaves_for_an_address_that_is_not_ours(public_server: ServerProcess, redirect: str) -> None:
    with _through_proxy(public_server) as browser:
        answer = browser.get("/auth/oauth/authorize", params=_asked(redirect), headers=_session(browser))
    assert answer.status_code == 401
    assert "location" not in answer.headers


def test_a_token_is_good_at_the_name_it_was_given_for(server: ServerProcess) -> None:
    token = server.token()
    shown = {"Authorization": f"Bearer {token}"}
    there = httpx.get(f"http://localhost:{server.port}/api/engine/v2/users/current", headers=shown)
    elsewhere = httpx.get(f"http://127.0.0.1:{server.port}/api/engine/v2/users/current", headers=shown)
    assert (there.status_code, elsewhere.status_code) == (200, 401)


def _through_proxy(server: ServerProcess) -> httpx.Client:
    """A browser at the public address; the proxy says so in its headers."""
    told = {"Host": PUBLIC, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    return httpx.Client(base_url=f"http://127.0.0.1:{server.port}", headers=told)


def _session(browser: httpx.Client) -> dict[str, str]:
    """Sign in by the form. The cookie is sent by hand: this leg of the way is not encrypted, and it is a secure one."""
    answer = browser.post("/auth/signin", data={"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD})
    assert answer.status_code == 202, answer.text
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("user="))
    return {"Cookie": cookie.partition(";")[0]}


def _sign_in(browser: httpx.Client, redirect: str) -> str:
    """By the form, then by code and proof; the access token."""
    answer = browser.get("/auth/oauth/authorize", params=_asked(redirect), headers=_session(browser))
    assert answer.status_code == 302, answer.text
    landed = urlsplit(answer.headers["location"])
    assert f"{landed.scheme}://{landed.netloc}{landed.path}" == redirect
    asked = {
        "grant_type": "authorization_code",
        "client_id": _client_id(redirect),
        "redirect_uri": redirect,
        "code": parse_qs(landed.query)["code"][0],
        "code_verifier": VERIFIER,
    }
    token = browser.post("/auth/oauth/token", params=asked)
    assert token.status_code == 200, token.text
    return str(token.json()["access_token"])


def _asked(redirect: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": _client_id(redirect),
        "redirect_uri": redirect,
        "scope": "public",
        "state": quote("a state; with more"),
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }


def _client_id(redirect: str) -> str:
    return md5(redirect.encode(), usedforsecurity=False).hexdigest()
