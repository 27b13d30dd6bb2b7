"""Assets in the administration: categories, types, the things themselves; one by one and many at once."""

import re
from typing import Any

import pytest

from tests.contract.admin.conftest import Visit, Visitor, title
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
HOSTILE = "<script>alert('x')</script>\"'&"


async def made(office: Visitor, path: str, **fields: Any) -> None:
    answer = await office.post(path, fields)
    assert answer.status_code == 303, answer.text
    await office.get(answer.headers["location"])


async def listed(office: Visitor, path: str, name: str) -> str:
    """The id behind a name in a list, or in a select."""
    page = (await office.get(path)).text
    found = re.search(rf'href="[^"]*/([^"/]+)">{name}<', page) or re.search(rf'value="([^"]+)"[^>]*>[^<]*{name}<', page)
    assert found, page
    return found[1]


@pytest.fixture
async def kind(office: Visitor) -> str:
    """A type, "Leap" of the category "Chairs"."""
    await made(office, "/admin/assets/categories/new", name="Chairs")
    category = await listed(office, "/admin/assets/categories", "Chairs")
    await made(office, "/admin/assets/types/new", name="Leap", brand="Steelcase", category_id=category)
    return await listed(office, "/admin/assets/types", "Leap")


@pytest.fixture
async def zone(office: Visitor) -> str:
    answer = await office.post("/admin/zones/new", {"name": "Level 2", "tags": "level"})
    await office.get(answer.headers["location"])
    return str(answer.headers["location"]).rpartition("/")[2]


async def asset(office: Visitor, kind: str, zone: str, **fields: Any) -> str:
    """Add an asset; answers its page."""
    answer = await office.post("/admin/assets/new", {"asset_type_id": kind, "zone_id": zone, **fields})
    assert answer.status_code == 303, answer.text
    await office.get(answer.headers["location"])
    return str(answer.headers["location"])


def rows(page: str) -> str:
    return page.split('id="rows"')[1].split("<template", maxsplit=1)[0]


async def test_fresh_lists_say_what_to_do_first(office: Visitor) -> None:
    for path, said in (("", "No assets yet"), ("/types", "No types yet"), ("/categories", "No categories yet")):
        assert said in (await office.get(f"/admin/assets{path}")).text
    assert "There is no type yet" in (await office.get("/admin/assets/new")).text
    assert "There is no category yet" in (await office.get("/admin/assets/types/new")).text


async def test_categories_count_their_types_and_assets_and_mark_hidden_ones(
    office: Visitor, kind: str, zone: str
) -> None:
    await asset(office, kind, zone, name="Chair 1")
    await made(
        office, "/admin/assets/categories/new", name="Lockers of an app", hidden="on", description='{"a": "<b>"}'
    )
    page = rows((await office.get("/admin/assets/categories")).text)
    assert re.search(r'Chairs</a>.*?<td class="n"><a[^>]*>1</a></td>\s*<td class="n">1</td>', page, re.DOTALL)
    assert 'Lockers of an app</a> <span class="badge">Hidden</span>' in page
    hidden = await listed(office, "/admin/assets/categories", "Lockers of an app")
    edit = await office.get(f"/admin/assets/categories/{hidden}")
    assert "{&#34;a&#34;: &#34;&lt;b&gt;&#34;}" in edit.text, "apps keep JSON there: it stays as it is"
    types = rows((await office.get("/admin/assets/types")).text)
    assert re.search(r'<td class="n"><a[^>]*>1</a>', types)


async def test_an_asset_is_added_shown_changed_and_deleted(office: Visitor, kind: str, zone: str) -> None:
    here = await asset(office, kind, zone, name="Chair 1", identifier="c-1", bookable="on", features="Arms\nWheels")
    page = await office.get(here)
    assert title(page).startswith("Chair 1 ·")
    assert "Level 2" in page.text
    assert "Steelcase Leap" in page.text
    assert "Arms, Wheels" in page.text
    assert "added asset" in page.text
    answer = await office.post(f"{here}/edit", {"asset_type_id": kind, "zone_id": zone, "name": "Chair 9"})
    assert answer.status_code == 303
    page = await office.get(here)
    assert "Chair 9" in page.text
    assert "Not bookable" in page.text, "a box that is not ticked says no"
    answer = await office.post(f"{here}/delete", {"confirmed": "Chair"})
    assert answer.headers["location"] == here
    answer = await office.post(f"{here}/delete", {"confirmed": "Chair 9"})
    assert answer.headers["location"] == "/admin/assets"
    assert (await office.get(here)).status_code == 404


async def test_a_refused_asset_says_what_to_mend(office: Visitor, kind: str, zone: str) -> None:
    page = await office.post("/admin/assets/new", {"name": "Chair 1", "asset_type_id": "", "zone_id": ""})
    assert page.status_code == 422
    assert 'href="#asset_type_id"' in page.text
    assert 'href="#zone_id"' in page.text
    assert 'value="Chair 1"' in page.text
    page = await office.post("/admin/assets/new", {"asset_type_id": kind, "zone_id": "zone-gone"})
    assert "that is gone. Choose another" in page.text


async def test_types_and_categories_say_what_to_mend(office: Visitor, kind: str) -> None:
    page = await office.post("/admin/assets/types/new", {"name": "", "brand": "", "category_id": ""})
    assert page.status_code == 422
    for field in ("name", "brand", "category_id"):
        assert f'href="#{field}"' in page.text
    page = await office.post("/admin/assets/categories/new", {"name": "Chairs"})
    assert "Choose another" in page.text
    own = await listed(office, "/admin/assets/categories", "Chairs")
    page = await office.post(f"/admin/assets/categories/{own}", {"name": "Chairs", "parent_category_id": own})
    assert page.status_code == 422
    assert "cannot be inside itself" in page.text


