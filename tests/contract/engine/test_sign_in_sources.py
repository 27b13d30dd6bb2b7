"""`/oauth_auths`, `/saml_auths` and `/ldap_auths` on the wire: engine API contract B.8."""

from typing import Any

import pytest

from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
BASE = "/api/engine/v2"
SOURCES: dict[str, dict[str, Any]] = {
    "oauth_auths": {"name": "Entra", "client_id": "c", "site": "https://login.example", "client_secret": "hidden"},
    "saml_auths": {"name": "Saml", "issuer": "place", "idp_sso_target_url": "https://idp.example/sso"},
    "ldap_auths": {"name": "Ldap", "host": "ldap.example", "port": 636, "base": "dc=x", "password": "hidden"},
}


@pytest.mark.parametrize("kind", SOURCES)
async def test_a_source_is_kept_changed_and_deleted(place: Place, admin: Somebody, kind: str) -> None:
    client = place.client(admin)
    made = await client.post(f"{BASE}/{kind}", json=SOURCES[kind] | {"settings": [], "version": 0})
    assert made.status_code == 201
    source = made.json()
    url = f"{BASE}/{kind}/{source['id']}"
    assert source["authority_id"] == place.domain_id
    assert "hidden" not in made.text
    assert source.items() >= {k: v for k, v in SOURCES[kind].items() if v != "hidden"}.items()
    assert (await client.get(url)).json() == source
    changed = (await client.patch(url, json={"name": "Renamed"})).json()
    assert changed["name"] == "Renamed"
    listed = await client.get(f"{BASE}/{kind}", params={"authority_id": place.domain_id})
    assert [one["id"] for one in listed.json()] == [source["id"]]
    assert listed.headers["X-Total-Count"] == "1"
    assert (await client.delete(url)).status_code == 202
    assert (await client.get(url)).status_code == 404


@pytest.mark.parametrize("kind", SOURCES)
async def test_sources_are_administrators_business(place: Place, kind: str) -> None:
    client = place.client(await place.person("Sue", permissions=1))
    assert (await client.get(f"{BASE}/{kind}")).status_code == 403
    assert (await client.post(f"{BASE}/{kind}", json=SOURCES[kind])).status_code == 403


async def test_a_source_is_found_under_its_own_kind_only(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    source = (await client.post(f"{BASE}/ldap_auths", json=SOURCES["ldap_auths"])).json()
    assert (await client.get(f"{BASE}/saml_auths/{source['id']}")).status_code == 404
    assert (await client.patch(f"{BASE}/oauth_auths/{source['id']}", json={})).status_code == 404
    assert (await client.delete(f"{BASE}/oauth_auths/{source['id']}")).status_code == 404
    assert (await client.get(f"{BASE}/oauth_auths")).json() == []


async def test_missing_and_unreadable_fields_are_refused(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    refused = await client.post(f"{BASE}/ldap_auths", json={"name": "x"})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["failures"]} == {"host", "base"}
    assert (await client.post(f"{BASE}/ldap_auths", json={"name": 5})).status_code == 400
    assert (await client.post(f"{BASE}/ldap_auths", json=[])).status_code == 400


async def test_sources_of_another_organisation_do_not_exist(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    boss = await other.person("Boss", permissions=3)
    theirs = (await other.client(boss).post(f"{BASE}/saml_auths", json=SOURCES["saml_auths"])).json()
    client = place.client(admin)
    assert (await client.get(f"{BASE}/saml_auths/{theirs['id']}")).status_code == 404
    assert (await client.delete(f"{BASE}/saml_auths/{theirs['id']}")).status_code == 404
    foreign = SOURCES["saml_auths"] | {"authority_id": other.domain_id}
    assert (await client.post(f"{BASE}/saml_auths", json=foreign)).status_code in {404, 422}
    await other.close()
