"""`/systems` on the wire: engine API contract B.2."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.contract.engine import plan
from tests.contract.engine.plan import BASE, zone
from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
SYSTEMS = f"{BASE}/systems"


async def room(client: httpx.AsyncClient, name: str, **fields: Any) -> dict[str, Any]:
    return await plan.made(client, "systems", name=name, **fields)


async def names(client: httpx.AsyncClient, query: str) -> list[str]:
    answer = await client.get(f"{SYSTEMS}?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["X-Total-Count"] == str(len(answer.json()))
    return [one["name"] for one in answer.json()]


async def test_a_system_is_shown_with_all_its_fields(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    given = {
        "name": "Room 4.1",
        "description": "Quiet",
        "features": ["screen", "phone"],
        "email": "room4.1@example.com",
        "bookable": True,
        "public": True,
        "display_name": "Four one",
        "code": "R41",
        "type": "meeting",
        "capacity": 8,
        "map_id": "area-4.1",
        "approval": True,
        "images": ["a.png"],
        "security_groups": ["staff"],
        "timezone": "Europe/Berlin",
        "support_url": "https://help.example",
        "timetable_url": "https://times.example",
        "camera_snapshot_urls": ["https://cam.example/1"],
        "camera_url": "https://cam.example",
        "room_booking_url": "https://book.example",
        "installed_ui_devices": 1,
        "zones": [org],
        "modules": [],
        "orientation": "landscape",
        "playlists": [],
        "signage": True,
        "playlist_item_id": "item-1",
        "space_config": {"seats": [1, {"x": None}]},
    }
    shown = await plan.made(client, "systems", **given, unknown=1, version=7, settings=[])
    assert {key: shown[key] for key in given} == given
    assert shown["id"].startswith("sys-")
    assert shown["version"] == 0
    assert "signage_last_seen" not in shown
    assert (await place.client(ada).get(f"{SYSTEMS}/{shown['id']}/")).json() == shown


async def test_a_complete_system_brings_its_zones(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    level = await zone(client, "A level", org)
    system = await room(client, "Room", zones=[org, level])
    complete = (await place.client(ada).get(f"{SYSTEMS}/{system['id']}?complete=true")).json()
    assert [one["name"] for one in complete["zone_data"]] == ["Org", "A level"]
    assert complete["module_data"] == []
    listed = (await place.client(ada).get(f"{SYSTEMS}?complete=true")).json()
    assert listed == [complete]
    zones = await place.client(ada).get(f"{SYSTEMS}/{system['id']}/zones")
    assert zones.json() == complete["zone_data"]


async def test_a_system_is_found_by_its_email_address(place: Place, admin: Somebody, ada: Somebody) -> None:
    system = await room(place.client(admin), "Room", email="Room@Example.com")
    assert system["email"] == "room@example.com"
    client = place.client(ada)
    assert (await client.get(f"{SYSTEMS}/ROOM@example.com")).json() == system
    assert (await client.get(f"{SYSTEMS}/other@example.com")).status_code == 404
    assert (await client.get(f"{SYSTEMS}/sys-none")).status_code == 404


async def test_systems_are_filtered(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org, level = await zone(client, "Org"), await zone(client, "Level")
    await room(client, "One", zones=[org, level], features=["a", "b"], capacity=4, email="one@x.example", bookable=True)
    await room(client, "Two", zones=[org], features=["a"], capacity=8, email="two@x.example", public=True)
    await room(client, "Three", signage=True)
    reader = place.client(ada)
    assert await names(reader, "") == ["One", "Three", "Two"]
    assert await names(reader, f"zone_id={org}&limit=5000") == ["One", "Two"]
    assert await names(reader, f"zone_id={org},{level}") == ["One"]
    assert await names(reader, f"zone_id={org}&limit=500&signage=false") == ["One", "Two"]
    assert await names(reader, "signage=true") == ["Three"]
    assert await names(reader, "features=a") == ["One", "Two"]
    assert await names(reader, "features=a,b") == ["One"]
    assert await names(reader, "capacity=5") == ["Two"]
    assert await names(reader, "bookable=true") == ["One"]
    assert await names(reader, "bookable=false") == ["Three", "Two"]
    assert await names(reader, "public=true") == ["Two"]
    assert await names(reader, "email=ONE@x.example,two@x.example") == ["One", "Two"]
    assert await names(reader, f"q=tw&zone_id={org}") == ["Two"]
    for query in ("module_id=mod-1", "trigger_id=trigger-1", "group_id=1", "subsystem=events"):
        assert await names(reader, query) == []


async def test_systems_with_given_addresses_are_found(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    one = await room(client, "One", email="one@x.example", zones=[org])
    other = await room(client, "Other", email="other@x.example")
    reader = place.client(ada)
    query = "in=ONE@x.example,other@x.example,none@x.example"
    assert (await reader.get(f"{SYSTEMS}/with_emails?{query}")).json() == [one, other]
    assert (await reader.get(f"{SYSTEMS}/with_emails?{query}&zone_id={org}")).json() == [one]
    assert (await reader.get(f"{SYSTEMS}/with_emails?in=")).json() == []
    assert (await reader.get(f"{SYSTEMS}/with_emails")).status_code == 422


async def test_changing_needs_the_version_that_was_looked_at(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    system = await room(client, "Room")
    path = f"{SYSTEMS}/{system['id']}"
    missing = await client.patch(path, json={"capacity": 1})
    assert missing.status_code == 422
    assert missing.json()["parameter"] == "version"
    assert (await client.patch(f"{path}?version=x", json={})).status_code == 400
    changed = await client.patch(f"{path}?version=0", json={"capacity": 1, "name": None, "version": 0})
    assert (changed.status_code, changed.json()["version"], changed.json()["capacity"]) == (200, 1, 1)
    old = await client.put(f"{path}?version=0", json={"capacity": 2})
    assert old.status_code == 409
    assert old.json()["error"] == "Attempting to edit an old System version"
    assert (await client.put(f"{path}?version=1", json={"capacity": 2})).json()["version"] == 2


async def test_of_two_changes_at_the_same_time_one_is_told_it_is_late(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    system = await room(client, "Room")
    path = f"{SYSTEMS}/{system['id']}?version=0"
    answers = await asyncio.gather(*(client.patch(path, json={"capacity": number}) for number in range(1, 9)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert (await client.get(f"{SYSTEMS}/{system['id']}")).json()["version"] == 1


async def test_zones_keep_their_order_and_only_the_given_fields_change(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org, level = await zone(client, "Org"), await zone(client, "Level")
    system = await room(client, "Room", zones=[level, org, level], email="a@x.example", features=["b", "a"])
    assert system["zones"] == [level, org]
    path = f"{SYSTEMS}/{system['id']}"
    assert (await client.patch(f"{path}?version=0", json={"zones": [org, level]})).json()["zones"] == [org, level]
    changed = (await client.patch(f"{path}?version=1", json={"email": None, "capacity": 4})).json()
    assert "email" not in changed
    assert (changed["zones"], changed["features"]) == ([org, level], ["b", "a"])
    assert (await client.patch(f"{path}?version=2", json={"zones": []})).json()["zones"] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name"),
        ({"name": "Taken"}, "name"),
        ({"name": "A", "email": "taken@x.example"}, "email"),
        ({"name": "A", "email": "no address"}, "email"),
        ({"name": "A", "timezone": "Mars/Olympus"}, "timezone"),
        ({"name": "A", "orientation": "upside down"}, "orientation"),
        ({"name": "A", "zones": ["zone-none"]}, "zones"),
        ({"name": "A", "modules": ["mod-none"]}, "modules"),
    ],
)
async def test_what_cannot_be_meant_is_named(place: Place, admin: Somebody, given: dict[str, Any], field: str) -> None:
    client = place.client(admin)
    await room(client, "Taken", email="Taken@x.example")
    answer = await client.post(SYSTEMS, json=given)
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == field


async def test_a_deleted_system_takes_its_documents_along(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    system = await room(client, "Room")
    path = f"{SYSTEMS}/{system['id']}"
    await client.put(f"{BASE}/metadata/{system['id']}", json={"name": "a", "details": 1})
    assert list((await client.get(f"{path}/metadata?name=a")).json()) == ["a"]
    answer = await client.delete(path)
    assert (answer.status_code, answer.content) == (202, b"")
    assert (await client.get(path)).status_code == 404
    assert (await client.get(f"{path}/metadata")).json() == {}
    assert (await client.delete(path)).status_code == 404
    assert [one["action"] for one in await plan.told(place, "systems/changed")] == ["create", "destroy"]
    assert await plan.noted(place, "system") == [("create", system["id"]), ("delete", system["id"])]


async def test_groups_manage_and_administer_the_rooms_of_their_zones(place: Place, admin: Somebody) -> None:
    support = place.client(admin)
    org = await zone(support, "Org")
    building, other = await zone(support, "Building", org), await zone(support, "Other", org)
    await plan.make_root(place, org)
    await plan.grant(support, building, manage=["guides"], admin=["chiefs"])
    guide = place.client(await place.person("Guide", groups=("guides",)))
    chief = place.client(await place.person("Chief", groups=("chiefs",)))
    system = await room(guide, "Room", zones=[org, building])
    assert (await guide.post(SYSTEMS, json={"name": "Mine", "zones": [org, other]})).status_code == 403
    assert (await guide.post(SYSTEMS, json={"name": "Mine"})).status_code == 403
    path = f"{SYSTEMS}/{system['id']}"
    assert (await guide.patch(f"{path}?version=0", json={"capacity": 3})).status_code == 200
    assert (await guide.patch(f"{path}?version=1", json={"zones": [other]})).status_code == 403
    assert (await guide.get(f"{path}/settings")).status_code == 200
    assert (await guide.delete(path)).status_code == 403
    assert (await chief.delete(path)).status_code == 202


async def test_ordinary_people_change_nothing(place: Place, admin: Somebody, ada: Somebody) -> None:
    system = await room(place.client(admin), "Room")
    client, path = place.client(ada), f"{SYSTEMS}/{system['id']}"
    assert (await client.post(SYSTEMS, json={"name": "Mine"})).status_code == 403
    assert (await client.patch(f"{path}?version=0", json={"name": "Mine"})).status_code == 403
    assert (await client.delete(path)).status_code == 403
    assert (await client.get(f"{path}/settings")).status_code == 403
    assert (await place.client().get(SYSTEMS)).status_code == 401


async def test_another_organisation_sees_nothing_here(house: House, place: Place, admin: Somebody) -> None:
    org = await zone(place.client(admin), "Org")
    system = await room(place.client(admin), "Room", zones=[org], email="room@x.example")
    other = await open_place(house)
    stranger = other.client(await other.person("Boss", permissions=3))
    for path in (system["id"], "room@x.example", f"{system['id']}/zones", f"{system['id']}/types"):
        assert (await stranger.get(f"{SYSTEMS}/{path}")).status_code == 404
    assert (await stranger.patch(f"{SYSTEMS}/{system['id']}?version=0", json={})).status_code == 404
    assert (await stranger.delete(f"{SYSTEMS}/{system['id']}")).status_code == 404
    assert (await stranger.get(SYSTEMS)).json() == []
    assert (await stranger.post(SYSTEMS, json={"name": "Room", "zones": [org]})).status_code == 422
    assert (await stranger.post(SYSTEMS, json={"name": "Room", "email": "room@x.example"})).status_code == 201
    await other.close()


async def test_guests_see_the_rooms_they_were_invited_to(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    mine, other = await room(client, "Mine", email="mine@x.example"), await room(client, "Other")
    claims = {"sub": "vi@elsewhere.example", "u": {"n": "Vi", "e": "vi@elsewhere.example", "p": 0, "r": [mine["id"]]}}
    headers = {"Authorization": f"Bearer {place.token(admin, scope=('guest',), **claims)}"}
    guest = place.client(headers=headers)
    assert (await guest.get(f"{SYSTEMS}/{mine['id']}")).json() == mine
    assert (await guest.get(f"{SYSTEMS}/mine@x.example")).status_code == 200
    for path in ("", f"/{other['id']}", "/sys-none", f"/{mine['id']}/types"):
        assert (await guest.get(SYSTEMS + path)).status_code == 403


async def test_the_websocket_address_is_no_system(place: Place, ada: Somebody) -> None:
    answer = await place.client(ada).get(f"{SYSTEMS}/control")
    assert answer.status_code == 426
    assert answer.headers["Upgrade"] == "websocket"
    assert answer.json()["code"] == "websocket_only"


async def test_settings_add_up_in_ascending_priority(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org, level = await zone(client, "Org"), await zone(client, "Level")
    system = (await room(client, "Room", zones=[level, org]))["id"]
    for parent in (org, system, level):
        await plan.made(client, "settings", parent_id=parent, settings_string=f"from: {parent}")
    chain = (await client.get(f"{SYSTEMS}/{system}/settings")).json()
    assert [one["parent_id"] for one in chain] == [level, org, system]
