"""Uploads in the administration: a file by a plain form, seen, opened, closed, found, deleted."""

import re
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.contract.admin.conftest import Visit, Visitor, title
from tests.places import Place, Somebody
from workhall.surfaces.web.pages import CSRF_FIELD

pytestmark = pytest.mark.database
HOSTILE = "<script>alert('x')</script>\"'&"
PLAN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect id="area-1" width="5" height="5"/></svg>'


async def send(office: Visitor, content: bytes = PLAN, name: str = "level-2.svg", **fields: Any) -> httpx.Response:
    """Send a file as the page does."""
    kind = str(fields.pop("kind", "image/svg+xml"))
    form = {CSRF_FIELD: office.csrf, "permissions": "none", **fields}
    return await office.client.post("/admin/uploads/new", data=form, files={"file": (name, content, kind)})


async def uploaded(office: Visitor, content: bytes = PLAN, name: str = "level-2.svg", **fields: Any) -> str:
    """Upload a file; answers its page."""
    answer = await send(office, content, name, **fields)
    assert answer.status_code == 303, answer.text
    await office.get(answer.headers["location"])
    return str(answer.headers["location"])


def link(page: httpx.Response) -> str:
    found = re.search(r'id="link"[^>]*value="([^"]+)"', page.text)
    assert found, page.text
    return found[1].replace("&amp;", "&")


def rows(page: str) -> str:
    return page.split('id="rows"')[1].split("<template", maxsplit=1)[0]


async def test_a_fresh_list_says_what_to_do_first(office: Visitor) -> None:
    assert "No files yet" in (await office.get("/admin/uploads")).text


async def test_a_plan_is_uploaded_shown_and_everybody_can_fetch_it(office: Visitor, place: Place) -> None:
    here = await uploaded(office, public="on", tags="plan\nlevel")
    page = await office.get(here)
    assert title(page).startswith("level-2.svg ·")
    assert '<img src="/api/engine/v2/uploads/data/' in page.text
    fetched = await place.client().get(link(page))
    assert fetched.content == PLAN
    assert fetched.headers["content-type"] == "image/svg+xml"
    listing = rows((await office.get("/admin/uploads")).text)
    assert "level-2.svg" in listing
    assert "Public" in listing
    assert "plan" in listing


async def test_a_private_file_is_reached_by_a_link_that_ends_and_by_no_other(office: Visitor, place: Place) -> None:
    page = await office.get(await uploaded(office, b"secret", "notes.txt", kind="text/plain"))
    assert "Private" in page.text
    signed = link(page)
    assert "sig=" in signed
    assert (await place.client().get(signed)).content == b"secret"
    assert (await place.client().get(signed.partition("?")[0])).status_code == 401


async def test_public_and_private_are_changed_and_undone(office: Visitor) -> None:
    here = await uploaded(office, public="on")
    answer = await office.post(f"{here}/close")
    page = await office.get(answer.headers["location"])
    assert "is no longer public" in page.text
    assert f'action="{here}/open"' in page.text
    answer = await office.post(f"{here}/open")
    page = await office.get(answer.headers["location"])
    assert "Everybody who has the link can read level-2.svg" in page.text
    assert "sig=" not in link(page)


async def test_tags_and_readers_are_changed_or_refused_beside_the_field(office: Visitor) -> None:
    here = await uploaded(office)
    answer = await office.post(here, {"permissions": "admin", "tags": "plan"})
    assert answer.status_code == 303
    assert "plan" in rows((await office.get("/admin/uploads?tag=plan")).text)
    assert "No such file" in (await office.get("/admin/uploads?tag=other")).text
    assert "No such file" in (await office.get("/admin/uploads?q=nothinglikeit")).text
    page = await office.post(here, {"permissions": "everybody", "tags": "plan"})
    assert page.status_code == 422
    assert 'id="permissions-e"' in page.text


async def test_a_form_without_a_file_says_so_and_keeps_the_rest(office: Visitor) -> None:
    form = {CSRF_FIELD: office.csrf, "permissions": "admin", "tags": "plan"}
    page = await office.client.post("/admin/uploads/new", data=form, files={"file": ("", b"", "")})
    assert page.status_code == 422
    assert title(page).startswith("Problem: Upload a file")
    assert 'id="file-e"' in page.text
    assert re.search(r'value="admin"[^>]*selected', page.text)
    assert ">\nplan</textarea>" in page.text
    page = await send(office, tags="a b")
    assert page.status_code == 422
    assert 'id="tags-e"' in page.text
    assert "No files yet" in (await office.get("/admin/uploads")).text


