"""`/settings` on the wire: engine API contract B.5."""

import base64
import json
from typing import Any

import httpx
import pytest

from tests.contract.engine import plan
from tests.contract.engine.plan import BASE, zone
from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
SETTINGS = f"{BASE}/settings"


async def add(client: httpx.AsyncClient, parent: str, text: str, level: int = 0) -> dict[str, Any]:
    return await plan.made(client, "settings", parent_id=parent, encryption_level=level, settings_string=text)


async def texts(client: httpx.AsyncClient, parent: str) -> dict[int, str]:
    answer = await client.get(f"{SETTINGS}?parent_id={parent}")
    assert answer.status_code == 200, answer.text
    return {one["encryption_level"]: one["settings_string"] for one in answer.json()}


async def test_settings_are_shown_with_their_keys(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    text = "# a comment stays\nhost: <b>10.0.0.1</b>\nports: [1, 2]\n3: x\n"
    shown = await add(client, org, text)
    assert shown["id"].startswith("sets-")
    assert (shown["parent_id"], shown["parent_type"], shown["encryption_level"]) == (org, "zone", 0)
    assert shown["settings_string"] == text
    assert shown["keys"] == ["host", "ports", "3"]
    assert shown["modified_by_id"] == admin.user_id
    assert (await client.get(f"{SETTINGS}/{shown['id']}")).json() == shown
    assert (await client.get(f"{SETTINGS}/sets-none")).status_code == 404


async def test_each_level_is_read_by_those_it_is_for(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    await plan.make_root(place, org)
    await plan.grant(client, org, manage=["guides"])
    plain = {level: f"level: {level}" for level in range(4)}
    ids = {level: (await add(client, org, plain[level], level))["id"] for level in plain}
    support = place.client(await place.person("Support", permissions=1))
    guide = place.client(await place.person("Guide", groups=("guides",)))
    for reader, readable in ((client, 3), (support, 2), (guide, 1)):
        told = await texts(reader, org)
        assert list(told) == [3, 2, 1, 0]
        for level, text in told.items():
            assert (text == plain[level]) is (level < readable)
            if level >= readable:
                assert b"level" not in base64.b64decode(text, validate=True)
            one = (await reader.get(f"{SETTINGS}/{ids[level]}")).json()
            assert (one["settings_string"], one["keys"]) == (text, ["level"])


async def test_secrets_are_sealed_at_rest_and_absent_from_log_and_announcements(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    for level in (1, 2, 3):
        await add(client, org, "password: swordfish", level)
    async with place.house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select count(*) from settings where sealed is not null") == 3
        for table in ("settings", "settings_history", "audit", "outbox"):
            rows = await tx.fetch(f"select t::text as row from {table} t")  # noqa: S608  our own tables
            assert "swordfish" not in json.dumps([row["row"] for row in rows])
            assert base64.b64encode(b"swordfish").decode() not in json.dumps([row["row"] for row in rows])
    assert [verb for verb, _ in await plan.noted(place, "settings")] == ["create"] * 3
    assert [one["action"] for one in await plan.told(place, "settings/changed")] == ["create"] * 3


async def test_an_opaque_text_sent_back_changes_nothing(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    shown = await add(client, org, "pin: 1234", 3)
    answer = await client.put(f"{SETTINGS}/{shown['id']}", json=shown)
    assert answer.status_code == 200
    assert answer.json()["keys"] == ["pin"]
    lowered = await client.patch(f"{SETTINGS}/{shown['id']}", json={"encryption_level": 2})
    assert lowered.json()["settings_string"] == "pin: 1234"


async def test_a_parent_has_one_text_of_each_level(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    await add(client, org, "a: 1")
    other = await add(client, org, "a: 1", 1)
    again = await client.post(SETTINGS, json={"parent_id": org, "settings_string": "b: 1"})
    moved = await client.patch(f"{SETTINGS}/{other['id']}", json={"encryption_level": 0})
    for answer in (again, moved):
        assert answer.status_code == 422
        assert answer.json()["failures"][0]["field"] == "encryption_level"


@pytest.mark.parametrize(
    "text",
    [
        "a: [1",
        "just words",
        "- a\n- b",
        "[1]",
        "1",
        "{a: 1}}",
        "a: 2026-99-99",
        "[" * 50_000,
        "? " * 50_000,
        "a: b\n" * 30_000,
    ],
)
async def test_a_text_must_be_a_yaml_or_json_object(place: Place, admin: Somebody, text: str) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    answer = await client.post(SETTINGS, json={"parent_id": org, "settings_string": text})
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == "settings_string"


@pytest.mark.parametrize(
    ("text", "keys"), [('{"a": 1, "b": {"c": 2}}', ["a", "b"]), ("", []), ("{}", []), ("a:\nb: x", ["a", "b"])]
)
async def test_json_and_nothing_are_fine_too(place: Place, admin: Somebody, text: str, keys: list[str]) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    assert (await add(client, org, text))["keys"] == keys


async def test_parents_are_zones_and_systems_that_exist(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    system = await plan.made(client, "systems", name="Room")
    assert (await add(client, system["id"], "a: 1"))["parent_type"] == "control_system"
    for parent in ("zone-none", "mod-1", "driver-1", admin.user_id, ""):
        answer = await client.post(SETTINGS, json={"parent_id": parent, "settings_string": "a: 1"})
        assert answer.status_code == 422
        assert answer.json()["failures"][0]["field"] == "parent_id"
    answer = await client.post(SETTINGS, json={"parent_id": system["id"], "encryption_level": 4})
    assert answer.json()["failures"][0]["field"] == "encryption_level"


async def test_lists_come_by_parent_or_whole_and_can_be_searched(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    one, other = await zone(client, "One"), await zone(client, "Other")
    await add(client, one, "smtp_host: a")
    await add(client, one, "colour: red", 2)
    await add(client, other, "colour: blue")
    several = await client.get(f"{SETTINGS}?parent_id={one},{other}&limit=1")
    assert [found["encryption_level"] for found in several.json()] == [2, 0, 0]
    assert several.headers["X-Total-Count"] == "3"
    page = await client.get(f"{SETTINGS}?limit=2")
    assert (len(page.json()), page.headers["X-Total-Count"]) == (2, "3")
    assert 'rel="next"' in page.headers["Link"]
    assert len((await client.get(f"{SETTINGS}?q=colour")).json()) == 2
    assert len((await client.get(f"{SETTINGS}?q=host")).json()) == 1
    for query in ("", f"?parent_id={one}", "?parent_id=zone-none"):
        assert (await place.client(ada).get(SETTINGS + query)).status_code == 403


async def test_administrators_write_and_groups_the_open_level(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    elsewhere = await zone(client, "Elsewhere")
    await plan.make_root(place, org)
    await plan.grant(client, org, manage=["guides"], admin=["chiefs"])
    secret = await add(client, org, "a: 1", 1)
    chief = place.client(await place.person("Chief", groups=("chiefs",)))
    guide = place.client(await place.person("Guide", groups=("guides",)))
    support = place.client(await place.person("Support", permissions=1))
    opened = await add(chief, org, "a: 1")
    assert (await chief.patch(f"{SETTINGS}/{opened['id']}", json={"settings_string": "a: 2"})).status_code == 200
    assert (await chief.patch(f"{SETTINGS}/{opened['id']}", json={"encryption_level": 2})).status_code == 403
    assert (await chief.patch(f"{SETTINGS}/{opened['id']}", json={"parent_id": elsewhere})).status_code == 403
    assert (await chief.patch(f"{SETTINGS}/{secret['id']}", json={"settings_string": "a: 2"})).status_code == 403
    assert (await chief.post(SETTINGS, json={"parent_id": elsewhere, "settings_string": "a: 1"})).status_code == 403
    for other in (guide, support, place.client(ada)):
        assert (await other.post(SETTINGS, json={"parent_id": org, "encryption_level": 2})).status_code == 403
        assert (await other.patch(f"{SETTINGS}/{opened['id']}", json={"settings_string": ""})).status_code == 403
        assert (await other.delete(f"{SETTINGS}/{opened['id']}")).status_code == 403
    assert (await chief.delete(f"{SETTINGS}/{secret['id']}")).status_code == 403
    assert (await chief.delete(f"{SETTINGS}/{opened['id']}")).status_code == 202
    assert (await client.delete(f"{SETTINGS}/{secret['id']}")).status_code == 202
    assert await texts(client, org) == {}


async def test_versions_are_remembered_newest_first(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    shown = await add(client, org, "a: 0", 1)
    for number in range(1, 5):
        await client.patch(f"{SETTINGS}/{shown['id']}", json={"settings_string": f"a: {number}"})
    path = f"{SETTINGS}/{shown['id']}/history"
    answer = await client.get(path)
    assert answer.headers["X-Total-Count"] == "5"
    assert [one["settings_string"] for one in answer.json()] == [f"a: {number}" for number in (4, 3, 2, 1, 0)]
    assert {one["settings_id"] for one in answer.json()} == {shown["id"]}
    assert len({one["id"] for one in answer.json()}) == 5
    part = await client.get(f"{path}?limit=2&offset=1")
    assert [one["settings_string"] for one in part.json()] == ["a: 3", "a: 2"]
    assert "offset=3" in part.headers["Link"]
    assert (await place.client(ada).get(path)).status_code == 403
    for number in range(11):
        await client.patch(f"{SETTINGS}/{shown['id']}", json={"settings_string": f"b: {number}"})
    assert len((await client.get(path)).json()) == 15


async def test_another_organisation_sees_and_changes_nothing(house: House, place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    shown = await add(client, org, "a: 1")
    other = await open_place(house)
    stranger = other.client(await other.person("Boss", permissions=3))
    assert (await stranger.get(f"{SETTINGS}?parent_id={org}")).json() == []
    for method in ("GET", "PATCH", "DELETE"):
        assert (await stranger.request(method, f"{SETTINGS}/{shown['id']}", json={})).status_code == 404
    assert (await stranger.post(SETTINGS, json={"parent_id": org, "settings_string": "a: 1"})).status_code == 422
    await other.close()
