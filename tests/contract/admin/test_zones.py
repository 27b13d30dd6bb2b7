"""Zones in the administration: the tree, what is in them, documents with their history, settings by level."""

import re
from typing import Any

import pytest

from tests.contract.admin.conftest import Visit, Visitor, title
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
HOSTILE = "<script>alert('x')</script>\"'&"


async def add(office: Visitor, name: str, **fields: Any) -> str:
    """Add a zone by the form; answers its page."""
    answer = await office.post("/admin/zones/new", {"name": name, **fields})
    assert answer.status_code == 303, answer.text
    await office.get(answer.headers["location"])  # where the toast is shown, once
    return str(answer.headers["location"])


def ident(page: str) -> str:
    return page.rpartition("/")[2]


async def document(office: Visitor, zone: str, name: str, details: str) -> str:
    answer = await office.post(f"{zone}/documents/new", {"name": name, "details": details})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_fresh_list_says_what_to_do_first(office: Visitor) -> None:
    page = await office.get("/admin/zones")
    assert "No zones yet" in page.text
    assert "Begin with the organisation" in page.text


async def test_a_building_with_levels_grows_in_the_tree(office: Visitor) -> None:
    building = await add(office, "Havenkade 12", tags="building", timezone="Europe/Amsterdam", display_name="Harbour")
    below = await office.get(f"/admin/zones/new?in={ident(building)}")
    assert re.search(r'value="level"[^>]*checked', below.text), "below a building it is likely to be a level"
    assert 'value="Europe/Amsterdam"' in below.text
    await add(office, "Havenkade 12, level 2", tags="level", parent_id=ident(building), capacity="40")
    page = await office.get(building)
    assert title(page).startswith("Harbour ·")
    assert "Europe/Amsterdam" in page.text
    tree = await office.get("/admin/zones")
    assert tree.text.index("Harbour") < tree.text.index("Havenkade 12, level 2")
    assert "Havenkade 12, level 2" in (await office.get(f"{building}/children")).text


async def test_a_deep_tree_is_fetched_as_it_is_opened_and_linked_without_script(office: Visitor) -> None:
    organisation = await add(office, "Northwind", tags="org")
    building = await add(office, "Pier 1", tags="building", parent_id=ident(organisation))
    await add(office, "Pier 1 level", tags="level", parent_id=ident(building))
    tree = await office.get("/admin/zones")
    assert "Pier 1 level" not in tree.text
    assert f'hx-get="{building}/children"' in tree.text
    assert "Show what is in it" in tree.text
    parts = await office.get(f"{building}/children", headers={"hx-request": "true"})
    assert parts.text.strip().startswith('<ul class="tree">')
    assert "Pier 1 level" in parts.text


async def test_zones_are_found_by_words_and_by_tag(office: Visitor) -> None:
    await add(office, "Pier 1", tags="building")
    await add(office, "Meadow", more_tags="quiet, green")
    found = (await office.get("/admin/zones?q=pier")).text.split('id="rows"')[1]
    assert "Pier 1" in found
    assert "Meadow" not in found
    found = (await office.get("/admin/zones?tag=quiet")).text.split('id="rows"')[1]
    assert "Meadow" in found
    assert "Pier 1" not in found
    assert "No such zone" in (await office.get("/admin/zones?q=nothinglikeit")).text


async def test_a_refused_zone_says_what_to_mend_and_keeps_what_was_typed(office: Visitor) -> None:
    await add(office, "Pier 1")
    page = await office.post("/admin/zones/new", {"name": "Pier 1", "code": "P1", "timezone": ""})
    assert page.status_code == 422
    assert title(page).startswith("Problem: Add zone")
    assert "something else is called that already" in page.text
    assert 'value="P1"' in page.text
    page = await office.post("/admin/zones/new", {"name": "", "timezone": "Europe/Nowhere"})
    assert 'href="#name"' in page.text
    assert 'href="#timezone"' in page.text
    page = await office.post("/admin/zones/new", {"name": "x", "capacity": "lots"})
    assert "write a whole number" in page.text


async def test_a_zone_cannot_be_put_into_itself(office: Visitor) -> None:
    outer = await add(office, "Outer")
    inner = await add(office, "Inner", parent_id=ident(outer))
    page = await office.post(f"{outer}/edit", {"name": "Outer", "parent_id": ident(inner)})
    assert page.status_code == 422
    assert "a zone cannot lie in itself" in page.text


async def test_changes_are_kept_and_told_in_the_history(office: Visitor) -> None:
    zone = await add(office, "Pier 1", tags="building")
    edit = await office.get(f"{zone}/edit")
    assert re.search(r'value="building"[^>]*checked', edit.text)
    answer = await office.post(f"{zone}/edit", {"name": "Pier 2", "tags": "building", "location": "52.3,4.9"})
    assert answer.status_code == 303
    history = await office.get(f"{zone}/history")
    assert "changed zone" in history.text
    assert "Pier 1" in history.text


