"""Triggers and webhooks on a server where no driver is installed: engine API contract B.9."""

import pytest

from tests.contract.engine import plan
from tests.contract.engine.plan import BASE
from tests.places import Place, Somebody

pytestmark = pytest.mark.database


async def test_there_are_no_triggers_and_none_can_be_made(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    assert (await client.get(f"{BASE}/triggers")).json() == []
    for path in ("triggers/trigger-1", "triggers/trigger-1/instances"):
        assert (await client.get(f"{BASE}/{path}")).status_code == 404
    answer = await client.post(f"{BASE}/triggers", json={"name": "At night"})
    assert answer.status_code == 422
    assert "no driver is installed" in answer.json()["error"]
    assert (await place.client(ada).get(f"{BASE}/triggers")).status_code == 403


async def test_a_system_has_no_triggers(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    path = f"{BASE}/systems/{(await plan.made(client, 'systems', name='Room'))['id']}/triggers"
    assert (await client.get(f"{path}?complete=true")).json() == []
    assert (await client.get(f"{path}/trig-1")).status_code == 404
    answer = await client.post(path, json={"trigger_id": "trigger-1"})
    assert answer.json()["failures"] == [{"field": "trigger_id", "reason": "is no trigger here"}]
    assert (await client.get(f"{BASE}/systems/sys-none/triggers")).status_code == 404
    assert (await place.client(ada).get(path)).status_code == 403


async def test_unknown_webhooks_answer_without_sign_in(place: Place) -> None:
    client = place.client()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        for path in ("notify?secret=x", "notify/x", "notify/x/Display/1/power"):
            assert (await client.request(method, f"{BASE}/webhook/trig-1/{path}")).status_code == 404
