"""People and groups: taken in, described, kept out, brought back; every form says what to mend."""

import re

import pytest

from tests.contract.admin.conftest import Visit, Visitor, title
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
HOSTILE = "<script>alert('x')</script>\"'&"


async def test_somebody_is_added_and_shown(office: Visitor, place: Place) -> None:
    form = {"email": "Cleo@Example.com", "name": "Cleo", "groups": "Chefs\nRunners", "support": "on"}
    answer = await office.post("/admin/people/new", form)
    assert answer.status_code == 303
    page = await office.get(answer.headers["location"])
    assert title(page).startswith("Cleo ·")
    assert "Cleo is added" in page.text
    assert "cleo@example.com" in page.text
    assert "Chefs" in page.text
    assert "Cleo is added" not in (await office.get(answer.headers["location"])).text, "a toast is shown once"
    listed = await office.get("/admin/people?q=cleo")
    assert "cleo@example.com" in listed.text


async def test_what_was_typed_stays_and_the_field_says_what_to_mend(office: Visitor, ada: Somebody) -> None:
    page = await office.post("/admin/people/new", {"email": ada.email, "name": "Ada Two", "phone": "123"})
    assert page.status_code == 422
    assert title(page).startswith("Problem: Add person")
    assert "somebody else has this already" in page.text
    assert 'href="#email"' in page.text
    assert 'value="Ada Two"' in page.text
    assert 'value="123"' in page.text
    page = await office.post("/admin/people/new", {"email": "", "name": ""})
    assert page.text.count("fill this in.") >= 4, "in the summary and beside each field"


async def test_a_refused_form_leaves_nothing_behind(office: Visitor, place: Place, ada: Somebody) -> None:
    await office.post("/admin/people/new", {"email": ada.email, "name": "X", "groups": "Ghosts"})
    assert "Ghosts" not in (await office.get("/admin/groups")).text


async def test_a_hostile_name_is_only_text(office: Visitor) -> None:
    answer = await office.post("/admin/people/new", {"email": "h@example.com", "name": HOSTILE, "groups": HOSTILE})
    detail = answer.headers["location"]
    for path in (
        detail,
        f"{detail}/edit",
        f"{detail}/password",
        "/admin/people",
        "/admin/groups",
        "/admin/audit",
        "/admin/",
    ):
        page = await office.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text, path
    assert "<script>alert" not in (await office.get("/admin/people", params={"q": HOSTILE, "group": HOSTILE})).text


async def test_changes_are_kept_and_told_in_the_history(office: Visitor, ada: Somebody) -> None:
    form = {"name": "Ada L", "department": "Engines", "groups": "Chefs", "locatable_shown": "on"}
    answer = await office.post(f"/admin/people/{ada.user_id}/edit", form)
    assert answer.status_code == 303
    page = await office.get(f"/admin/people/{ada.user_id}")
    assert "Ada L" in page.text
    assert "Engines" in page.text
    assert "changed person" in page.text
    edit = await office.get(f"/admin/people/{ada.user_id}/edit")
    assert not re.search(r'name="locatable"[^>]*checked', edit.text)


async def test_somebody_disabled_can_be_brought_back_by_undo(office: Visitor, ada: Somebody) -> None:
    here = f"/admin/people/{ada.user_id}"
    answer = await office.post(f"{here}/disable")
    page = await office.get(answer.headers["location"])
    assert "can no longer sign in" in page.text
    assert f'action="{here}/revive"' in page.text
    assert "Ada" not in (await office.get("/admin/people?q=Ada")).text.split('id="rows"')[1]
    assert "Ada" in (await office.get("/admin/people?show=removed")).text
    answer = await office.post(f"{here}/revive")
    assert "Ada is back" in (await office.get(answer.headers["location"])).text


async def test_a_disabled_person_is_signed_out_at_once(office: Visitor, visit: Visit, place: Place) -> None:
    helper = await place.person("Helper", permissions=1)
    helpers_browser = await visit(helper)
    assert (await helpers_browser.get("/admin/")).status_code == 200
    await office.post(f"/admin/people/{helper.user_id}/disable")
    assert (await helpers_browser.get("/admin/")).status_code == 303


async def test_the_last_administrator_stays(office: Visitor, admin: Somebody) -> None:
    answer = await office.post(f"/admin/people/{admin.user_id}/disable")
    page = await office.get(answer.headers["location"])
    assert "This is the last administrator" in page.text
    assert 'data-tone="bad"' in page.text
    page = await office.post(f"/admin/people/{admin.user_id}/edit", {"name": "Admin"})
    assert page.status_code == 422
    assert "This is the last administrator" in page.text


async def test_deleting_for_good_wants_the_name_typed(office: Visitor, ada: Somebody) -> None:
    here = f"/admin/people/{ada.user_id}"
    answer = await office.post(f"{here}/delete", {"confirmed": "ada"})
    assert answer.headers["location"] == here
    assert (await office.get(here)).status_code == 200
    answer = await office.post(f"{here}/delete", {"confirmed": "Ada"})
    assert answer.headers["location"] == "/admin/people"
    assert (await office.get(here)).status_code == 404


async def test_a_one_time_link_is_shown_once_and_kept_by_nobody(office: Visitor, ada: Somebody) -> None:
    page = await office.post(f"/admin/people/{ada.user_id}/link")
    assert page.status_code == 200
    assert re.search(r'value="http://localhost:8080/setup/[\w-]{20,}"', page.text)
    assert "/setup/" not in (await office.get(f"/admin/people/{ada.user_id}/password")).text


