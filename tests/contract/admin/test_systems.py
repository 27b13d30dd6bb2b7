"""Systems in the administration: found, placed in zones, changed by two at once, deleted."""

import re
from typing import Any

import pytest

from tests.contract.admin.conftest import Visit, Visitor, title
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
HOSTILE = "<script>alert('x')</script>\"'&"


async def zone(office: Visitor, name: str, **fields: Any) -> str:
    """Add a zone; answers its id."""
    answer = await office.post("/admin/zones/new", {"name": name, **fields})
    await office.get(answer.headers["location"])
    return str(answer.headers["location"]).rpartition("/")[2]


async def system(office: Visitor, name: str, **fields: Any) -> str:
    """Add a system; answers its page."""
    answer = await office.post("/admin/systems/new", {"name": name, **fields})
    assert answer.status_code == 303, answer.text
    await office.get(answer.headers["location"])
    return str(answer.headers["location"])


def rows(text: str) -> str:
    return text.split('id="rows"')[1].split("<template", maxsplit=1)[0]


async def test_a_room_is_added_to_a_level_and_all_around_it(office: Visitor) -> None:
    building = await zone(office, "Pier 1", tags="building")
    level = await zone(office, "Pier 1 level 2", tags="level", parent_id=building)
    page = await office.get(f"/admin/systems/new?in={level}")
    assert re.findall(r'name="zones" value="([^"]*)"', page.text)[:2] == ["Pier 1", "Pier 1 level 2"]
    fields = {"email": "Ember@Rooms.example", "features": "Screen\nWhiteboard", "capacity": "8", "bookable": "on"}
    here = await system(office, "Ember", zones=["pier 1 LEVEL 2", ""], around="on", **fields)
    page = await office.get(here)
    assert title(page).startswith("Ember ·")
    assert page.text.index(f"/admin/zones/{building}") < page.text.index(f"/admin/zones/{level}")
    assert "ember@rooms.example" in page.text
    assert "Whiteboard" in page.text
    assert "Ember" in (await office.get(f"/admin/zones/{level}/systems")).text


async def test_zones_stay_in_the_order_they_were_typed(office: Visitor, place: Place) -> None:
    await zone(office, "First")
    await zone(office, "Second")
    here = await system(office, "Ember", zones=["Second", "First", "Second"])
    edit = await office.get(f"{here}/edit")
    assert re.findall(r'name="zones" value="([^"]+)"', edit.text) == ["Second", "First"]


async def test_systems_are_filtered_sorted_and_paged_by_their_address(office: Visitor) -> None:
    level = await zone(office, "Level 2")
    await system(office, "Ember", zones=["Level 2"], capacity="4", bookable="on")
    await system(office, "Aurora", capacity="12")
    assert "Ember" not in rows((await office.get("/admin/systems?q=aur")).text)
    assert "Aurora" not in rows((await office.get(f"/admin/systems?zone={level}")).text)
    assert "Aurora" not in rows((await office.get("/admin/systems?bookable=yes")).text)
    assert "Ember" not in rows((await office.get("/admin/systems?bookable=no")).text)
    by_name, by_size = await office.get("/admin/systems"), await office.get("/admin/systems?sort=capacity")
    assert rows(by_name.text).index("Aurora") < rows(by_name.text).index("Ember")
    assert rows(by_size.text).index("Ember") < rows(by_size.text).index("Aurora")
    assert (await office.get("/admin/systems?sort=name;drop")).status_code == 200
    assert "No such system" in (await office.get("/admin/systems?q=nothinglikeit")).text
    assert "1–2 of 2" in by_name.text


async def test_a_fresh_list_says_what_to_do_first(office: Visitor) -> None:
    assert "No systems yet" in (await office.get("/admin/systems")).text


async def test_a_refused_system_says_what_to_mend(office: Visitor) -> None:
    await system(office, "Ember")
    page = await office.post("/admin/systems/new", {"name": "Ember", "zones": ["Nowhere"], "capacity": "3"})
    assert page.status_code == 422
    assert "there is no zone called Nowhere" in page.text
    assert 'id="zones-e"' in page.text
    page = await office.post("/admin/systems/new", {"name": "Ember", "code": "E1"})
    assert "something else is called that already" in page.text
    assert 'value="E1"' in page.text
    page = await office.post("/admin/systems/new", {"name": "", "email": "nonsense"})
    assert 'href="#name"' in page.text
    assert 'href="#email"' in page.text


