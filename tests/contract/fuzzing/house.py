"""A running server with a little of everything in it, and people who ask: an administrator, somebody, and nobody."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.server import ServerProcess

ENGINE = "/api/engine/v2"
STAFF = "/api/staff/v1"


@dataclass(frozen=True, slots=True)
class FuzzedHouse:
    """`shown` says what each of them shows; `spares` are the records that keep the askers who they are."""

    server: ServerProcess
    shown: Mapping[str, Mapping[str, str]]
    spares: tuple[str, ...]

    def still_known(self, who: str) -> bool:
        """Whether the server believes them still: else what was fuzzed last was only the refusal of strangers."""
        answer = httpx.get(f"{self.server.base_url}{ENGINE}/users/current", headers=dict(self.shown[who]))
        return answer.status_code == (401 if who == "nobody" else 200)


@contextmanager
def fuzzed_house() -> Iterator[FuzzedHouse]:
    with ServerProcess.fresh(sign_in_attempts="1000000") as server:
        with server.client() as admin:
            keys = {who: _key(admin, who, permissions) for who, permissions in (("admin", "admin"), ("ada", "user"))}
            domain = _only(admin.get(f"{ENGINE}/domains"))["id"]
            _furnish(admin)
        shown = {who: {"X-API-Key": key["x_api_key"]} for who, key in keys.items()}
        spares = tuple(spared for key in keys.values() for spared in (key["id"], key["user_id"]))
        yield FuzzedHouse(server, {**shown, "nobody": {}}, (*spares, str(domain)))


def _key(admin: httpx.Client, name: str, permissions: str) -> dict[str, Any]:
    """A key outlives the change of a password, and every signing out."""
    email = f"fuzz-{name}@example.com"
    user = _made(admin, f"{ENGINE}/users", name=name, email=email, sys_admin=permissions == "admin")
    given = {"name": f"fuzz-{name}", "scopes": ["public"], "permissions": permissions, "user_id": user["id"]}
    return _made(admin, f"{ENGINE}/api_keys", **given)


def _furnish(admin: httpx.Client) -> None:
    """One of each kind, so that generated requests find something."""
    org = _only(admin.get(f"{ENGINE}/zones", params={"tags": "org"}))["id"]
    level = _made(admin, f"{ENGINE}/zones", name="Fuzzed level", parent_id=org, tags=["level"])["id"]
    _made(admin, f"{ENGINE}/systems", name="Fuzzed room", zones=[org, level], email="fuzzed@example.com")
    _made(admin, f"{ENGINE}/settings", parent_id=level, encryption_level=0, settings_string="a: 1")
    category = _made(admin, f"{ENGINE}/asset_categories", name="Fuzzed")["id"]
    kind = _made(admin, f"{ENGINE}/asset_types", name="Fuzzed", brand="Fuzz", category_id=category)["id"]
    _made(admin, f"{ENGINE}/assets", identifier="Fuzzed", asset_type_id=kind, zone_id=level)
    admin.put(f"{ENGINE}/metadata/{level}", json={"name": "desks", "details": [{"id": "desk-1"}]}).raise_for_status()
    start = int(time.time()) + 3600
    window = {"booking_start": start, "booking_end": start + 3600, "timezone": "Europe/Amsterdam", "zones": [level]}
    for number in range(3):
        _made(admin, f"{STAFF}/bookings", booking_type="desk", asset_id=f"desk-{number}", **window)


def _made(admin: httpx.Client, path: str, **fields: Any) -> dict[str, Any]:
    answer = admin.post(path, json=fields)
    assert answer.status_code == 201, answer.text
    record: dict[str, Any] = answer.json()
    return record


def _only(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    first: dict[str, Any] = answer.json()[0]
    return first
