"""`/oauth_apps` on the wire: engine API contract B.8."""

import hashlib

import pytest

from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
APPS = "/api/engine/v2/oauth_apps"


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


async def test_an_application_is_registered_with_the_id_clients_compute(place: Place, admin: Somebody) -> None:
    uri = f"http://{place.host}/Workplace/oauth-resp.html"
    client = place.client(admin)
    made = await client.post(APPS, json={"name": "Workplace", "redirect_uri": uri, "scopes": "public", "x": 1})
    assert made.status_code == 201
    app = made.json()
    assert isinstance(app["id"], int)
    assert app["uid"] == md5(uri.lower())
    assert app["owner_id"] == place.domain_id
    assert app["skip_authorization"] is True
    assert app["confidential"] is False
    assert app["secret"]
    assert (await client.get(f"{APPS}/{app['id']}")).json() == app


async def test_everybody_lists_and_only_administrators_see_secrets(
    place: Place, admin: Somebody, ada: Somebody
) -> None:
    await place.client(admin).post(APPS, json={"name": "App", "redirect_uri": "https://a.example/x"})
    client = place.client(ada)
    listed = await client.get(APPS, params={"authority_id": place.domain_id, "q": "app"})
    (app,) = listed.json()
    assert app["name"] == "App"
    assert "secret" not in app
    assert listed.headers["Content-Range"] == "oauth_applications 0-1/1"
    assert (await client.get(f"{APPS}/{app['id']}")).status_code == 403
    assert (await client.post(APPS, json={"name": "x", "redirect_uri": "https://x"})).status_code == 403
    assert (await client.patch(f"{APPS}/{app['id']}", json={})).status_code == 403
    assert (await client.delete(f"{APPS}/{app['id']}")).status_code == 403


async def test_another_redirect_makes_another_client_id_unless_preserved(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    app = (await client.post(APPS, json={"name": "App", "redirect_uri": "https://a.example/1"})).json()
    url = f"{APPS}/{app['id']}"
    kept = await client.put(url, json={"redirect_uri": "https://a.example/2", "preserve_client_id": True})
    assert kept.json()["uid"] == app["uid"]
    moved = (await client.put(url, json={"redirect_uri": "https://a.example/3"})).json()
    assert moved["uid"] == md5("https://a.example/3")
    assert moved["name"] == "App"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"redirect_uri": "https://a.example"}, "name"),
        ({"name": "x"}, "redirect_uri"),
        ({"name": "x", "redirect_uri": "javascript:alert(1)"}, "redirect_uri"),
        ({"name": "x", "redirect_uri": "/relative"}, "redirect_uri"),
    ],
)
async def test_what_cannot_be_meant_is_named(place: Place, admin: Somebody, body: object, field: str) -> None:
    answer = await place.client(admin).post(APPS, json=body)
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == field


async def test_a_redirect_is_registered_once_and_gone_when_deleted(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    body = {"name": "App", "redirect_uri": "https://a.example/1"}
    app = (await client.post(APPS, json=body)).json()
    assert (await client.post(APPS, json=body)).status_code == 422
    assert (await client.delete(f"{APPS}/{app['id']}/")).status_code == 202
    assert (await client.get(f"{APPS}/{app['id']}")).status_code == 404
    assert (await client.get(f"{APPS}/word")).status_code == 400
    assert (await client.get(f"{APPS}/{2**70}")).status_code == 400


async def test_applications_of_another_organisation_do_not_exist(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    boss = await other.person("Boss", permissions=3)
    theirs = (await other.client(boss).post(APPS, json={"name": "A", "redirect_uri": "https://o.example"})).json()
    client = place.client(admin)
    assert (await client.get(f"{APPS}/{theirs['id']}")).status_code == 404
    assert (await client.patch(f"{APPS}/{theirs['id']}", json={"name": "mine"})).status_code == 404
    assert (await client.delete(f"{APPS}/{theirs['id']}")).status_code == 404
    assert (await client.get(APPS)).json() == []
    await other.close()
