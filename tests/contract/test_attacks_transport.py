"""What strangers send to make us fall, fill up, or say something in our name."""

import asyncio
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from typing import Final

import pytest

from tests.places import Place, Somebody

pytestmark = pytest.mark.database

ENGINE: Final = "/api/engine/v2"
STAFF: Final = "/api/staff/v1"
FORM: Final = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("levels", [300, 900, 2_000, 20_000])
async def test_a_token_with_a_bottomless_header_is_only_a_bad_token(place: Place, levels: int) -> None:
    header = urlsafe_b64encode(b'{"kid":' + b"[" * levels + b"]" * levels + b"}").decode().rstrip("=")
    answer = await place.client().get(f"{ENGINE}/users/current", headers={"Authorization": f"Bearer {header}.e30.e30"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


@pytest.mark.parametrize(
    "ending",
    [":80@evil.example", ":1\\evil.example", ":evil.example", "/path", "?x", "#x", " x", '"', ":123456", ":80:80"],
)
async def test_a_host_header_cannot_put_another_host_behind_ours(place: Place, ending: str) -> None:
    """Our addresses are made of it: `ours:80@evil` would lead to evil."""
    client = place.client()
    for path in ("/auth/authority", "/.well-known/openid-configuration", f"{ENGINE}/version"):
        answer = await client.get(path, headers={"Host": place.host + ending})
        assert answer.status_code in {401, 404}, answer.text
        assert "evil" not in answer.text


async def test_a_host_header_may_have_a_port_and_be_an_address(place: Place) -> None:
    client = place.client()
    for host in (f"{place.host}:8080", place.host.upper()):
        assert (await client.get("/auth/authority", headers={"Host": host})).status_code == 200
    found = (await client.get("/auth/authority", headers={"Host": f"{place.host}:8080"})).json()
    assert found["login_url"].startswith(f"http://{place.host}:8080/")


@pytest.mark.parametrize("levels", [250, 400, 800, 960, 5_000])
async def test_json_nested_deeper_than_anybody_means_is_refused_before_it_is_kept(
    place: Place, admin: Somebody, levels: int
) -> None:
    client, deep = place.client(admin), "[" * levels + "]" * levels
    for method, path, body in (
        ("PUT", f"{ENGINE}/metadata/{admin.user_id}", f'{{"name":"deep","details":{deep}}}'),
        ("PATCH", f"{ENGINE}/metadata/{admin.user_id}", f'{{"name":"deep","details":{{"a":{deep}}}}}'),
        ("POST", f"{ENGINE}/systems", f'{{"name":"deep","space_config":{{"a":{deep}}}}}'),
        ("POST", f"{ENGINE}/domains", f'{{"domain":"deep.example","config":{{"a":{deep}}}}}'),
    ):
        answer = await client.request(method, path, content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), path
    assert (await client.get(f"{ENGINE}/metadata/{admin.user_id}")).json() == {}


async def test_json_nested_as_deep_as_allowed_comes_back_as_it_was(place: Place, admin: Somebody) -> None:
    client, deep = place.client(admin), "[" * 190 + '"[[{{\\"[["' + "]" * 190
    path = f"{ENGINE}/metadata/{admin.user_id}"
    body = f'{{"name":"deep","details":{deep}}}'
    kept = await client.put(path, content=body, headers={"content-type": "application/json"})
    assert kept.status_code == 200, kept.text
    assert deep in (await client.get(path)).text
    assert (await client.patch(path, json={"name": "deep", "details": {"a": 1}})).status_code == 200


async def test_a_flood_of_form_fields_is_refused_unread(place: Place) -> None:
    """Reading ten megabytes of fields takes seconds, in which nobody else is answered."""
    client = place.client()
    for content, kind in (
        (b"&a=" * 1_000_000, FORM),
        (b"[" + b"[]," * 1_000_000 + b"1]", {"content-type": "application/json"}),
    ):
        for path in ("/auth/signin", "/auth/oauth/token", "/auth/oauth/revoke", "/setup/x"):
            began = time.monotonic()
            answer = await client.post(path, content=content, headers=kind)
            assert answer.status_code == 413, f"{path}: {answer.status_code}"
            assert time.monotonic() - began < 1


async def test_a_strangers_body_is_not_even_taken_in(place: Place) -> None:
    """Who shows nothing is refused before the body is read, however large it says it is."""
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while taken < 50:
            taken += 1
            await asyncio.sleep(0)
            yield b"x" * 65_536

    answer = await place.client().post(
        f"{ENGINE}/zones",
        content=endless(),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 401
    assert taken < 50


@pytest.mark.parametrize(
    "path", [f"{ENGINE}/users/current", f"{ENGINE}/zones?tags=org", f"{STAFF}/bookings?type=desk", f"{ENGINE}/nothing"]
)
async def test_answers_of_apis_are_nobody_elses_and_no_page(place: Place, ada: Somebody, path: str) -> None:
    answer = await place.client(ada).get(path)
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-credentials" not in answer.headers


async def test_a_newline_in_a_path_makes_no_header(place: Place) -> None:
    answer = await place.client().get("/x%0d%0aSet-Cookie:%20b=c", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https:///evil.example",
        "http://{host}@evil.example",
        "http://{host}:80@evil.example/",
        "http://evil.example#@{host}",
        "http://evil.example\\@{host}/",
        "http://{host}\\.evil.example",
        "http://{host}%00.evil.example",
        "http://{host}:x/",
        "http://{host}:99999999/",
        "/\t/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[::1",
        "\u2044\u2044evil.example",
    ],
)
async def test_nobody_is_led_to_another_host(place: Place, target: str) -> None:
    wish = target.replace("{host}", place.host)
    client = place.client()
    out = await client.get("/auth/logout", params={"continue": wish})
    assert (out.status_code, out.headers["location"]) == (302, "/")
    page = await client.get("/login", params={"continue": wish})
    assert "evil" not in page.text
