"""`/metadata` on the wire: engine API contract B.4 and B.11."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.contract.engine import plan
from tests.contract.engine.plan import BASE, zone
from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
METADATA = f"{BASE}/metadata"
JSON = {"Content-Type": "application/json"}


async def put(client: httpx.AsyncClient, parent: str, name: str, details: Any, **fields: Any) -> httpx.Response:
    return await client.put(f"{METADATA}/{parent}?version=0", json={"name": name, "details": details, **fields})


async def read(client: httpx.AsyncClient, parent: str, name: str) -> Any:
    return (await client.get(f"{METADATA}/{parent}?name={name}")).json()[name]["details"]


async def test_a_document_is_shown_under_its_name(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    answer = await put(client, org, " desks ", [{"id": "a"}], description="All <b>desks</b><script>x</script>")
    assert answer.status_code == 200
    document = answer.json()
    assert document == {
        "name": "desks",
        "description": "All <b>desks</b>",
        "details": [{"id": "a"}],
        "parent_id": org,
        "editors": [],
        "modified_by_id": admin.user_id,
        "updated_at": document["updated_at"],
        "created_at": document["created_at"],
    }
    assert isinstance(document["created_at"], int)
    await put(client, org, "bindings", {})
    reader = place.client(ada)
    assert (await reader.get(f"{METADATA}/{org}?name=desks")).json() == {"desks": document}
    assert sorted((await reader.get(f"{METADATA}/{org}/")).json()) == ["bindings", "desks"]
    assert (await reader.get(f"{BASE}/zones/{org}/metadata?name=desks")).json() == {"desks": document}


async def test_what_is_not_there_is_an_empty_object(place: Place, admin: Somebody, ada: Somebody) -> None:
    org = await zone(place.client(admin), "Org")
    for parent in (org, "zone-none", ada.user_id, "nonsense"):
        answer = await place.client(ada).get(f"{METADATA}/{parent}?name=desks")
        assert (answer.status_code, answer.json()) == (200, {})


async def test_details_come_back_byte_by_byte(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    details = '{"z": 1.50, "a": [1e3, null, "<script>é\\u00e9</script>"],\n "big": 123456789012345678901234567890}'
    body = '{"name": "odd", "details": ' + details + "}"
    answer = await client.put(f"{METADATA}/{org}", content=body, headers=JSON)
    assert f'"details":{details}' in answer.text
    assert f'"details":{details}' in (await client.get(f"{METADATA}/{org}?name=odd")).text


@pytest.mark.parametrize("details", ["a text", '{"json": "in a text"}', None, 3, True, [], {}])
async def test_details_are_any_json_value(place: Place, admin: Somebody, details: Any) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    assert (await put(client, org, "any", details)).json()["details"] == details
    assert await read(client, org, "any") == details


@pytest.mark.parametrize(
    "body", [b'{"name":"a","details":"\xff"}', b'{"name":"a","details":"\\u0000"}', b'{"name":', b"[]"]
)
async def test_what_is_no_proper_json_is_refused(place: Place, admin: Somebody, body: bytes) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    assert (await client.put(f"{METADATA}/{org}", content=body, headers=JSON)).status_code == 400


async def test_a_document_needs_a_name_and_a_parent(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    answer = await client.put(f"{METADATA}/{org}", json={"details": {}})
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == "name"
    for parent in ("zone-none", "sys-none", "user-none", "nonsense"):
        assert (await put(client, parent, "a", {})).status_code == 404


async def test_put_replaces_and_patch_merges(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    await put(client, org, "app", {"a": 1, "b": {"c": 2, "d": 3}})
    patch = {"name": "app", "details": {"a": None, "b": {"c": 4}, "e": [1]}}
    merged = (await client.patch(f"{METADATA}/{org}", json=patch)).json()
    assert merged["details"] == {"b": {"c": 4, "d": 3}, "e": [1]}
    await put(client, org, "app", {"f": 1})
    assert await read(client, org, "app") == {"f": 1}
    assert (await client.patch(f"{METADATA}/{org}", json={"name": "app", "details": [1]})).json()["details"] == [1]
    assert (await client.patch(f"{METADATA}/{org}", json={"name": "app", "details": {"g": 1, "h": None}})).json()[
        "details"
    ] == {"g": 1}
    assert (await client.patch(f"{METADATA}/{org}", json={"name": "new", "details": {"a": 1, "b": None}})).json()[
        "details"
    ] == {"a": 1}


async def test_without_details_only_the_rest_changes(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    await put(client, org, "app", {"a": 1}, description="first")
    changed = (await client.patch(f"{METADATA}/{org}", json={"name": "app", "description": "second"})).json()
    assert (changed["details"], changed["description"]) == ({"a": 1}, "second")


async def test_merges_at_the_same_time_all_count(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    patches = [{"name": "app", "details": {str(number): number}} for number in range(8)]
    answers = await asyncio.gather(*(client.patch(f"{METADATA}/{org}", json=patch) for patch in patches))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert await read(client, org, "app") == {str(number): number for number in range(8)}
    assert len((await client.get(f"{METADATA}/{org}/history")).json()["app"]) == 8


async def test_children_are_the_zones_directly_inside(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    building = await zone(client, "Building")
    one = await zone(client, "One", building)
    await zone(client, "Other", building)
    below = await zone(client, "Below", one)
    for parent in (building, one, below):
        await put(client, parent, "desks", [parent])
        await put(client, parent, "more", [])
    children = (await place.client(ada).get(f"{METADATA}/{building}/children?name=desks&include_parent=true")).json()
    assert [child["zone"]["name"] for child in children] == ["One", "Other"]
    assert [list(child["metadata"]) for child in children] == [["desks"], []]
    assert children[0]["metadata"]["desks"]["details"] == [one]
    every = (await client.get(f"{METADATA}/{building}/children")).json()
    assert sorted(every[0]["metadata"]) == ["desks", "more"]
    assert (await client.get(f"{METADATA}/zone-none/children")).status_code == 404


async def test_many_parents_are_read_at_once(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    one, other = await zone(client, "One"), await zone(client, "Other")
    await put(client, one, "desks", [1])
    await put(client, other, "more", [1])
    answer = await place.client(ada).get(f"{METADATA}/desks/bulk?parent_ids={one},{other},zone-none")
    found = answer.json()
    assert list(found) == [one, other, "zone-none"]
    assert found[one]["details"] == [1]
    assert found[other] is None
    assert found["zone-none"] is None
    missing = await client.get(f"{METADATA}/desks/bulk")
    assert missing.status_code == 422
    assert missing.json()["parameter"] == "parent_ids"


async def test_a_document_is_renamed_with_its_history(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    await put(client, org, "old", 1)
    await put(client, org, "old", 2)
    await put(client, org, "taken", 3)
    names = {"current_name": "old", "new_name": "new"}
    answer = await client.patch(f"{METADATA}/{org}/name", json=names)
    assert (answer.status_code, answer.json()["name"]) == (200, "new")
    assert sorted((await client.get(f"{METADATA}/{org}")).json()) == ["new", "taken"]
    assert [one["details"] for one in (await client.get(f"{METADATA}/{org}/history")).json()["new"]] == [2, 1]
    assert (await client.patch(f"{METADATA}/{org}/name", json=names)).status_code == 404
    names = {"current_name": "new", "new_name": "taken"}
    answer = await client.patch(f"{METADATA}/{org}/name", json=names)
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == "new_name"


async def test_deleting_needs_the_name_of_a_document(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    await put(client, org, "app", 1)
    assert (await client.delete(f"{METADATA}/{org}")).status_code == 422
    answer = await client.delete(f"{METADATA}/{org}?name=app")
    assert (answer.status_code, answer.content) == (202, b"")
    assert (await client.get(f"{METADATA}/{org}")).json() == {}
    assert (await client.delete(f"{METADATA}/{org}?name=app")).status_code == 404


async def test_the_last_twenty_versions_are_remembered_newest_first(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    for number in range(23):
        await put(client, org, "app", number)
    await put(client, org, "other", "x")
    history = (await client.get(f"{METADATA}/{org}/history")).json()
    assert [one["details"] for one in history["app"]] == list(range(22, 2, -1))
    assert len(history["other"]) == 1
    part = (await client.get(f"{METADATA}/{org}/history?name=app&limit=2&offset=1")).json()
    assert [one["details"] for one in part["app"]] == [21, 20]
    assert list(part) == ["app"]


async def test_people_write_documents_about_themselves_only(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    client = place.client(ada)
    assert (await put(client, ada.user_id, "settings", {"theme": "dark"}, editors=["all"])).json()["editors"] == []
    assert (await put(client, bo.user_id, "settings", {})).status_code == 403
    assert (await put(client, "user-none", "settings", {})).status_code == 403
    assert await read(place.client(bo), ada.user_id, "settings") == {"theme": "dark"}
    assert (await put(place.client(admin), bo.user_id, "settings", {})).status_code == 200
    assert (await place.client(bo).delete(f"{METADATA}/{ada.user_id}?name=settings")).status_code == 403
    assert (await client.delete(f"{METADATA}/{ada.user_id}?name=settings")).status_code == 202


async def test_ordinary_people_write_nothing_on_places(place: Place, admin: Somebody, ada: Somebody) -> None:
    org = await zone(place.client(admin), "Org")
    await put(place.client(admin), org, "app", 1)
    client = place.client(ada)
    for method in ("PUT", "PATCH"):
        answer = await client.request(method, f"{METADATA}/{org}", json={"name": "app", "details": 2})
        assert (answer.status_code, answer.json()["code"]) == (403, "needs_permission")
    assert (await client.delete(f"{METADATA}/{org}?name=app")).status_code == 403
    names = {"current_name": "app", "new_name": "mine"}
    assert (await client.patch(f"{METADATA}/{org}/name", json=names)).status_code == 403
    assert (await put(client, "zone-none", "app", 1)).status_code == 404


async def test_editors_change_their_document_and_no_other(place: Place, admin: Somebody) -> None:
    support = place.client(admin)
    org = await zone(support, "Org")
    await put(support, org, "menu", [], editors=["Cooks"], schema_id="schema-1")
    cook = place.client(await place.person("Cook", groups=("cooks",)))
    changed = await put(cook, org, "menu", ["soup"], editors=["all"], schema_id="mine")
    assert changed.status_code == 200
    assert (changed.json()["editors"], changed.json()["schema_id"]) == (["Cooks"], "schema-1")
    assert (await put(cook, org, "other", [])).status_code == 403
    assert (await cook.delete(f"{METADATA}/{org}?name=menu")).status_code == 403
    assert (
        await cook.patch(f"{METADATA}/{org}/name", json={"current_name": "menu", "new_name": "x"})
    ).status_code == 200


async def test_groups_manage_documents_of_zones_and_rooms(place: Place, admin: Somebody) -> None:
    support = place.client(admin)
    org = await zone(support, "Org")
    level = await zone(support, "Level", org)
    shut = await zone(support, "Shut", org)
    await plan.make_root(place, org)
    await plan.grant(support, org, manage=["guides"], admin=["chiefs"])
    await plan.grant(support, shut, deny=["guides", "chiefs"])
    room = (await plan.made(support, "systems", name="Room", zones=[org, level]))["id"]
    guide = place.client(await place.person("Guide", groups=("guides",)))
    chief = place.client(await place.person("Chief", groups=("chiefs",)))
    for parent in (org, level, room):
        assert (await put(guide, parent, "desks", [])).status_code == 200
        assert (await guide.delete(f"{METADATA}/{parent}?name=desks")).status_code == 403
        assert (await chief.delete(f"{METADATA}/{parent}?name=desks")).status_code == 202
    assert (await put(guide, shut, "desks", [])).status_code == 403
    assert (await put(chief, shut, "desks", [])).status_code == 403


async def test_who_manages_cannot_let_himself_administer(place: Place, admin: Somebody) -> None:
    support = place.client(admin)
    org = await zone(support, "Org")
    level = await zone(support, "Level", org)
    await plan.make_root(place, org)
    await plan.grant(support, org, manage=["guides"], admin=["chiefs"])
    guide = place.client(await place.person("Guide", groups=("guides",)))
    chief = place.client(await place.person("Chief", groups=("chiefs",)))
    assert (await put(guide, level, "permissions", {"admin": ["guides"]})).status_code == 403
    await put(guide, level, "mine", {"admin": ["guides"]})
    names = {"current_name": "mine", "new_name": "permissions"}
    assert (await guide.patch(f"{METADATA}/{level}/name", json=names)).status_code == 403
    assert (await put(chief, level, "permissions", {"manage": ["helpers"]})).status_code == 200


async def test_guests_read_named_documents_of_their_places(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org, other = await zone(client, "Org"), await zone(client, "Other")
    await put(client, org, "welcome", "hello")
    claims = {
        "sub": "visitor@elsewhere.example",
        "u": {"n": "Vi", "e": "visitor@elsewhere.example", "p": 0, "r": [org]},
    }
    headers = {"Authorization": f"Bearer {place.token(admin, scope=('guest',), **claims)}"}
    guest = place.client(headers=headers)
    assert await read(guest, org, "welcome") == "hello"
    assert (await guest.get(f"{METADATA}/welcome/bulk?parent_ids={org}")).json()[org]["details"] == "hello"
    for path in (org, f"{other}?name=welcome", f"{org}/children", f"welcome/bulk?parent_ids={org},{other}"):
        assert (await guest.get(f"{METADATA}/{path}")).status_code == 403
    assert (await put(guest, org, "welcome", "mine")).status_code == 403
    assert (await guest.get(f"{METADATA}/{org}/history?name=welcome")).status_code == 403


async def test_another_organisation_sees_and_writes_nothing_here(house: House, place: Place, admin: Somebody) -> None:
    org = await zone(place.client(admin), "Org")
    await put(place.client(admin), org, "desks", [])
    other = await open_place(house)
    stranger = other.client(await other.person("Boss", permissions=3))
    assert (await stranger.get(f"{METADATA}/{org}")).json() == {}
    assert (await stranger.get(f"{METADATA}/{org}/children")).status_code == 404
    assert (await put(stranger, org, "desks", [])).status_code == 404
    assert (await stranger.delete(f"{METADATA}/{org}?name=desks")).status_code == 404
    await other.close()


async def test_changes_are_audited_and_announced(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    await put(client, org, "desks", [{"a": None}])
    await put(client, org, "desks", [])
    await client.delete(f"{METADATA}/{org}?name=desks")
    told = await plan.told(place, "metadata/changed")
    assert [(one["action"], one["metadata"]["name"]) for one in told] == [
        ("update", "desks"),
        ("update", "desks"),
        ("destroy", "desks"),
    ]
    assert told[0]["metadata"]["details"] == [{"a": None}]
    assert told[0]["metadata"]["parent_id"] == org
    assert [verb for verb, _ in await plan.noted(place, "metadata")] == ["create", "update", "delete"]


@pytest.mark.parametrize(
    ("name", "forgets"),
    [("workplace_app", True), ("settings", True), ("bindings", True), ("desks", False), ("app", False)],
)
async def test_documents_that_apps_remember_make_them_forget(
    place: Place, admin: Somebody, name: str, *, forgets: bool
) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    before = await plan.cache_mark(client)
    await put(client, admin.user_id, name, {})
    assert await plan.cache_mark(client) == before
    await put(client, org, name, {})
    assert (await plan.cache_mark(client) != before) is forgets
