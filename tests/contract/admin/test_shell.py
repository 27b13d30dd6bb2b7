"""The frame of the administration: who comes in, whose forms are believed, and how it says no."""

import pytest

from tests.contract.admin.conftest import Visit, Visitor, title
from tests.places import Place, Somebody

pytestmark = pytest.mark.database


async def test_nobody_signed_in_is_led_to_the_sign_in_page_and_back(place: Place) -> None:
    answer = await place.client().get("/admin/?tab=a b")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?continue=/admin/%3Ftab%3Da%2520b"


async def test_an_administrator_sees_the_frame(office: Visitor, place: Place) -> None:
    page = await office.get("/admin/")
    assert page.status_code == 200
    assert title(page) == f"Overview · {place.host} · Workhall"
    for section in ("Zones", "Systems", "People", "API keys", "Audit log"):
        assert section in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert page.headers["cache-control"] == "no-store"


async def test_somebody_without_rights_is_told_so(visit: Visit, ada: Somebody) -> None:
    page = await (await visit(ada)).get("/admin/")
    assert page.status_code == 403
    assert "This is for administrators" in page.text
    assert "Audit log" not in page.text
