"""`/short_url` and `/r/<id>`: engine API contract B.13."""

import time

import pytest

from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
BASE = "/api/engine/v2"
SHORT = f"{BASE}/short_url"
DESK = {"name": "Desk 1", "uri": "https://work.example.com/desk?id=1"}


async def test_a_short_address_leads_whoever_scans_it_on(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    made = await client.post(SHORT, json=DESK)
    assert made.status_code == 201
    link = made.json()
    assert link["id"].startswith("uri-")
    assert link["user_email"] == admin.email
    assert link["enabled"] is True
    anybody = place.client(headers={"Authorization": "Bearer stale"})
    for path in (f"/r/{link['id']}", f"/r/{link['id'].removeprefix('uri-')}", f"{SHORT}/{link['id']}/redirect"):
        led = await anybody.get(path)
        assert led.status_code == 303, path
        assert led.headers["Location"] == DESK["uri"]
    assert (await client.get(f"{SHORT}/{link['id']}")).json()["redirect_count"] == 3


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"valid_until": int(time.time()) - 60}, {"valid_from": int(time.time()) + 3600}]
)
async def test_one_that_is_off_leads_nowhere(place: Place, admin: Somebody, change: dict[str, object]) -> None:
    client = place.client(admin)
    link = (await client.post(SHORT, json=DESK)).json()
    changed = await client.patch(f"{SHORT}/{link['id']}", json=change)
    assert changed.json().items() >= change.items()
    assert (await place.client().get(f"/r/{link['id']}")).status_code == 404
    back = {"enabled": True, "valid_from": None, "valid_until": None}
    assert (await client.patch(f"{SHORT}/{link['id']}", json=back)).status_code == 200
    assert (await place.client().get(f"/r/{link['id']}")).status_code == 303


@pytest.mark.parametrize("uri", ["", "javascript:alert(1)", "/relative", "file:///etc/passwd", "https://", "ftp://x/y"])
async def test_it_leads_to_web_addresses_only(place: Place, admin: Somebody, uri: str) -> None:
    answer = await place.client(admin).post(SHORT, json=DESK | {"uri": uri})
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == "uri"


async def test_everybody_lists_and_support_keeps_them(place: Place, admin: Somebody, ada: Somebody) -> None:
    link = (await place.client(admin).post(SHORT, json=DESK)).json()
    client = place.client(ada)
    assert [one["id"] for one in (await client.get(SHORT, params={"q": "desk"})).json()] == [link["id"]]
    assert (await client.get(SHORT, params={"q": "chair"})).json() == []
    assert (await client.post(SHORT, json=DESK)).status_code == 403
    assert (await client.patch(f"{SHORT}/{link['id']}", json={})).status_code == 403
    assert (await client.delete(f"{SHORT}/{link['id']}")).status_code == 403
    support = place.client(await place.person("Sue", permissions=1))
    assert (await support.delete(f"{SHORT}/{link['id']}")).status_code == 202
    assert (await support.get(f"{SHORT}/{link['id']}")).status_code == 404


async def test_short_addresses_of_another_organisation_do_not_exist(
    house: House, place: Place, admin: Somebody
) -> None:
    other = await open_place(house)
    theirs = (await other.client(await other.person("Boss", permissions=3)).post(SHORT, json=DESK)).json()
    assert (await place.client().get(f"/r/{theirs['id']}")).status_code == 404
    assert (await place.client(admin).get(f"{SHORT}/{theirs['id']}")).status_code == 404
    assert (await place.client(admin).delete(f"{SHORT}/{theirs['id']}")).status_code == 404
    await other.close()
