"""Modules and drivers on a server where no driver is installed: engine API contract B.2 and B.3."""

import pytest

from tests.contract.engine import plan
from tests.contract.engine.plan import BASE
from tests.places import Place, Somebody

pytestmark = pytest.mark.database


async def test_a_system_without_modules_counts_none_and_starts_at_once(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    path = f"{BASE}/systems/{(await plan.made(client, 'systems', name='Room'))['id']}"
    for word in ("types", "count"):
        assert (await client.get(f"{path}/{word}")).json() == {}
    for word in ("start", "stop"):
        answer = await client.post(f"{path}/{word}?single_occurrence=false")
        assert (answer.status_code, answer.content) == (200, b"")
    ordinary = place.client(await place.person("Ada"))
    assert (await ordinary.post(f"{path}/start")).status_code == 403
    assert (await ordinary.get(f"{path}/types")).json() == {}


async def test_whatever_is_called_is_not_found_in_the_shape_callers_know(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    system = (await plan.made(client, "systems", name="Room"))["id"]
    path = f"{BASE}/systems/{system}"
    answers = [
        await client.post(f"{path}/Display_2/power", json=[True]),
        await client.get(f"{path}/Display_2"),
        await client.get(f"{path}/Display_2/power"),
        await client.get(f"{path}/functions/Display_2"),
    ]
    for answer in answers:
        assert answer.status_code == 404
        said = answer.json()
        assert (said["error"], said["sys_id"]) == ("module not found", system)
        assert (said["module_name"], said["index"], said["backtrace"]) == ("Display", 2, [])
        assert isinstance(said["message"], str)
    assert (await client.get(f"{path}/Display")).json()["index"] == 1
    unknown = await client.post(f"{BASE}/systems/sys-none/Display_1/power", json=[])
    assert (unknown.status_code, unknown.json()["error"]) == (404, "system not found")


async def test_state_and_calls_are_for_support_staff_and_managing_groups(
    place: Place, admin: Somebody, ada: Somebody
) -> None:
    support = place.client(admin)
    org = await plan.zone(support, "Org")
    await plan.make_root(place, org)
    await plan.grant(support, org, manage=["guides"])
    system = (await plan.made(support, "systems", name="Room", zones=[org]))["id"]
    guide = place.client(await place.person("Guide", groups=("guides",)))
    for path in (f"{system}/Display_1", f"{system}/Display_1/power"):
        assert (await place.client(ada).get(f"{BASE}/systems/{path}")).status_code == 403
        assert (await guide.get(f"{BASE}/systems/{path}")).status_code == 404


async def test_unknown_modules_are_neither_added_nor_removed(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    system = (await plan.made(client, "systems", name="Room"))["id"]
    for method in ("PUT", "DELETE"):
        answer = await client.request(method, f"{BASE}/systems/{system}/module/mod-1")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_module")


@pytest.mark.parametrize(("resource", "table"), [("modules", "mod"), ("drivers", "driver")])
async def test_lists_are_empty_and_for_support_staff(
    place: Place, admin: Somebody, ada: Somebody, resource: str, table: str
) -> None:
    answer = await place.client(admin).get(f"{BASE}/{resource}?control_system_id=sys-1&complete=true")
    assert (answer.status_code, answer.json()) == (200, [])
    assert answer.headers["X-Total-Count"] == "0"
    assert answer.headers["Content-Range"].startswith(f"{table} ")
    assert (await place.client(ada).get(f"{BASE}/{resource}")).status_code == 403


async def test_none_is_found_by_id_and_none_can_be_made(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    for path in ("modules/mod-1", "modules/mod-1/state", "modules/mod-1/state/power", "modules/mod-1/error"):
        assert (await client.get(f"{BASE}/{path}")).status_code == 404
    for path in ("drivers/driver-1", "drivers/driver-1/compiled", "drivers/driver-1/readme"):
        assert (await client.get(f"{BASE}/{path}")).status_code == 404
    for path in ("modules/mod-1/start", "modules/mod-1/exec/power", "drivers/driver-1/reload"):
        assert (await client.post(f"{BASE}/{path}", json=[])).status_code == 404
    for path, field in (("modules", "driver_id"), ("drivers", "file_name")):
        answer = await client.post(f"{BASE}/{path}", json={"driver_id": "driver-1", "file_name": "a.py"})
        assert answer.status_code == 422
        assert answer.json()["failures"][0]["field"] == field
        assert (await place.client(ada).post(f"{BASE}/{path}", json={})).status_code == 403
