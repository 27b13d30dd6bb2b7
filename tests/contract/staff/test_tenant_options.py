"""What a tenant may decide besides: whose bookings lists tell, who may override limits (staff API contract, 12)."""

import pytest

from tests.contract.staff.desk import TENANTS
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
BOOKINGS = "/api/staff/v1/bookings"
START = 1_900_000_000


def _desk(number: int) -> dict[str, object]:
    return {
        "booking_type": "desk",
        "asset_id": f"desk-{number}",
        "booking_start": START,
        "booking_end": START + 3600,
        "zones": ["zone-1"],
    }


async def _tenant(place: Place, admin: Somebody, **options: object) -> None:
    asked = {"domain": place.host, "platform": "office365", "delegated": True, **options}
    made = await place.client(admin).post(TENANTS, json=asked)
    assert made.status_code == 201, made.text
    assert {key: made.json().get(key) for key in options} == options


async def _owners(place: Place, somebody: Somebody) -> list[tuple[str, str]]:
    period: dict[str, str | int] = {"type": "desk", "zones": "zone-1", "period_start": START, "period_end": START + 60}
    listed = await place.client(somebody).get(BOOKINGS, params=period)
    return [(one["asset_id"], one["user_email"]) for one in listed.json()]


async def test_a_tenant_may_keep_from_colleagues_whose_a_booking_is(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    await _tenant(place, admin, redact_owners=True)
    for number, somebody in enumerate((ada, bo)):
        assert (await place.client(somebody).post(BOOKINGS, json=_desk(number))).status_code == 201
    assert await _owners(place, ada) == [("desk-0", ada.email), ("desk-1", "")]
    assert await _owners(place, admin) == [("desk-0", ada.email), ("desk-1", bo.email)]


async def test_without_that_colleagues_see_each_other(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    await _tenant(place, admin)
    assert (await place.client(bo).post(BOOKINGS, json=_desk(1))).status_code == 201
    assert await _owners(place, ada) == [("desk-1", bo.email)]


@pytest.mark.parametrize(("opened", "status"), [(True, 201), (False, 410)])
async def test_a_tenant_may_let_everybody_override_limits(
    place: Place, admin: Somebody, ada: Somebody, *, opened: bool, status: int
) -> None:
    options = {"open_limit_override": True} if opened else {}
    await _tenant(place, admin, booking_limits={"desk": 1}, **options)
    client = place.client(ada)
    assert (await client.post(BOOKINGS, json=_desk(0))).status_code == 201
    second = await client.post(BOOKINGS, params={"limit_override": "5"}, json=_desk(1))
    assert second.status_code == status