async def test_a_file_that_is_too_large_is_refused_in_words(
    office: Visitor, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.house, "settings", replace(place.house.settings, upload_limit_mb=1))
    for size in (1024 * 1024 + 10, 3 * 1024 * 1024):
        page = await send(office, b"x" * size, "large.bin", kind="application/octet-stream")
        assert page.status_code == 422, size
        assert "may have 1 MB at most" in page.text
    await uploaded(office, b"x" * 1024 * 1024, "fits.bin", kind="application/octet-stream")
    assert "No files yet" not in (await office.get("/admin/uploads")).text


async def test_a_file_larger_than_one_part_arrives_whole(office: Visitor, place: Place) -> None:
    content = bytes(range(256)) * 24_000
    page = await office.get(await uploaded(office, content, "film.bin", kind="application/octet-stream", public="on"))
    assert (await place.client().get(link(page))).content == content


async def test_deleting_wants_the_name_and_tells_whose_plan_it_is(office: Visitor, place: Place) -> None:
    here = await uploaded(office, public="on")
    address = link(await office.get(here))
    chosen = httpx.URL(address).path
    form = await office.get("/admin/zones/new")
    assert f'value="{chosen}"' in form.text, "it can be chosen as a plan"
    answer = await office.post("/admin/zones/new", {"name": "Level 2", "plan": chosen})
    zone = answer.headers["location"]
    assert f'<img src="{chosen}"' in (await office.get(zone)).text
    assert re.search(rf'value="{chosen}"[^>]*selected', (await office.get(f"{zone}/edit")).text)
    page = await office.get(here)
    assert f'href="{zone}"' in page.text
    assert "show it as their plan: 1." in page.text
    await office.post(f"{here}/delete", {"confirmed": "level"})
    assert (await office.get(here)).status_code == 200
    answer = await office.post(f"{here}/delete", {"confirmed": "level-2.svg"})
    assert answer.headers["location"] == "/admin/uploads"
    assert (await office.get(here)).status_code == 404
    assert (await place.client().get(address)).status_code == 404


async def test_support_staff_get_no_way_to_what_is_for_administrators(
    office: Visitor, visit: Visit, place: Place
) -> None:
    here = await uploaded(office, permissions="admin")
    helper = await visit(await place.person("Helper", permissions=1))
    listing = await helper.get("/admin/uploads")
    assert "level-2.svg" in listing.text
    assert "sig=" not in listing.text
    assert (await helper.get(here)).status_code == 403
    assert (await helper.post(f"{here}/open")).status_code == 403


async def test_hostile_names_are_only_text(office: Visitor, place: Place) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            """
            insert into uploads (upload_id, object_key, file_name, file_size, file_mime, tags, uploaded_by,
                                 upload_complete)
            values ('uploads-evil', 'abc.svg', $1, 3, 'image/svg+xml', array[$1], 'user-x', true)
            """,
            HOSTILE,
        )
    for path in ("/admin/uploads", "/admin/uploads/uploads-evil", "/admin/zones/new"):
        page = await office.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path


async def test_a_file_that_was_not_sent_by_our_own_form_is_not_kept(
    office: Visitor, visit: Visit, ada: Somebody
) -> None:
    assert (await send(office, csrf_token="stolen")).status_code == 403
    stranger = Visitor(office.client, "")
    assert (await send(stranger)).status_code == 403
    from_elsewhere = {"origin": "https://elsewhere.example"}
    form, file = {CSRF_FIELD: office.csrf}, {"file": ("a.svg", PLAN, "image/svg+xml")}
    answer = await office.client.post("/admin/uploads/new", data=form, files=file, headers=from_elsewhere)
    assert answer.status_code == 403
    assert (await office.client.post("/admin/uploads/new", data=form)).status_code == 415
    assert "No files yet" in (await office.get("/admin/uploads")).text


async def test_people_without_rights_see_and_send_nothing(
    office: Visitor, visit: Visit, ada: Somebody, place: Place
) -> None:
    here = await uploaded(office)
    visitor = await visit(ada)
    for path in ("/admin/uploads", "/admin/uploads/new", here):
        assert (await visitor.get(path)).status_code == 403
    assert (await send(visitor)).status_code == 403
    nobody = Visitor(place.client(), "")
    answer = await send(nobody)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


async def test_a_body_that_is_no_form_is_refused_without_a_fault(office: Visitor) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = await office.client.post("/admin/uploads/new", content=b"nonsense", headers={"content-type": kind})
        assert answer.status_code in {400, 403, 422}, answer.text
