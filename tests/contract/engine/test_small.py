"""Signal, health, versions, scopes and the lists that are empty here: engine API contract B.13, 0.1."""

from typing import Any

import pytest

from tests.places import Place, Somebody

pytestmark = pytest.mark.database
BASE = "/api/engine/v2"


async def told(place: Place, channel: str) -> list[Any]:
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch("select payload from outbox where channel = $1 order by outbox_id", channel)
    return [row["payload"] for row in rows]


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b'{"action": "create", "id": null}', "application/json", {"action": "create", "id": None}),
        (b"just text", "text/plain", "just text"),
        (b"a=1", "application/x-www-form-urlencoded", "a=1"),
        (b"", "", ""),
    ],
)
async def test_a_signal_passes_any_body_on(place: Place, ada: Somebody, body: bytes, kind: str, said: object) -> None:
    client = place.client(ada, headers={"Content-Type": kind} if kind else {})
    answer = await client.post(f"{BASE}/signal", params={"channel": "/custom/thing"}, content=body)
    assert answer.status_code == 200
    assert answer.content == b""
    assert await told(place, "custom/thing") == [said]


async def test_a_signal_needs_a_channel_and_a_caller(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    assert (await client.post(f"{BASE}/signal")).status_code == 422
    for channel in ("/", "a/#", "+/b"):
        assert (await client.post(f"{BASE}/signal", params={"channel": channel})).status_code == 422
    assert (await place.client().post(f"{BASE}/signal", params={"channel": "/x"})).status_code == 401


async def test_guests_signal_on_their_channels_only(place: Place, ada: Somebody) -> None:
    claims = {"sub": "guest@example.com", "u": {"n": "G", "e": "guest@example.com", "p": 0, "r": ["sys-1"]}}
    guest = place.client(headers={"Authorization": f"Bearer {place.token(ada, scope=('guest',), **claims)}"})
    assert (await guest.post(f"{BASE}/signal", params={"channel": "/staff/guest/checkin"})).status_code == 200
    for channel in ("/staff/booking/changed", "/guestbook", "/x/guests/y"):
        refused = await guest.post(f"{BASE}/signal", params={"channel": channel})
        assert refused.status_code == 403
        assert refused.json()["code"] == "channel_closed"


@pytest.mark.parametrize("path", ["", "/"])
async def test_health_is_said_to_anybody(place: Place, path: str) -> None:
    answer = await place.client(headers={"Authorization": "Bearer stale"}).get(BASE + path)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["X-Request-ID"]


async def test_versions_are_told(place: Place, ada: Somebody) -> None:
    anybody = place.client()
    assert {"service", "commit", "version", "build_time"} <= (await anybody.get(f"{BASE}/version")).json().keys()
    assert (await anybody.get(f"{BASE}/platform")).json().keys() == {"version", "changelog"}
    client = place.client(ada)
    assert len((await client.get("/api/engine/v2cluster/versions")).json()) == 1
    scopes = (await client.get(f"{BASE}/scopes")).json()
    assert {"public", "guest", "users", "users.read", "zones.write"} <= set(scopes)
    assert (await anybody.get(f"{BASE}/scopes")).status_code == 401


NOBODY_HAS = (
    *("alerts", "alert_dashboards", "brokers", "build_monitor", "chat_gpt", "cluster", "edges", "flux", "groups"),
    *("mqtt", "pending_mails", "playlists", "repositories", "schema", "storages", "tenant_consent", "webrtc"),
)


@pytest.mark.parametrize("name", NOBODY_HAS)
async def test_what_nobody_has_is_an_empty_list(place: Place, ada: Somebody, name: str) -> None:
    answer = await place.client(ada).get(f"{BASE}/{name}/", params={"limit": 10, "include_status": "true"})
    assert answer.status_code == 200
    assert answer.json() == []
    assert answer.headers["X-Total-Count"] == "0"
    assert "Link" not in answer.headers
    assert (await place.client().get(f"{BASE}/{name}")).status_code == 401


async def test_there_is_nothing_to_index_again(place: Place, admin: Somebody, ada: Somebody) -> None:
    for path in ("reindex", "backfill"):
        assert (await place.client(admin).post(f"{BASE}/{path}")).status_code == 200
        assert (await place.client(ada).post(f"{BASE}/{path}")).status_code == 403


async def test_the_description_is_there_for_anybody(place: Place) -> None:
    described = (await place.client().get(f"{BASE}/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    assert f"{BASE}/users/current" in described["paths"]


async def test_an_unknown_path_and_method_are_said_in_json(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    unknown = await client.get(f"{BASE}/nothing_here")
    assert unknown.status_code == 404
    assert unknown.json()["error"]
    assert (await client.delete(f"{BASE}/scopes")).status_code == 405