async def test_deleting_tells_what_goes_along_and_wants_the_name(office: Visitor) -> None:
    building = await add(office, "Pier 1", tags="building")
    level = await add(office, "Pier 1 level", parent_id=ident(building))
    await document(office, level, "desks", "[]")
    page = await office.get(building)
    assert "zones in it (1), documents (1), assets (0)" in page.text
    answer = await office.post(f"{building}/delete", {"confirmed": "Pier"})
    assert answer.headers["location"] == building
    assert "type the name exactly" in (await office.get(building)).text
    answer = await office.post(f"{building}/delete", {"confirmed": "Pier 1"})
    assert answer.headers["location"] == "/admin/zones"
    assert (await office.get(level)).status_code == 404


async def test_a_plan_of_this_house_is_shown_and_one_from_elsewhere_is_linked(office: Visitor) -> None:
    ours = await add(office, "A", map_id="/api/engine/v2/uploads/data/abc.svg")
    assert '<img src="/api/engine/v2/uploads/data/abc.svg"' in (await office.get(ours)).text
    theirs = await add(office, "B", map_id="https://elsewhere.example/plan.svg")
    page = await office.get(theirs)
    assert "<img" not in page.text
    assert 'href="https://elsewhere.example/plan.svg"' in page.text
    script = await add(office, "C", map_id="javascript:alert(1)")
    page = await office.get(script)
    assert 'href="javascript' not in page.text
    assert 'src="javascript' not in page.text


async def test_hostile_names_are_only_text(office: Visitor, place: Place) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("insert into zones (zone_id, name, tags) values ('zone-evil', $1, $2)", HOSTILE, [HOSTILE])
    here = "/admin/zones/zone-evil"
    doc = await document(office, here, "desks", '{"a": "</textarea><script>alert(1)</script>"}')
    paths = ["", "/edit", "/children", "/systems", "/metadata", "/settings", "/settings/open", "/history"]
    for path in (*(here + one for one in paths), doc, f"{doc}/history", f"{doc}/rename", "/admin/zones"):
        page = await office.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
    page = await office.get("/admin/zones", params={"q": "script", "tag": HOSTILE})
    assert "<script>alert" not in page.text


async def test_a_document_is_added_changed_renamed_and_deleted(office: Visitor) -> None:
    zone = await add(office, "Level 2", tags="level")
    assert "No documents yet" in (await office.get(f"{zone}/metadata")).text
    here = await document(office, zone, "desks", '[{"id": "d1", "price": 1.10}]')
    page = await office.get(here)
    assert "1.10" in page.text, "numbers stay as they were written"
    answer = await office.post(here, {"details": "[]", "version": "0", "editors": "Facilities"})
    assert answer.status_code == 303
    assert "Facilities" in (await office.get(here)).text
    answer = await office.post(f"{here}/rename", {"new_name": "seats/all"})
    here = answer.headers["location"]
    assert here.endswith("/metadata/seats%2Fall")
    assert (await office.get(here)).status_code == 200
    assert "seats/all" in (await office.get(f"{zone}/metadata")).text
    answer = await office.post(f"{here}/delete", {"confirmed": "seats"})
    assert (await office.get(here)).status_code == 200
    await office.post(f"{here}/delete", {"confirmed": "seats/all"})
    assert (await office.get(here)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('{\n  "a": 1\n  "b": 2\n}', "line 3, column 3: a comma or a closing bracket is missing"),
        ('{\n  "a": 1,\n}', "line 3, column 1: a name in double quotes"),
        ("[1, NaN]", "line 1, column 5"),
        ('["a', "line 1, column 2: the text that begins here has no closing quote"),
        ("", "line 1, column 1"),
        ('["\\u0000"]', "must not hold"),
        ("[" * 100_000, "Document: "),
    ],
)
async def test_a_slip_in_json_is_told_by_line_and_column_beside_the_field(
    office: Visitor, typed: str, said: str
) -> None:
    zone = await add(office, "Level 2")
    here = await document(office, zone, "desks", "{}")
    page = await office.post(here, {"details": typed, "version": "0"})
    assert page.status_code == 422
    assert said in page.text
    assert 'id="details-e"' in page.text
    assert 'href="#details"' in page.text
    assert '"version" value="0"' in page.text
    page = await office.post(f"{zone}/documents/new", {"name": "other", "details": typed})
    assert page.status_code == 422


async def test_two_who_write_one_document_are_shown_each_others_words(office: Visitor) -> None:
    zone = await add(office, "Level 2")
    here = await document(office, zone, "desks", '{"a": 1}')
    await office.post(here, {"details": '{"a": 2}', "version": "0"})
    page = await office.post(here, {"details": '{"a": 3}', "version": "0"})
    assert page.status_code == 422
    assert "Somebody else changed this" in page.text
    assert re.search(r"<del[^>]*>2</del> <ins[^>]*>3</ins>", page.text)
    assert "{&#34;a&#34;: 3}" in page.text, "what was typed is still there"
    answer = await office.post(here, {"details": '{"a": 3}', "version": "1"})
    assert answer.status_code == 303


