"""`/asset_categories`, `/asset_types`, `/assets`, `/asset_purchase_orders`: engine API contract B.12."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
BASE = "/api/engine/v2"


@dataclass
class Store:
    """A building with a level, and a category with a type; `client` is an administrator's."""

    client: httpx.AsyncClient
    org: str
    building: str
    level: str
    category: str
    type: str

    async def asset(self, **more: Any) -> dict[str, Any]:
        body = {"asset_type_id": self.type, "zone_id": self.level, "name": "Desk", **more}
        made = await self.client.post(f"{BASE}/assets", json=body)
        assert made.status_code == 201, made.text
        found: dict[str, Any] = made.json()
        return found

    async def names(self, **params: str) -> list[str]:
        return [one["name"] for one in (await self.client.get(f"{BASE}/assets", params=params)).json()]


async def made(client: httpx.AsyncClient, path: str, **body: Any) -> str:
    answer = await client.post(f"{BASE}/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def furnish(place: Place, somebody: Somebody) -> Store:
    client = place.client(somebody)
    org = await made(client, "zones", name="Org", tags=["org"])
    building = await made(client, "zones", name="Building", tags=["building"], parent_id=org)
    level = await made(client, "zones", name="Level", tags=["level"], parent_id=building)
    category = await made(client, "asset_categories", name="_DESKS_", hidden=True)
    kind = await made(client, "asset_types", name="_DESKS_", brand="_DESKS_", category_id=category)
    return Store(client, org, building, level, category, kind)


@pytest.fixture
async def store(place: Place, admin: Somebody) -> Store:
    return await furnish(place, admin)


async def manager(place: Place, store: Store, grant: str) -> httpx.AsyncClient:
    """Somebody in a group that manages (or administers) the building."""
    domain = f"{BASE}/domains/{place.domain_id}"
    await store.client.patch(domain, json={"config": {"org_zone": store.org}})
    document = {"name": "permissions", "details": {grant: ["Keepers"]}}
    assert (await store.client.put(f"{BASE}/metadata/{store.building}", json=document)).status_code == 200
    return place.client(await place.person("Mana", groups=("keepers",)))


# categories


async def test_hidden_categories_are_found_among_hidden_ones(store: Store) -> None:
    await made(store.client, "asset_categories", name="Laptops")
    params = {"hidden": "true", "zone_id": "zone-x", "limit": "500"}
    (hidden,) = (await store.client.get(f"{BASE}/asset_categories", params=params)).json()
    assert hidden["name"] == "_DESKS_"
    assert hidden["authority_id"]
    shown = (await store.client.get(f"{BASE}/asset_categories", params={"hidden": "false"})).json()
    assert [one["name"] for one in shown] == ["Laptops"]
    assert len((await store.client.get(f"{BASE}/asset_categories")).json()) == 2


async def test_a_category_keeps_its_description_as_it_is(store: Store) -> None:
    text = ' {"html": "<script>x</script>"} '
    url = f"{BASE}/asset_categories/{store.category}"
    changed = await store.client.patch(url, json={"description": text, "name": "<b>Desks</b>"})
    assert changed.json()["description"] == text
    assert changed.json()["name"] == "Desks"
    assert (await store.client.get(url)).json() == changed.json()


async def test_a_category_is_named_once_and_never_inside_itself(store: Store) -> None:
    taken = await store.client.post(f"{BASE}/asset_categories", json={"name": "_DESKS_"})
    assert taken.json()["failures"] == [{"field": "name", "reason": "is already taken"}]
    assert (await store.client.post(f"{BASE}/asset_categories", json={})).status_code == 422
    inner = await made(store.client, "asset_categories", name="Inner", parent_category_id=store.category)
    ring = await store.client.patch(f"{BASE}/asset_categories/{store.category}", json={"parent_category_id": inner})
    assert ring.status_code == 422
    free = await store.client.patch(f"{BASE}/asset_categories/{inner}", json={"parent_category_id": None})
    assert "parent_category_id" not in free.json()


async def test_a_category_goes_with_all_that_is_in_it(store: Store) -> None:
    asset = await store.asset()
    assert (await store.client.delete(f"{BASE}/asset_categories/{store.category}")).status_code == 202
    assert (await store.client.get(f"{BASE}/asset_types/{store.type}")).status_code == 404
    assert (await store.client.get(f"{BASE}/assets/{asset['id']}")).status_code == 404


# types


async def test_a_type_needs_a_brand_a_name_and_a_category(store: Store) -> None:
    whole = {"name": "T", "brand": "B", "category_id": store.category}
    for field in whole:
        answer = await store.client.post(
            f"{BASE}/asset_types", json={key: value for key, value in whole.items() if key != field}
        )
        assert answer.status_code == 422
        assert answer.json()["failures"][0]["field"] == field
    unknown = await store.client.post(f"{BASE}/asset_types", json=whole | {"category_id": "asset_category-none"})
    assert unknown.json()["failures"][0]["field"] == "category_id"


async def test_types_are_filtered_and_listed_whole(store: Store) -> None:
    other = await made(store.client, "asset_categories", name="Laptops")
    await made(store.client, "asset_types", name="X1", brand="Lenovo", model_number="20", category_id=other)
    for params in ({"category_id": other}, {"brand": "Lenovo"}, {"model_number": "20"}, {"q": "lenov"}):
        answer = await store.client.get(f"{BASE}/asset_types", params=params)
        assert [one["name"] for one in answer.json()] == ["X1"], params
    listed = await store.client.get(f"{BASE}/asset_types")
    assert listed.headers["Content-Range"] == "asset_type 0-1/2"
    paged = await store.client.get(f"{BASE}/asset_types", params={"limit": 1})
    assert len(paged.json()) == 1
    assert "Link" in paged.headers


async def test_a_types_assets_are_counted_in_the_zone_asked_for(store: Store) -> None:
    await store.asset()
    await store.asset(zone_id=store.building)
    counts = {}
    for zone in (None, store.building, store.level, "zone-none"):
        params = {"zone_id": zone} if zone else {}
        (found,) = (await store.client.get(f"{BASE}/asset_types", params=params)).json()
        counts[zone] = found["asset_count"]
    assert counts == {None: 2, store.building: 2, store.level: 1, "zone-none": 0}


async def test_a_type_is_changed_in_part(store: Store) -> None:
    url = f"{BASE}/asset_types/{store.type}"
    changed = (await store.client.put(url, json={"description": "<b>good</b><script>x</script>", "brand": None})).json()
    assert changed["description"] == "<b>good</b>"
    assert changed["brand"] == "_DESKS_"
    assert (await store.client.delete(url)).status_code == 202
    assert (await store.client.get(url)).status_code == 404


# assets


async def test_an_asset_comes_back_as_it_was_sent(store: Store) -> None:
    sent = {
        "identifier": "D-1",
        "map_id": "table-1",
        "other_data": {"height": "1", "position": "[0,0]", "accessible": "false", "deep": {"kept": None}},
        "client_ids": {"a": 1},
        "place_groups": ["Red"],
        "features": ["standing"],
        "images": ["https://x.example/a.png"],
        "assigned_to": "ada@example.com",
        "security_system_groups": ["S"],
        "accessible": True,
        "version": 0,
        "settings": [],
    }
    asset = await store.asset(**sent)
    assert asset["id"].startswith("asset-")
    assert asset.items() >= {k: v for k, v in sent.items() if k not in {"version", "settings"}}.items()
    assert asset["bookable"] is True
    assert isinstance(asset["created_at"], int)
    assert None not in asset.values()
    assert (await store.client.get(f"{BASE}/assets/{asset['id']}/")).json() == asset


async def test_an_asset_counts_as_being_in_all_zones_around_it(store: Store) -> None:
    assert (await store.asset())["zones"] == [store.org, store.building, store.level]
    assert (await store.asset(zones=[store.level]))["zones"] == [store.level]


async def test_an_asset_needs_a_known_type_and_zone(store: Store) -> None:
    whole = {"asset_type_id": store.type, "zone_id": store.level}
    for field in whole:
        for value in ("", "none"):
            answer = await store.client.post(f"{BASE}/assets", json=whole | {field: value})
            assert answer.status_code == 422
            assert answer.json()["failures"][0]["field"] == field
    for field in ("parent_id", "purchase_order_id"):
        answer = await store.client.post(f"{BASE}/assets", json=whole | {field: "none"})
        assert answer.json()["failures"][0]["field"] == field


async def test_assets_are_filtered(store: Store) -> None:
    order = await made(store.client, "asset_purchase_orders", purchase_order_number="PO 1")
    await store.asset(name="A", barcode="b1", serial_number="s1", features=["x"], purchase_order_id=order)
    await store.asset(name="B", bookable=False, accessible=True, features=["x", "y"], zone_id=store.building)
    assert await store.names() == ["A", "B"]
    assert await store.names(zone_id=store.level) == ["A"]
    assert await store.names(zone_id=store.building) == ["A", "B"]
    assert await store.names(zones=f"{store.org},{store.level}") == ["A"]
    assert await store.names(type_id=store.type, order_id=order) == ["A"]
    assert await store.names(barcode="b1") == await store.names(serial_number="s1") == ["A"]
    assert await store.names(bookable="false") == await store.names(accessible="true") == ["B"]
    assert await store.names(features="y,z") == ["B"]
    assert await store.names(features="x") == ["A", "B"]
    assert await store.names(q="b1") == ["A"]
    assert await store.names(q="_desks_") == ["A", "B"]  # by their type's name
    listed = await store.client.get(f"{BASE}/assets", params={"limit": 1, "zones": f"{store.org},{store.building}"})
    assert listed.headers["Content-Range"] == "asset 0-1/2"
    assert "%2C" in listed.headers["Link"]


async def test_only_what_is_given_changes(store: Store) -> None:
    asset = await store.asset(barcode="1", notes="n", assigned_to="a@b.c")
    url = f"{BASE}/assets/{asset['id']}"
    changed = (await store.client.patch(url, json={"assigned_to": None, "notes": None, "name": "N"})).json()
    assert "assigned_to" not in changed
    assert (changed["notes"], changed["barcode"], changed["name"]) == ("n", "1", "N")
    assert (await store.client.delete(url)).status_code == 202
    assert (await store.client.get(url)).status_code == 404
    assert (await store.client.patch(url, json={})).status_code == 404


async def test_assets_are_written_in_bulk_or_not_at_all(store: Store) -> None:
    bulk = "/api/engine/v2assets/bulk"  # as the TypeScript client says it
    drafts = [{"asset_type_id": store.type, "zone_id": store.level, "name": name} for name in ("B", "A")]
    added = await store.client.post(bulk, json=drafts)
    assert added.status_code == 201
    first, second = added.json()
    assert [first["name"], second["name"]] == ["B", "A"]
    refused = await store.client.post(bulk, json=[*drafts, {"name": "no type"}])
    assert refused.status_code == 422
    assert len(await store.names()) == 2
    changes = [{"id": first["id"], "name": "C"}, {"id": second["id"], "name": "D"}, {"name": "no id"}]
    changed = await store.client.patch(bulk, json=changes)
    assert [one["name"] for one in changed.json()] == ["C", "D"]
    missing = await store.client.request("DELETE", f"{BASE}/assets/bulk", json=[first["id"], "asset-none"])
    assert missing.status_code == 404
    gone = await store.client.request("DELETE", f"{BASE}/assets/bulk", json=[first["id"], second["id"]])
    assert gone.status_code == 202
    assert await store.names() == []
    assert (await store.client.post(bulk, json={"not": "a list"})).status_code == 400


async def test_a_zone_takes_its_assets_along_and_its_id_from_others(store: Store) -> None:
    gone = await store.asset()
    elsewhere = await store.asset(zone_id=store.building, zones=[store.building, store.level])
    assert (await store.client.delete(f"{BASE}/zones/{store.level}")).status_code == 202
    assert (await store.client.get(f"{BASE}/assets/{gone['id']}")).status_code == 404
    assert (await store.client.get(f"{BASE}/assets/{elsewhere['id']}")).json()["zones"] == [store.building]


# purchase orders


async def test_purchase_orders_are_kept(store: Store) -> None:
    body = {"purchase_order_number": "PO 7", "supplier_details": {"name": "S"}, "unit_price": 995, "purchase_date": 1}
    order = await made(store.client, "asset_purchase_orders", **body)
    url = f"{BASE}/asset_purchase_orders/{order}"
    assert (await store.client.get(url)).json().items() >= body.items()
    changed = (await store.client.put(url, json={"unit_price": None, "invoice_number": "I"})).json()
    assert "unit_price" not in changed
    assert changed["purchase_order_number"] == "PO 7"
    listed = await store.client.get(f"{BASE}/asset_purchase_orders", params={"q": "7"})
    assert listed.headers["X-Total-Count"] == "1"
    asset = await store.asset(purchase_order_id=order)
    assert (await store.client.delete(url)).status_code == 202
    assert "purchase_order_id" not in (await store.client.get(f"{BASE}/assets/{asset['id']}")).json()
    assert (await store.client.post(f"{BASE}/asset_purchase_orders", json={})).status_code == 422
    dear = {"purchase_order_number": "x", "unit_price": 2**40}
    assert (await store.client.post(f"{BASE}/asset_purchase_orders", json=dear)).status_code == 422


# who may


async def test_everybody_reads_and_support_writes(place: Place, store: Store, ada: Somebody) -> None:
    asset = await store.asset()
    client = place.client(ada)
    for path in ("asset_categories", "asset_types", "assets", "asset_purchase_orders"):
        assert (await client.get(f"{BASE}/{path}")).status_code == 200
        refused = await client.post(f"{BASE}/{path}", json={"name": "x", "zone_id": store.level})
        assert refused.status_code == (403 if path != "assets" else 422)
    whole = {"asset_type_id": store.type, "zone_id": store.level}
    assert (await client.post(f"{BASE}/assets", json=whole)).status_code == 403
    assert (await client.patch(f"{BASE}/assets/{asset['id']}", json={})).status_code == 403
    assert (await client.delete(f"{BASE}/assets/{asset['id']}")).status_code == 403
    assert (await client.delete(f"{BASE}/asset_types/{store.type}")).status_code == 403
    support = place.client(await place.person("Sue", permissions=1))
    assert (await support.post(f"{BASE}/assets", json=whole)).status_code == 201


async def test_zone_managers_add_and_change_where_they_manage(place: Place, store: Store) -> None:
    client = await manager(place, store, "manage")
    whole = {"asset_type_id": store.type, "zone_id": store.level}
    added = await client.post(f"{BASE}/assets", json=whole)
    assert added.status_code == 201
    url = f"{BASE}/assets/{added.json()['id']}"
    assert (await client.patch(url, json={"name": "x"})).status_code == 200
    assert (await client.patch(url, json={"zone_id": store.org})).status_code == 403
    assert (await client.delete(url)).status_code == 403
    assert (await client.post(f"{BASE}/assets", json=whole | {"zone_id": store.org})).status_code == 403
    assert (await client.post(f"{BASE}/asset_categories", json={"name": "x"})).status_code == 403


async def test_who_manages_the_root_zone_keeps_the_catalogue(place: Place, store: Store) -> None:
    client = await manager(place, store, "manage")
    document = {"name": "permissions", "details": {"manage": ["Keepers"]}}
    assert (await store.client.put(f"{BASE}/metadata/{store.org}", json=document)).status_code == 200
    category = await client.post(f"{BASE}/asset_categories", json={"name": "Laptops"})
    assert category.status_code == 201
    body = {"name": "X1", "brand": "Lenovo", "category_id": category.json()["id"]}
    assert (await client.post(f"{BASE}/asset_types", json=body)).status_code == 201
    assert (await client.delete(f"{BASE}/asset_categories/{category.json()['id']}")).status_code == 403


async def test_zone_administrators_remove_too(place: Place, store: Store) -> None:
    client = await manager(place, store, "admin")
    asset = await store.asset()
    assert (await client.delete(f"{BASE}/assets/{asset['id']}")).status_code == 202


async def test_assets_of_another_organisation_do_not_exist(house: House, place: Place, store: Store) -> None:
    other = await open_place(house)
    theirs = await furnish(other, await other.person("Boss", permissions=3))
    asset = await theirs.asset()
    mine = store.client
    for path in (
        f"assets/{asset['id']}",
        f"asset_types/{theirs.type}",
        f"asset_categories/{theirs.category}",
    ):
        assert (await mine.get(f"{BASE}/{path}")).status_code == 404
        assert (await mine.patch(f"{BASE}/{path}", json={"name": "mine"})).status_code == 404
        assert (await mine.delete(f"{BASE}/{path}")).status_code == 404
    for foreign in (
        {"asset_type_id": theirs.type},
        {"zone_id": theirs.level},
        {"parent_id": asset["id"]},
    ):
        body = {"asset_type_id": store.type, "zone_id": store.level, **foreign}
        refused = await mine.post(f"{BASE}/assets", json=body)
        assert refused.status_code == 422, foreign
    assert await store.names() == []
    await other.close()
