"""`/domains` on the wire: engine API contract B.8."""

import pytest

from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
DOMAINS = "/api/engine/v2/domains"


async def test_support_staff_list_and_read(place: Place) -> None:
    client = place.client(await place.person("Sue", permissions=1))
    listed = await client.get(DOMAINS)
    assert listed.headers["Content-Range"] == "authority 0-1/1"
    (one,) = listed.json()
    assert one == (await client.get(f"{DOMAINS}/{place.domain_id}/")).json()
    assert one["id"] == place.domain_id
    assert one["domain"] == place.host
    assert isinstance(one["created_at"], int)
    assert one["internals"] == {}


async def test_ordinary_people_may_not(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    assert (await client.get(DOMAINS)).status_code == 403
    assert (await client.get(f"{DOMAINS}/{place.domain_id}")).status_code == 403


async def test_only_administrators_write(place: Place) -> None:
    client = place.client(await place.person("Sue", permissions=1))
    assert (await client.post(DOMAINS, json={"domain": "x.example"})).status_code == 403
    assert (await client.patch(f"{DOMAINS}/{place.domain_id}", json={})).status_code == 403
    assert (await client.delete(f"{DOMAINS}/{place.domain_id}")).status_code == 403


async def test_only_what_is_given_changes(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    url = f"{DOMAINS}/{place.domain_id}"
    login = "/login?continue={{url}}&x=1"
    answer = await client.patch(url, json={"login_url": login, "name": None, "unknown": 1})
    assert answer.status_code == 200
    shown = answer.json()
    assert shown["login_url"] == login
    assert shown["domain"] == place.host
    config = {"org_zone": "zone-1", "nested": {"kept": None}}
    changed = (await client.put(url, json={"config": config, "internals": {"session_timeout": 5}})).json()
    assert changed["config"] == config | {"metadata_cache_id": changed["config"]["metadata_cache_id"]}
    assert changed["internals"] == {"session_timeout": 5}
    assert changed["login_url"] == login


async def test_a_new_domain_answers_at_once(place: Place, admin: Somebody) -> None:
    host = f"new-{place.host}"
    anybody = place.client(headers={"host": host})
    assert (await anybody.get(f"{DOMAINS}/lookup/a@b.c")).status_code == 401
    made = await place.client(admin).post(
        DOMAINS, json={"domain": f"https://{host.upper()}:8443/x", "email_domains": ["@Corp.example"]}
    )
    assert made.status_code == 201
    assert made.json()["domain"] == host
    assert made.json()["name"] == host
    assert made.json()["email_domains"] == ["corp.example"]
    found = await anybody.get(f"{DOMAINS}/lookup/Ada@corp.example")
    assert found.status_code == 200
    assert found.json() == host


async def test_a_renamed_domain_answers_at_once(place: Place, admin: Somebody) -> None:
    host = f"renamed-{place.host}"
    changed = await place.client(admin).patch(f"{DOMAINS}/{place.domain_id}", json={"domain": host})
    assert changed.status_code == 200
    anybody = place.client()
    assert (await anybody.get(f"{DOMAINS}/lookup/x@{host}", headers={"host": host})).json() == host
    assert (await anybody.get(f"{DOMAINS}/lookup/x@{host}")).status_code == 401


async def test_looking_up_an_address_needs_no_signing_in(place: Place) -> None:
    client = place.client()
    assert (await client.get(f"{DOMAINS}/lookup/ada@{place.host}")).json() == place.host
    assert (await client.get(f"/api/engine/v2domains/lookup/ada@{place.host}")).json() == place.host
    assert (await client.get(f"{DOMAINS}/lookup/ada@elsewhere.example")).status_code == 404
    assert (await client.get(f"{DOMAINS}/lookup/nowhere")).status_code == 404


@pytest.mark.parametrize("host", ["", "two words", "a..b", "-x.example", "x" * 300])
async def test_a_host_name_must_be_one(place: Place, admin: Somebody, host: str) -> None:
    answer = await place.client(admin).post(DOMAINS, json={"domain": host})
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == "domain"


async def test_a_host_name_is_given_once_in_the_whole_house(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    answer = await place.client(admin).post(DOMAINS, json={"domain": other.host})
    assert answer.status_code == 422
    assert answer.json()["failures"] == [{"field": "domain", "reason": "is already taken"}]


async def test_the_last_domain_and_one_with_people_stay(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    assert (await client.delete(f"{DOMAINS}/{place.domain_id}")).json()["code"] == "last_domain"
    second = (await client.post(DOMAINS, json={"domain": f"b.{place.host}"})).json()
    assert (await client.delete(f"{DOMAINS}/{place.domain_id}")).json()["code"] == "domain_in_use"
    assert (await client.delete(f"{DOMAINS}/{second['id']}")).status_code == 202
    assert (await client.get(f"{DOMAINS}/{second['id']}")).status_code == 404


async def test_domains_of_another_organisation_do_not_exist(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    client = place.client(admin)
    url = f"{DOMAINS}/{other.domain_id}"
    assert (await client.get(url)).status_code == 404
    assert (await client.patch(url, json={"name": "mine"})).status_code == 404
    assert (await client.delete(url)).status_code == 404
    assert (await client.get(f"{DOMAINS}/lookup/x@{other.host}")).status_code == 404