async def test_a_former_version_is_restored_and_that_undone(office: Visitor) -> None:
    zone = await add(office, "Level 2")
    here = await document(office, zone, "desks", '{"a": 1, "b": [1, 2]}')
    await office.post(here, {"details": '{"a": 2, "b": [1, 3]}', "version": "0"})
    history = await office.get(f"{here}/history")
    assert re.search(r"<dt>a</dt><dd><del[^>]*>1</del> <ins[^>]*>2</ins>", history.text)
    assert "<dt>b[1]</dt>" in history.text
    answer = await office.post(f"{here}/restore/0")
    page = await office.get(answer.headers["location"])
    assert "reads as it did in version 1" in page.text
    assert f'action="{here}/restore/1"' in page.text
    assert "&#34;a&#34;: 1" in page.text
    await office.post(f"{here}/restore/1")
    assert "&#34;a&#34;: 2" in (await office.get(here)).text
    assert (await office.post(f"{here}/restore/99")).status_code == 404


async def test_a_document_of_the_same_name_is_not_overwritten(office: Visitor) -> None:
    zone = await add(office, "Level 2")
    await document(office, zone, "desks", "{}")
    page = await office.post(f"{zone}/documents/new", {"name": "desks", "details": "[1]"})
    assert page.status_code == 422
    assert 'href="#name"' in page.text


async def test_settings_are_masked_and_the_deepest_never_shown(office: Visitor) -> None:
    zone = await add(office, "Level 2")
    for level in ("open", "support", "admin", "never"):
        answer = await office.post(f"{zone}/settings/{level}", {"settings_string": f"pin: value-of-{level}"})
        assert answer.status_code == 303
    page = await office.get(f"{zone}/settings")
    assert "value-of-open" in page.text
    for level in ("support", "admin", "never"):
        assert f"value-of-{level}" not in page.text
    assert page.text.count("pin: •••") == 3
    assert "value-of-admin" in (await office.get(f"{zone}/settings/admin")).text
    never = await office.get(f"{zone}/settings/never")
    assert "value-of-never" not in never.text
    assert "is never shown" in never.text
    page = await office.post(f"{zone}/settings/never", {"settings_string": "  "})
    assert page.status_code == 422
    answer = await office.post(f"{zone}/settings/never", {"settings_string": "pin: other"})
    assert answer.status_code == 303
    await office.post(f"{zone}/settings/open/delete", {"confirmed": "Level 2"})
    assert "value-of-open" not in (await office.get(f"{zone}/settings")).text


async def test_settings_that_are_no_object_are_refused(office: Visitor) -> None:
    zone = await add(office, "Level 2")
    page = await office.post(f"{zone}/settings/open", {"settings_string": "just words"})
    assert page.status_code == 422
    assert "just words" in page.text
    assert (await office.get(f"{zone}/settings/other")).status_code == 404


async def test_what_was_not_sent_by_our_own_form_changes_nothing(office: Visitor) -> None:
    zone = await add(office, "Level 2")
    for path in (f"{zone}/edit", f"{zone}/delete", f"{zone}/documents/new", f"{zone}/settings/open"):
        form = {"csrf_token": "stolen", "name": "x", "confirmed": "Level 2", "settings_string": "a: 1", "details": "{}"}
        assert (await office.client.post(path, data=form)).status_code == 403
    assert "Level 2" in (await office.get("/admin/zones")).text


async def test_people_without_rights_see_and_do_nothing(visit: Visit, ada: Somebody, office: Visitor) -> None:
    zone = await add(office, "Level 2")
    visitor = await visit(ada)
    for path in ("/admin/zones", zone, f"{zone}/metadata", f"{zone}/settings", f"{zone}/history"):
        assert (await visitor.get(path)).status_code == 403
    for path in ("/admin/zones/new", f"{zone}/delete", f"{zone}/documents/new"):
        assert (await visitor.post(path, {"name": "x", "confirmed": "Level 2", "details": "{}"})).status_code == 403


async def test_support_staff_read_sealed_settings_of_their_level_only(
    visit: Visit, place: Place, office: Visitor
) -> None:
    zone = await add(office, "Level 2")
    await office.post(f"{zone}/settings/admin", {"settings_string": "pin: value-of-admin"})
    helper = await visit(await place.person("Helper", permissions=1))
    page = await helper.get(f"{zone}/settings")
    assert page.status_code == 200
    assert "value-of-admin" not in page.text
    assert (await helper.get(f"{zone}/settings/admin")).status_code == 403
    assert (await helper.get(f"{zone}/history")).status_code == 403
    assert (await helper.post(f"{zone}/settings/admin", {"settings_string": "pin: 1"})).status_code == 403


@pytest.mark.parametrize("path", ["zone-none", "zone-none/edit", "zone-none/metadata", "zone-none/settings/open"])
async def test_a_zone_that_is_not_there_is_a_page_that_says_so(office: Visitor, path: str) -> None:
    page = await office.get(f"/admin/zones/{path}")
    assert page.status_code == 404
    assert "There is no such page" in page.text