async def test_who_is_late_sees_both_versions_and_may_still_save(office: Visitor) -> None:
    here = await system(office, "Ember", capacity="4")
    first = await office.post(f"{here}/edit", {"name": "Ember", "capacity": "6", "version": "0"})
    assert first.status_code == 303
    late = await office.post(f"{here}/edit", {"name": "Ember", "capacity": "10", "version": "0"})
    assert late.status_code == 422
    assert "Somebody else changed this" in late.text
    assert re.search(r"<dt>Capacity</dt><dd><del[^>]*>6</del> <ins[^>]*>10</ins>", late.text)
    assert 'name="version" value="1"' in late.text
    assert 'value="10"' in late.text
    again = await office.post(f"{here}/edit", {"name": "Ember", "capacity": "10", "version": "1"})
    assert again.status_code == 303


async def test_another_mistake_does_not_hide_that_somebody_was_faster(office: Visitor) -> None:
    here = await system(office, "Ember")
    await office.post(f"{here}/edit", {"name": "Ember", "version": "0"})
    page = await office.post(f"{here}/edit", {"name": "Ember", "capacity": "x", "version": "0"})
    assert page.status_code == 422
    assert 'name="version" value="0"' in page.text


async def test_every_tab_opens_and_modules_say_the_truth(office: Visitor) -> None:
    here = await system(office, "Ember")
    assert "No driver is installed on this server" in (await office.get(f"{here}/modules")).text
    answer = await office.post(f"{here}/documents/new", {"name": "bindings", "details": '{"a": 1}'})
    assert answer.headers["location"] == f"{here}/metadata/bindings"
    assert "bindings" in (await office.get(f"{here}/metadata")).text
    await office.post(f"{here}/settings/open", {"settings_string": "volume: 3"})
    assert "volume: 3" in (await office.get(f"{here}/settings")).text
    assert "added system" in (await office.get(f"{here}/history")).text
    await office.post(f"{here}/metadata/bindings/delete", {"confirmed": "bindings"})
    assert (await office.get(f"{here}/metadata/bindings")).status_code == 404
    await office.post(f"{here}/settings/open/delete", {"confirmed": "Ember"})
    assert "volume: 3" not in (await office.get(f"{here}/settings")).text


async def test_deleting_wants_the_name_typed(office: Visitor) -> None:
    here = await system(office, "Ember")
    answer = await office.post(f"{here}/delete", {"confirmed": "ember"})
    assert answer.headers["location"] == here
    answer = await office.post(f"{here}/delete", {"confirmed": "Ember"})
    assert answer.headers["location"] == "/admin/systems"
    assert (await office.get(here)).status_code == 404


async def test_hostile_names_are_only_text(office: Visitor, place: Place) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into systems (system_id, name, features, description) values ('sys-evil', $1, $2, $1)",
            HOSTILE,
            [HOSTILE],
        )
    for path in ("", "/edit", "/metadata", "/settings", "/modules", "/history"):
        page = await office.get(f"/admin/systems/sys-evil{path}")
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
    assert "<script>alert" not in (await office.get("/admin/systems")).text


async def test_what_is_typed_loses_its_markup(office: Visitor) -> None:
    here = await system(office, "<b>Ember</b>", description="<script>x</script><b>warm</b>")
    page = await office.get(f"{here}/edit")
    assert 'value="Ember"' in page.text
    assert "script&gt;" not in page.text


async def test_what_was_not_sent_by_our_own_form_changes_nothing(office: Visitor) -> None:
    here = await system(office, "Ember")
    for path in (f"{here}/edit", f"{here}/delete", "/admin/systems/new"):
        form = {"csrf_token": "stolen", "name": "x", "confirmed": "Ember", "version": "0"}
        assert (await office.client.post(path, data=form)).status_code == 403
    assert "Ember" in (await office.get("/admin/systems")).text


async def test_people_without_rights_see_and_do_nothing(visit: Visit, ada: Somebody, office: Visitor) -> None:
    here = await system(office, "Ember")
    visitor = await visit(ada)
    for path in ("/admin/systems", here, f"{here}/edit", f"{here}/modules"):
        assert (await visitor.get(path)).status_code == 403
    assert (await visitor.post(f"{here}/delete", {"confirmed": "Ember"})).status_code == 403
    assert (await office.get(here)).status_code == 200


async def test_a_list_of_many_keeps_its_budget(office: Visitor, place: Place) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into zones (zone_id, name) select 'zone-b' || n, 'Zone ' || n from generate_series(1, 300) n"
        )
        await tx.execute(
            """
            insert into systems (system_id, name, email)
            select 'sys-b' || n, 'Room ' || n, n || '@x.example' from generate_series(1, 120) n
            """
        )
    for path in ("/admin/systems", "/admin/systems/new", "/admin/zones", "/admin/zones?page=2", "/admin/zones/new"):
        page = await office.get(path)
        assert page.status_code == 200
        assert len(page.content) < 100_000, path
        assert len(re.findall(r"<[a-z]", page.text)) < 1500, path
