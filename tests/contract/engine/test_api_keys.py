"""`/api_keys` on the wire: engine API contract B.7."""

import pytest

from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
KEYS = "/api/engine/v2/api_keys"
CURRENT = "/api/engine/v2/users/current"


async def test_the_secret_is_said_once_and_opens_what_the_key_may(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    body = {"name": "Door panel", "scopes": ["users"], "user_id": ada.user_id, "permissions": "support"}
    made = await client.post(KEYS, json=body)
    assert made.status_code == 201
    key = made.json()
    assert len(key["id"]) == 32
    assert key["x_api_key"].startswith(key["id"] + ".")
    assert key["user"] == {"id": ada.user_id, "name": ada.name, "email": ada.email}
    assert key["authority"]["domain"] == place.host
    assert key["permissions"] == "support"
    assert "expires_at" not in key
    for shown in (await client.get(f"{KEYS}/{key['id']}")).json(), (await client.get(KEYS)).json()[0]:
        assert "x_api_key" not in shown
        assert shown["name"] == "Door panel"
    by_key = place.client(headers={"X-API-Key": key["x_api_key"]})
    assert (await by_key.get(CURRENT)).json()["id"] == ada.user_id
    assert (await by_key.get("/api/engine/v2/zones")).status_code == 403
    claims = (await by_key.get(f"{KEYS}/inspect")).json()
    assert claims["sub"] == ada.user_id


async def test_inspecting_tells_what_the_token_claims(place: Place, ada: Somebody) -> None:
    claims = (await place.client(ada).get(f"{KEYS}/inspect")).json()
    assert claims["iss"] == "POS"
    assert claims["sub"] == ada.user_id
    assert claims["aud"] == place.host
    assert claims["scope"] == ["public"]
    assert claims["u"] == {"n": ada.name, "e": ada.email, "p": 0, "r": []}
    assert (await place.client().get(f"{KEYS}/inspect")).status_code == 401


async def test_keys_are_administrators_business(place: Place, ada: Somebody) -> None:
    for somebody in (ada, await place.person("Sue", permissions=1)):
        client = place.client(somebody)
        assert (await client.get(KEYS)).status_code == 403
        assert (await client.post(KEYS, json={"name": "x"})).status_code == 403
        assert (await client.delete(f"{KEYS}/{'0' * 32}")).status_code == 403


@pytest.mark.parametrize(("given", "shown"), [(3, "admin_support"), ("2", "admin"), ("Admin", "admin"), (0, "user")])
async def test_permissions_go_by_name_or_number(place: Place, admin: Somebody, given: object, shown: str) -> None:
    made = await place.client(admin).post(KEYS, json={"name": "k", "permissions": given})
    assert made.json()["permissions"] == shown


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "k", "permissions": "king"}, "permissions"),
        ({"name": "k", "ttl": -1}, "ttl"),
        ({"name": "k", "expires_at": "soon"}, "expires_at"),
        ({"name": "k", "expires_at": 10**15}, "expires_at"),
    ],
)
async def test_what_cannot_be_meant_is_named(place: Place, admin: Somebody, body: object, field: str) -> None:
    answer = await place.client(admin).post(KEYS, json=body)
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == field


async def test_a_key_ends_by_ttl_or_moment(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    key = (await client.post(KEYS, json={"name": "a", "ttl": 60})).json()
    assert "expires_at" in key
    for given in (1893456000, "2030-01-01T00:00:00Z"):
        key = (await client.post(KEYS, json={"name": f"k{given}", "expires_at": given})).json()
        assert key["expires_at"] == "2030-01-01T00:00:00Z"
    lasting = (await client.patch(f"{KEYS}/{key['id']}", json={"expires_at": None})).json()
    assert "expires_at" not in lasting


async def test_a_changed_or_deleted_key_counts_at_once(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    key = (await client.post(KEYS, json={"name": "k", "scopes": ["zones"]})).json()
    by_key = place.client(headers={"X-API-Key": key["x_api_key"]})
    assert (await by_key.get(CURRENT)).status_code == 403
    changed = (await client.patch(f"{KEYS}/{key['id']}", json={"scopes": ["public"], "description": "d"})).json()
    assert (changed["scopes"], changed["description"], changed["name"]) == (["public"], "d", "k")
    assert (await by_key.get(CURRENT)).status_code == 200
    assert (await client.delete(f"{KEYS}/{key['id']}")).status_code == 202
    refused = await by_key.get(CURRENT)
    assert refused.status_code == 401
    assert refused.json()["error"] == "unknown X-API-Key"


async def test_lists_are_searched_and_counted(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    for name in ("north panel", "south panel", "kiosk"):
        await client.post(KEYS, json={"name": name})
    listed = await client.get(KEYS, params={"q": "panel", "limit": 1, "authority_id": place.domain_id})
    assert [key["name"] for key in listed.json()] == ["north panel"]
    assert listed.headers["Content-Range"] == "api_key 0-1/2"
    assert 'rel="next"' in listed.headers["Link"]
    taken = await client.post(KEYS, json={"name": "kiosk"})
    assert taken.status_code == 422


async def test_keys_of_another_organisation_do_not_exist(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    boss = await other.person("Boss", permissions=3)
    theirs = (await other.client(boss).post(KEYS, json={"name": "k"})).json()
    client = place.client(admin)
    assert (await client.get(f"{KEYS}/{theirs['id']}")).status_code == 404
    assert (await client.delete(f"{KEYS}/{theirs['id']}")).status_code == 404
    assert (await client.get(KEYS)).json() == []
    by_key = place.client(headers={"X-API-Key": theirs["x_api_key"]})
    assert (await by_key.get(CURRENT)).status_code == 401
    for foreign in ({"user_id": boss.user_id}, {"authority_id": other.domain_id}):
        assert (await client.post(KEYS, json={"name": "k2", **foreign})).status_code in {404, 422}
    await other.close()
