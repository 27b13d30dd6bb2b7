"""API keys and OAuth applications: made, shown once, stopped, deleted."""

import hashlib
import re

import pytest

from tests.contract.admin.conftest import Visitor, title
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
KEY = {"name": "Signage", "scopes": "zones.read\nbookings.read", "permissions": "0", "ends": "365"}


async def _made(office: Visitor, holder: Somebody, **changes: str) -> tuple[str, str]:
    """Make a key; answers its page and its secret."""
    page = await office.post("/admin/keys/new", {**KEY, "user": holder.email, **changes})
    assert page.status_code == 200, page.text
    found = re.search(r'value="(([0-9a-f]{32})\.[\w-]+)"', page.text)
    assert found
    return f"/admin/keys/{found[2]}", found[1]


async def test_a_key_is_shown_once_and_opens_what_its_scopes_say(office: Visitor, place: Place, ada: Somebody) -> None:
    here, secret = await _made(office, ada)
    page = await office.get(here)
    assert secret not in page.text
    assert "zones.read, bookings.read" in page.text
    client = place.client(headers={"X-API-Key": secret})
    shown = await client.get("/api/engine/v2/zones?tags=level")
    assert shown.status_code == 200
    assert (await client.get("/api/engine/v2/users/current")).status_code == 403
    assert "Signage" in (await office.get("/admin/keys?q=sign")).text
    assert "Signage" in (await office.get(f"/admin/people/{ada.user_id}")).text


async def test_a_stopped_key_is_refused_until_it_is_let_in_again(office: Visitor, place: Place, ada: Somebody) -> None:
    here, secret = await _made(office, ada, scopes="public")
    client = place.client(headers={"X-API-Key": secret})
    assert (await client.get("/api/engine/v2/users/current")).status_code == 200
    answer = await office.post(f"{here}/stop")
    page = await office.get(answer.headers["location"])
    assert "is refused from now on" in page.text
    assert "This key has ended" in page.text
    assert (await client.get("/api/engine/v2/users/current")).status_code == 401
    undo = re.search(rf'action="({here}/start\?until=[^"]+)"', page.text)
    assert undo
    answer = await office.post(undo[1])
    assert (await client.get("/api/engine/v2/users/current")).status_code == 200
    assert "until" in (await office.get("/admin/keys")).text, "it has its end back"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Name: fill this in."),
        ({"user": ""}, "Acts as: fill this in."),
        ({"user": "nobody@example.com"}, "Acts as: nobody here goes by that."),
        ({"ends": "on", "ends_on": "soon"}, "Last day: fill this in."),
    ],
)
async def test_a_refused_key_says_what_to_mend(
    office: Visitor, ada: Somebody, changes: dict[str, str], said: str
) -> None:
    page = await office.post("/admin/keys/new", {**KEY, "user": ada.email, **changes})
    assert page.status_code == 422
    assert said in page.text
    assert "zones.read\nbookings.read" in page.text, "what was typed stays"


async def test_a_second_key_of_a_name_is_refused(office: Visitor, ada: Somebody) -> None:
    await _made(office, ada)
    page = await office.post("/admin/keys/new", {**KEY, "user": ada.email})
    assert page.status_code == 422
    assert "Name: somebody else has this already." in page.text


async def test_a_key_ends_at_the_end_of_a_day_where_the_reader_is(office: Visitor, ada: Somebody) -> None:
    office.client.cookies.set("zone", "Asia/Tokyo")
    here, _ = await _made(office, ada, ends="on", ends_on="2030-05-01")
    page = await office.get(here)
    assert 'datetime="2030-05-01T14:59:59Z"' in page.text
    edit = await office.get(f"{here}/edit")
    assert 'value="2030-05-01"' in edit.text


async def test_a_key_is_changed_and_deleted(office: Visitor, place: Place, ada: Somebody, bo: Somebody) -> None:
    here, secret = await _made(office, ada)
    form = {"name": "Screens", "user": bo.email, "scopes": "public", "permissions": "1", "ends": "never"}
    answer = await office.post(f"{here}/edit", form)
    page = await office.get(answer.headers["location"])
    assert title(page).startswith("Screens")
    assert bo.email in page.text
    client = place.client(headers={"X-API-Key": secret})
    assert (await client.get("/api/engine/v2/users/current")).json()["email"] == bo.email
    answer = await office.post(f"{here}/delete", {"confirmed": "screens"})
    assert "type the name exactly" in (await office.get(answer.headers["location"])).text
    await office.post(f"{here}/delete", {"confirmed": "Screens"})
    assert (await office.get(here)).status_code == 404
    assert (await client.get("/api/engine/v2/users/current")).status_code == 401


async def test_an_application_is_registered_under_the_id_its_clients_compute(office: Visitor) -> None:
    uri = "https://app.example.com/oauth-resp.html"
    form = {"name": "Signage", "redirect_uri": uri, "scopes": "public", "confidential": "on"}
    answer = await office.post("/admin/applications/new", form)
    page = await office.get(answer.headers["location"])
    client_id = hashlib.md5(uri.encode(), usedforsecurity=False).hexdigest()
    assert client_id in page.text
    assert "Client secret" in page.text
    computed = await office.get("/admin/applications/client-id", params={"redirect_uri": uri})
    assert computed.text == f'<code dir="ltr">{client_id}</code>'
    assert client_id in (await office.get("/admin/applications?q=signage")).text


async def test_an_application_is_changed_and_deleted(office: Visitor) -> None:
    form = {"name": "Signage", "redirect_uri": "https://a.example/x", "scopes": "public"}
    here = (await office.post("/admin/applications/new", form)).headers["location"]
    before = re.search(r'id="uid"[^>]*value="(\w+)"', (await office.get(here)).text)
    await office.post(f"{here}/edit", {**form, "redirect_uri": "https://b.example/x", "preserve_client_id": "on"})
    page = await office.get(here)
    assert before
    assert before[1] in page.text
    assert "https://b.example/x" in page.text
    await office.post(f"{here}/delete", {"confirmed": "Signage"})
    assert (await office.get(here)).status_code == 404


@pytest.mark.parametrize("uri", ["", "javascript:alert(1)", "/relative", "https://a.example/#x"])
async def test_an_address_nobody_may_be_led_to_is_refused(office: Visitor, uri: str) -> None:
    page = await office.post("/admin/applications/new", {"name": "X", "redirect_uri": uri, "scopes": "public"})
    assert page.status_code == 422
    assert "Redirect address: write a whole address" in page.text