async def test_assets_are_filtered_by_words_type_and_zone(office: Visitor, kind: str, zone: str) -> None:
    await asset(office, kind, zone, name="Chair 1")
    assert "Chair 1" in rows((await office.get(f"/admin/assets?zone={zone}&type={kind}&q=chair")).text)
    for query in ("q=table", "zone=zone-x", "type=asset_type-x"):
        assert "No such asset" in (await office.get(f"/admin/assets?{query}")).text, query


async def test_many_are_deleted_once_their_number_is_typed(office: Visitor, kind: str, zone: str) -> None:
    ids = [(await asset(office, kind, zone, name=f"Chair {n}")).rpartition("/")[2] for n in (1, 2, 3)]
    page = await office.post("/admin/assets/delete", {"id": ids[:2]})
    assert "Delete 2 assets?" in page.text
    assert "Chair 1" in page.text
    assert "Chair 3" not in page.text
    page = await office.post("/admin/assets/delete", {"id": ids[:2], "confirmed": "3"})
    assert page.status_code == 422
    assert "Type the number exactly" in page.text
    assert all(one in page.text for one in ids[:2])
    answer = await office.post("/admin/assets/delete", {"id": ids[:2], "confirmed": "2"})
    left = await office.get(answer.headers["location"])
    assert "2 assets are deleted" in left.text
    assert "Chair 1" not in left.text
    assert "Chair 3" in left.text
    answer = await office.post("/admin/assets/delete")
    assert "Nothing was chosen" in (await office.get(answer.headers["location"])).text


async def test_a_pasted_table_becomes_assets_all_or_none(office: Visitor, kind: str, zone: str) -> None:
    common = {"asset_type_id": kind, "zone_id": zone}
    await made(office, "/admin/assets/paste", **common, table='Desk 1,d-1\n"Desk, 2",d-2\n\n')
    page = rows((await office.get("/admin/assets")).text)
    assert "Desk, 2" in page
    assert "d-1" in page
    await made(office, "/admin/assets/paste", **common, table="Desk 3\td-3\tarea-3")
    assert "Desk 3" in (await office.get("/admin/assets")).text
    refused = await office.post("/admin/assets/paste", {**common, "table": "Desk 4\na,b,c,d,e,f"})
    assert refused.status_code == 422
    assert "Desk 4" in refused.text
    assert "Desk 4" not in (await office.get("/admin/assets")).text
    assert (await office.post("/admin/assets/paste", {**common, "table": " "})).status_code == 422


async def test_deleting_a_category_tells_what_goes_and_wants_the_name(office: Visitor, kind: str, zone: str) -> None:
    await asset(office, kind, zone, name="Chair 1")
    category = await listed(office, "/admin/assets/categories", "Chairs")
    here = f"/admin/assets/categories/{category}"
    await made(office, "/admin/assets/categories/new", name="Stools", parent_category_id=category)
    assert "categories in it (1), types (1), assets (1)" in (await office.get(here)).text
    assert "All assets of this type go with it: 1." in (await office.get(f"/admin/assets/types/{kind}")).text
    await office.post(f"{here}/delete", {"confirmed": "chairs"})
    assert (await office.get(here)).status_code == 200
    await office.post(f"{here}/delete", {"confirmed": "Chairs"})
    assert (await office.get(here)).status_code == 404
    assert "No assets yet" in (await office.get("/admin/assets")).text


async def test_hostile_names_are_only_text(office: Visitor, place: Place, zone: str) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into asset_categories (asset_category_id, name, description) values ('c-evil', $1, $1)", HOSTILE
        )
        await tx.execute(
            """
            insert into asset_types (asset_type_id, category_id, name, brand, description)
            values ('t-evil', 'c-evil', $1, $1, $1)
            """,
            HOSTILE,
        )
        await tx.execute(
            """
            insert into assets (asset_id, asset_type_id, zone_id, name, notes)
            values ('a-evil', 't-evil', $1, $2, $2)
            """,
            zone,
            HOSTILE,
        )
    paths = ("", "/a-evil", "/a-evil/edit", "/types", "/types/t-evil", "/categories", "/categories/c-evil", "/paste")
    for path in paths:
        page = await office.get(f"/admin/assets{path}")
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
    assert "<script>alert" not in (await office.post("/admin/assets/delete", {"id": ["a-evil"]})).text


async def test_what_was_not_sent_by_our_own_form_changes_nothing(office: Visitor, kind: str, zone: str) -> None:
    here = await asset(office, kind, zone, name="Chair 1")
    ident = here.rpartition("/")[2]
    for path in (f"{here}/delete", "/admin/assets/delete", f"/admin/assets/types/{kind}/delete", "/admin/assets/paste"):
        form = {"csrf_token": "stolen", "confirmed": "1", "id": [ident]}
        assert (await office.client.post(path, data=form)).status_code == 403
    assert (await office.get(here)).status_code == 200


async def test_people_without_rights_see_and_do_nothing(
    visit: Visit, ada: Somebody, office: Visitor, kind: str, zone: str
) -> None:
    here = await asset(office, kind, zone, name="Chair 1")
    visitor = await visit(ada)
    for path in ("/admin/assets", here, "/admin/assets/types", "/admin/assets/categories", "/admin/assets/paste"):
        assert (await visitor.get(path)).status_code == 403
    assert (await visitor.post(f"{here}/delete", {"confirmed": "Chair 1"})).status_code == 403
    assert (await office.get(here)).status_code == 200