async def test_a_short_password_is_refused_and_a_good_one_kept(office: Visitor, ada: Somebody) -> None:
    page = await office.post(f"/admin/people/{ada.user_id}/password", {"password": "short"})
    assert page.status_code == 422
    assert "short" not in re.findall(r'<input[^>]*name="password"[^>]*>', page.text)[0]
    answer = await office.post(f"/admin/people/{ada.user_id}/password", {"password": "a long good one"})
    assert answer.status_code == 303


async def test_signing_somebody_out_ends_their_sessions(office: Visitor, visit: Visit, place: Place) -> None:
    helper = await place.person("Helper", permissions=1)
    browser = await visit(helper)
    await office.post(f"/admin/people/{helper.user_id}/sign-out")
    assert (await browser.get("/admin/")).status_code == 303


async def test_support_sees_people_but_changes_nobody(visit: Visit, place: Place, ada: Somebody) -> None:
    helper = await visit(await place.person("Helper", permissions=1))
    page = await helper.get(f"/admin/people/{ada.user_id}")
    assert page.status_code == 200
    assert "Disable" not in page.text
    assert (await helper.get("/admin/people/new")).status_code == 403
    for path in ("disable", "delete", "sign-out", "link", "edit", "password"):
        refused = await helper.post(
            f"/admin/people/{ada.user_id}/{path}", {"confirmed": "Ada", "password": "long enough"}
        )
        assert refused.status_code == 403, path
    assert (await helper.get("/admin/audit")).status_code == 403
    assert (await helper.get("/admin/keys")).status_code == 403


async def test_lists_are_filtered_sorted_and_paged_by_their_address(office: Visitor, place: Place) -> None:
    for number in range(55):
        await place.person(f"P{number:02}")
    helper = await place.person("Zoe", permissions=1)
    first, second = await office.get("/admin/people"), await office.get("/admin/people?page=2")
    assert "P00" in first.text
    assert "1–50 of 57" in first.text
    assert "51–57 of 57" in second.text
    assert "Zoe" in second.text
    backwards = await office.get("/admin/people?sort=-name")
    assert backwards.text.index("Zoe") < backwards.text.index("P54")
    assert helper.email in (await office.get("/admin/people?show=support")).text
    assert helper.email not in (await office.get("/admin/people?show=administrators")).text
    empty = await office.get("/admin/people?q=nobodyatall")
    assert "Nobody found" in empty.text


async def test_htmx_gets_the_rows_alone(office: Visitor) -> None:
    page = await office.get("/admin/people?q=Admin", headers={"hx-request": "true"})
    assert page.text.lstrip().startswith('<div id="rows">')
    assert "<html" not in page.text
    assert "HX-Request" in page.headers["vary"]


async def test_a_group_is_made_filled_nested_renamed_and_dissolved(office: Visitor, ada: Somebody) -> None:
    answer = await office.post("/admin/groups/new", {"name": "Chefs / Köche", "description": "Cook", "inside": "Staff"})
    here = answer.headers["location"]
    answer = await office.post(f"{here}/join", {"who": ada.email})
    page = await office.get(answer.headers["location"])
    assert "Ada is now in Chefs / Köche" in page.text
    assert "Staff" in page.text
    named = await office.get("/admin/groups/named/Staff")
    staff = await office.get(named.headers["location"])
    assert "Chefs / Köche" in staff.text, "groups in it"
    answer = await office.post(f"{here}/leave/{ada.user_id}")
    page = await office.get(answer.headers["location"])
    assert f'action="{here}/rejoin/{ada.user_id}"' in page.text
    answer = await office.post(f"{here}/rejoin/{ada.user_id}")
    assert "Ada is in Chefs / Köche again" in (await office.get(answer.headers["location"])).text
    answer = await office.post(f"{here}/edit", {"name": "Cooks", "description": "", "inside": ""})
    assert title(await office.get(answer.headers["location"])).startswith("Cooks")
    answer = await office.post(f"{here}/delete", {"confirmed": "Chefs / Köche"})
    assert answer.headers["location"] == here, "the old name does not do"
    answer = await office.post(f"{here}/delete", {"confirmed": "Cooks"})
    assert answer.headers["location"] == "/admin/groups"
    assert (await office.get(here)).status_code == 404


async def test_groups_say_what_to_mend(office: Visitor) -> None:
    await office.post("/admin/groups/new", {"name": "Chefs"})
    page = await office.post("/admin/groups/new", {"name": "chefs"})
    assert page.status_code == 422
    assert "somebody else has this already" in page.text
    answer = await office.post("/admin/groups/new", {"name": "Cooks", "inside": "Chefs"})
    here = answer.headers["location"]
    page = await office.post(f"{here}/join", {"who": "nobody@example.com"})
    assert page.status_code == 422
    assert "nobody here goes by that" in page.text
    page = await office.post(f"{here}/edit", {"name": "Cooks", "inside": "Cooks"})
    assert page.status_code == 422
    assert "inside itself" in page.text


@pytest.mark.parametrize("path", ["/admin/people/user-nobody", "/admin/groups/0", "/admin/groups/x", "/admin/nothing"])
async def test_what_is_not_there_is_a_page_that_says_so(office: Visitor, path: str) -> None:
    page = await office.get(path)
    assert page.status_code == 404
    assert "There is no such page" in page.text
    assert 'id="nav"' in page.text or path == "/admin/nothing"
