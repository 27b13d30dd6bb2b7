"""`/zones` on the wire: engine API contract B.1, and 0.1 for its lists."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.contract.engine import plan
from tests.contract.engine.plan import BASE, zone
from tests.places import Place, Somebody, open_place
from workhall.kernel.ids import new_id
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
ZONES = f"{BASE}/zones"


async def names(client: httpx.AsyncClient, query: str) -> list[str]:
    answer = await client.get(f"{ZONES}?{query}")
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()]


async def test_a_zone_is_shown_with_all_its_fields(place: Place, admin: Somebody) -> None:
    given = {
        "name": "Level 4",
        "description": "With a view",
        "tags": ["level", "parking"],
        "location": "52.5,13.4",
        "display_name": "Fourth",
        "code": "L4",
        "type": "office",
        "count": 3,
        "capacity": 120,
        "map_id": "https://maps.example/l4.svg",
        "timezone": "Europe/Berlin",
        "images": ["a.png"],
        "triggers": [],
        "playlists": [],
        "place_id": "place-1",
    }
    client = place.client(admin)
    shown = await plan.made(client, "zones", **given, parent_id=None, unknown="x", settings=[], id="ignored")
    assert {key: shown[key] for key in given} == given
    assert shown["id"].startswith("zone-")
    assert isinstance(shown["created_at"], int)
    assert "parent_id" not in shown
    assert (await client.get(f"{ZONES}/{shown['id']}")).json() == shown
    assert (await client.get(f"{ZONES}/{shown['id']}/?complete=true")).json() == shown | {"trigger_data": []}


async def test_every_signed_in_person_reads_zones_and_nobody_else(place: Place, admin: Somebody, ada: Somebody) -> None:
    zone_id = await zone(place.client(admin), "Org")
    assert (await place.client(ada).get(f"{ZONES}/{zone_id}")).status_code == 200
    assert (await place.client().get(f"{ZONES}/{zone_id}")).status_code == 401


async def test_a_list_without_tags_or_parent_is_for_support_staff(place: Place, admin: Somebody, ada: Somebody) -> None:
    await zone(place.client(admin), "Org", tags=["org"])
    refused = await place.client(ada).get(f"{ZONES}?limit=500")
    assert refused.status_code == 403
    assert refused.json()["code"] == "filter_needed"
    assert await names(place.client(ada), "tags=org&authority_id=authority-x&limit=2500") == ["Org"]
    assert await names(place.client(ada), "parent_id=root") == ["Org"]
    assert await names(place.client(admin), "") == ["Org"]


async def test_zones_are_found_by_parent_and_all_of_several_tags(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org", tags=["org"])
    one = await zone(client, "One", org, tags=["building", "city"])
    other = await zone(client, "Other", org, tags=["building"])
    await zone(client, "Level", one, tags=["level"])
    assert await names(client, f"parent_id={org}") == ["One", "Other"]
    assert await names(client, f"parent_id={org},{one}") == ["Level", "One", "Other"]
    assert await names(client, f"parent_id=root,{one}") == ["Level", "Org"]
    assert await names(client, "tags=building") == ["One", "Other"]
    assert await names(client, "tags=building,city") == ["One"]
    assert await names(client, f"tags=level&parent_id={other}") == []
    assert await names(client, "tags=region") == []


async def test_children_are_counted_when_asked_for(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org", tags=["org"])
    for name in ("One", "Other"):
        await zone(client, name, org)
    asked = (await client.get(f"{ZONES}?tags=org&include_children_count=true")).json()
    assert asked[0]["children_count"] == 2
    assert "children_count" not in (await client.get(f"{ZONES}?tags=org")).json()[0]


async def test_search_finds_whole_words_and_the_beginning_of_the_last(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    first = await zone(client, "North tower", code="NT1", tags=["building"])
    await zone(client, "South tower", description="facing <b>north</b>")
    await zone(client, "Northern annex")
    assert await names(client, "q=north") == ["North tower", "Northern annex", "South tower"]
    assert await names(client, "q=north+tow") == ["North tower", "South tower"]
    assert await names(client, "q=nt1") == ["North tower"]
    assert await names(client, "q=building") == ["North tower"]
    assert await names(client, "q=*") == ["North tower", "Northern annex", "South tower"]
    assert await names(client, f"q={first}") == ["North tower"]
    assert await names(client, "q=west") == []


async def test_paging_leads_through_250_zones_and_ends(place: Place, admin: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        rows = [(new_id("zone"), f"Zone {number:03}") for number in range(250)]
        await tx.executemany("insert into zones (zone_id, name, tags) values ($1, $2, '{a,b}')", rows)
    client = place.client(admin)
    url, seen, pages = f"{ZONES}/?tags=a,b&authority_id=x", [], 0
    while url:
        answer = await client.get(url)
        seen += [one["name"] for one in answer.json()]
        assert answer.headers["X-Total-Count"] == "250"
        pages += 1
        link = answer.headers.get("Link", "")
        assert "," not in link
        assert not link or link.endswith('; rel="next"')
        url = link[1:].partition(">")[0]
        if url:
            assert parse_qs(urlsplit(url).query) == {
                "tags": ["a,b"],
                "authority_id": ["x"],
                "limit": ["100"],
                "offset": [str(pages * 100)],
            }
            assert answer.headers["Content-Range"] == f"zone {pages * 100 - 100}-{pages * 100}/250"
    assert pages == 3
    assert seen == [f"Zone {number:03}" for number in range(250)]


async def test_a_page_beyond_the_end_still_knows_the_total(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    await zone(client, "Org")
    for query in ("offset=5", "limit=0"):
        answer = await client.get(f"{ZONES}?{query}")
        assert (answer.json(), answer.headers["X-Total-Count"]) == ([], "1")
        assert "Link" not in answer.headers
    assert (await client.get(f"{ZONES}?limit=many")).status_code == 400


async def test_tags_are_listed_once_and_trimmed(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    await zone(client, "One", tags=["org", " level "])
    await zone(client, "Other", tags=["level", ""])
    assert (await place.client(ada).get(f"{ZONES}/tags")).json() == ["level", "org"]


async def test_a_zone_needs_a_name_of_its_own(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    await zone(client, "Org")
    for given, reason in (
        ({"name": "Org"}, "has already been taken"),
        ({}, "is required"),
        ({"name": " "}, "is required"),
    ):
        answer = await client.post(ZONES, json=given)
        assert answer.status_code == 422
        assert answer.json()["failures"] == [{"field": "name", "reason": reason}]


async def test_names_lose_their_markup_and_descriptions_what_is_dangerous(place: Place, admin: Somebody) -> None:
    given = {
        "name": "R&D <script>x</script><b>lab</b>",
        "description": "<b>bold</b><script>x</script>",
        "tags": ["<i>a</i>"],
    }
    shown = await plan.made(place.client(admin), "zones", **given)
    assert (shown["name"], shown["description"], shown["tags"]) == ("R&D lab", "<b>bold</b>", ["a"])


async def test_time_zones_must_exist(place: Place, admin: Somebody) -> None:
    answer = await place.client(admin).post(ZONES, json={"name": "Org", "timezone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert answer.json()["failures"][0]["field"] == "timezone"


async def test_only_the_given_fields_change_and_null_empties_what_can_be_empty(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    zone_id = await zone(client, "One", org, tags=["building"], timezone="Europe/Berlin", code="B1")
    changed = (await client.patch(f"{ZONES}/{zone_id}?version=0", json={"code": "B2", "tags": None})).json()
    assert (changed["code"], changed["tags"], changed["parent_id"]) == ("B2", ["building"], org)
    changed = (await client.put(f"{ZONES}/{zone_id}", json={"parent_id": None, "timezone": ""})).json()
    assert "parent_id" not in changed
    assert "timezone" not in changed
    assert changed["name"] == "One"


async def test_a_zone_cannot_lie_in_itself(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    top = await zone(client, "Top")
    middle = await zone(client, "Middle", top)
    bottom = await zone(client, "Bottom", middle)
    for parent in (top, middle, bottom):
        answer = await client.patch(f"{ZONES}/{top}", json={"parent_id": parent})
        assert answer.status_code == 422
        assert answer.json()["failures"][0]["field"] == "parent_id"
    assert (await client.patch(f"{ZONES}/{bottom}", json={"parent_id": top})).status_code == 200


async def test_two_moves_at_the_same_time_close_no_ring(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    for number in range(5):
        one, other = await zone(client, f"One {number}"), await zone(client, f"Other {number}")
        moves = ((one, other), (other, one))
        answers = await asyncio.gather(
            *(client.patch(f"{ZONES}/{moved}", json={"parent_id": into}) for moved, into in moves)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_parents_must_be_zones_of_this_organisation(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    foreign = await zone(other.client(await other.person("Boss", permissions=3)), "Theirs")
    client = place.client(admin)
    for parent in (foreign, "zone-none", "sys-x"):
        assert (await client.post(ZONES, json={"name": "One", "parent_id": parent})).status_code == 422
    for method in ("GET", "PATCH", "DELETE"):
        assert (await client.request(method, f"{ZONES}/{foreign}", json={})).status_code == 404
    await other.close()


async def test_deleting_takes_the_zones_inside_and_strikes_them_from_rooms_and_assets(
    place: Place, admin: Somebody
) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    building = await zone(client, "Building", org)
    level = await zone(client, "Level", building)
    system = await plan.made(client, "systems", name="Room", zones=[org, building, level])
    await client.put(f"{BASE}/metadata/{level}", json={"name": "desks", "details": []})
    await plan.made(client, "settings", parent_id=level, settings_string="a: 1")
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("insert into asset_categories (asset_category_id, name) values ('c', 'c')")
        await tx.execute(
            "insert into asset_types (asset_type_id, category_id, name, brand) values ('t', 'c', 't', 'b')"
        )
        await tx.execute(
            "insert into assets (asset_id, asset_type_id, zone_id, zones) values ('a', 't', $1, $2)",
            org,
            [level, org, building],
        )
    answer = await client.delete(f"{ZONES}/{building}")
    assert (answer.status_code, answer.content) == (202, b"")
    for gone in (building, level):
        assert (await client.get(f"{ZONES}/{gone}")).status_code == 404
        assert (await client.get(f"{BASE}/metadata/{gone}")).json() == {}
    assert (await client.get(f"{BASE}/systems/{system['id']}")).json()["zones"] == [org]
    assert (await client.get(f"{BASE}/settings?parent_id={level}")).json() == []
    async with place.house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select zones from assets") == [org]
        await tx.execute("delete from asset_categories")


async def test_ordinary_people_change_nothing(place: Place, admin: Somebody, ada: Somebody) -> None:
    org = await zone(place.client(admin), "Org")
    client = place.client(ada)
    for method, path in (("POST", ""), ("PATCH", f"/{org}"), ("PUT", f"/{org}"), ("DELETE", f"/{org}")):
        answer = await client.request(method, ZONES + path, json={"name": "Mine", "parent_id": org})
        assert answer.status_code == 403
        assert answer.json()["code"] == "needs_permission"
    assert (await client.delete(f"{ZONES}/zone-none")).status_code == 404


async def test_groups_manage_and_administer_below_the_root_zone(place: Place, admin: Somebody) -> None:
    support = place.client(admin)
    org = await zone(support, "Org")
    building = await zone(support, "Building", org)
    shut = await zone(support, "Shut", org)
    elsewhere = await zone(support, "Elsewhere")
    await plan.grant(support, building, manage=["Guides"], admin=["chiefs"])
    await plan.grant(support, shut, deny=["guides"], manage=["guides"])
    await plan.grant(support, elsewhere, admin=["guides", "chiefs"])
    guide = place.client(await place.person("Guide", groups=("Guides",)))
    chief = place.client(await place.person("Chief", groups=("chiefs",)))
    assert (await guide.patch(f"{ZONES}/{building}", json={"code": "x"})).status_code == 403
    await plan.make_root(place, org)
    assert (await guide.patch(f"{ZONES}/{building}", json={"code": "x"})).status_code == 200
    level = await zone(guide, "Level", building)
    for zone_id in (org, shut, elsewhere):
        assert (await guide.patch(f"{ZONES}/{zone_id}", json={"code": "x"})).status_code == 403
        assert (await guide.post(ZONES, json={"name": "New", "parent_id": zone_id})).status_code == 403
        assert (await guide.patch(f"{ZONES}/{level}", json={"parent_id": zone_id})).status_code == 403
    assert (await guide.patch(f"{ZONES}/{level}", json={"parent_id": None})).status_code == 403
    assert (await guide.delete(f"{ZONES}/{level}")).status_code == 403
    assert (await chief.delete(f"{ZONES}/{level}")).status_code == 202


async def test_the_server_without_drivers_says_so(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    org = await zone(client, "Org")
    system = await plan.made(client, "systems", name="Room", zones=[org])
    answer = await client.post(f"{ZONES}/{org}/exec/Display_1/power", json=[True])
    assert answer.status_code == 200
    assert answer.json() == {"success": [], "failure": [], "module_missing": [system["id"]]}
    assert (await client.get(f"{ZONES}/{org}/triggers")).json() == []
    assert (await place.client(ada).get(f"{ZONES}/{org}/triggers")).status_code == 403
    assert (await place.client(ada).post(f"{ZONES}/{org}/exec/Display_1/power", json=[])).status_code == 403


async def test_changes_are_audited_announced_and_make_apps_forget(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    marks = [await plan.cache_mark(client)]
    org = await zone(client, "Org")
    marks.append(await plan.cache_mark(client))
    await client.patch(f"{ZONES}/{org}", json={"code": "x"})
    marks.append(await plan.cache_mark(client))
    await client.delete(f"{ZONES}/{org}")
    marks.append(await plan.cache_mark(client))
    assert len(set(map(str, marks))) == 4
    assert await plan.noted(place, "zone") == [("create", org), ("update", org), ("delete", org)]
    assert [one["action"] for one in await plan.told(place, "zones/changed")] == ["create", "update", "destroy"]
    assert await plan.told(place, "metadata/changed") == [{"action": "destroy_all", "metadata": {"parent_id": org}}]


async def test_a_token_needs_the_scope_of_zones(place: Place, ada: Somebody) -> None:
    for scope, status in ((("zones.read",), 200), (("systems",), 403)):
        headers = {"Authorization": f"Bearer {place.token(ada, scope=scope)}"}
        assert (await place.client(headers=headers).get(f"{ZONES}?tags=org")).status_code == status
