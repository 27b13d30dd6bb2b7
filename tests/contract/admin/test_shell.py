"""The frame of the administration: who comes in, whose forms are believed, and how it says no."""

import base64

import pytest

from tests.contract.admin.conftest import COOKIE, Visit, Visitor, title
from tests.places import Place, Somebody
from workhall.surfaces.web.pages import CSRF_FIELD, CSRF_HEADER

pytestmark = pytest.mark.database


async def test_nobody_signed_in_is_led_to_the_sign_in_page_and_back(place: Place) -> None:
    answer = await place.client().get("/admin/?tab=a b")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?continue=/admin/%3Ftab%3Da%2520b"


async def test_htmx_is_told_to_lead_the_whole_page_to_sign_in(place: Place) -> None:
    answer = await place.client().get("/admin/people", headers={"hx-request": "true"})
    assert answer.headers["hx-redirect"] == "/login?continue=/admin/people"


async def test_a_form_sent_too_late_leads_back_to_its_page(place: Place) -> None:
    client = place.client()
    headers = {"referer": f"http://{place.host}/admin/groups/new"}
    answer = await client.post("/admin/groups/new", data={"name": "x"}, headers=headers)
    assert answer.headers["location"] == "/login?continue=/admin/groups/new"
    headers = {"referer": "https://evil.example/admin/x"}
    answer = await client.post("/admin/groups/new", data={"name": "x"}, headers=headers)
    assert answer.headers["location"] == "/login?continue=/admin/"


async def test_an_administrator_sees_the_frame(office: Visitor, place: Place) -> None:
    page = await office.get("/admin/")
    assert page.status_code == 200
    assert title(page) == f"Overview · {place.host} · Workhall"
    for section in ("Zones", "Systems", "Assets", "People", "API keys", "Uploads", "Audit log"):
        assert section in page.text
    assert 'href="/admin/" aria-current="page"' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe-inline" not in page.headers["content-security-policy"].split("script-src")[1].split(";")[0]
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cache-control"] == "no-store"


async def test_somebody_without_rights_is_told_so(visit: Visit, ada: Somebody) -> None:
    page = await (await visit(ada)).get("/admin/")
    assert page.status_code == 403
    assert "This is for administrators" in page.text
    assert "Audit log" not in page.text


async def test_tokens_and_keys_do_not_open_pages(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    assert (await client.get("/admin/")).status_code == 303
    client.cookies.set("bearer_token", place.token(admin))
    client.cookies.set("api-key", "0.nonsense")
    assert (await client.get("/admin/")).status_code == 303


async def test_an_old_or_foreign_session_counts_as_none(place: Place, visit: Visit, admin: Somebody) -> None:
    browser = await visit(admin)
    browser.client.cookies.set(COOKIE, "x" * 500, domain=place.host)
    nobody = place.client()
    nobody.cookies.set(COOKIE, "x" * 500)
    assert (await nobody.get("/admin/")).status_code == 303


@pytest.mark.parametrize("token", [None, "", "wrong", "ünïcode"])
async def test_a_form_without_the_sessions_token_changes_nothing(office: Visitor, token: str | None) -> None:
    form = {"name": "Chefs"} | ({} if token is None else {CSRF_FIELD: token})
    page = await office.client.post("/admin/groups/new", data=form)
    assert page.status_code == 403
    assert "This form has gone stale" in page.text
    assert "Chefs" not in (await office.get("/admin/groups")).text


async def test_the_token_may_come_as_a_header(office: Visitor) -> None:
    headers = {CSRF_HEADER: office.csrf}
    answer = await office.client.post("/admin/groups/new", data={"name": "Chefs"}, headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_a_form_sent_from_elsewhere_is_not_believed(office: Visitor, headers: dict[str, str]) -> None:
    page = await office.post("/admin/groups/new", {"name": "Chefs"}, headers=headers)
    assert page.status_code == 403
    assert "This form has gone stale" in page.text


async def test_a_form_of_our_own_origin_is_believed(office: Visitor, place: Place) -> None:
    headers = {"origin": f"http://{place.host}", "sec-fetch-site": "same-origin"}
    assert (await office.post("/admin/groups/new", {"name": "Chefs"}, headers=headers)).status_code == 303


async def test_bodies_of_another_kind_are_refused(office: Visitor) -> None:
    headers = {"content-type": "application/json", CSRF_HEADER: office.csrf}
    page = await office.client.post("/admin/groups/new", content=b"{}", headers=headers)
    assert page.status_code == 415
    page = await office.client.post(
        "/admin/groups/new",
        content=b"name=\xff%00",
        headers={"content-type": "application/x-www-form-urlencoded", CSRF_HEADER: office.csrf},
    )
    assert page.status_code == 400


async def test_a_method_that_is_not_offered_is_refused(office: Visitor) -> None:
    assert (await office.client.delete("/admin/people")).status_code == 405


@pytest.mark.parametrize("cookie", ["", "nonsense", "bm9uc2Vuc2U", base64.b64encode(b'{"text":1}').decode()])
async def test_a_toast_of_somebody_elses_making_is_not_shown(office: Visitor, cookie: str) -> None:
    office.client.cookies.set("workhall_toast", cookie)
    page = await office.get("/admin/")
    assert page.status_code == 200
    assert 'class="toast" data-tone="ok"' not in page.text


async def test_a_toast_never_posts_elsewhere(office: Visitor) -> None:
    made = base64.urlsafe_b64encode(b'{"text":"<b>x</b>","action":"Undo","href":"https://evil.example/"}').decode()
    office.client.cookies.set("workhall_toast", made)
    page = await office.get("/admin/")
    assert "evil.example" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text


async def test_signing_out_ends_the_session(office: Visitor) -> None:
    answer = await office.post("/admin/sign-out")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login"
    assert (await office.get("/admin/")).status_code == 303


async def test_language_zone_and_colours_are_chosen_for_this_browser(office: Visitor) -> None:
    form = {"language": "de", "zone": "Asia/Tokyo", "theme": "dark"}
    answer = await office.post("/admin/preferences", form)
    page = await office.get(answer.headers["location"])
    assert '<html lang="de" data-theme="dark">' in page.text
    assert "Asia/Tokyo" in page.text
    page = await office.post("/admin/preferences", {"language": "de", "zone": "Mars/Base", "theme": ""})
    assert page.status_code == 422
