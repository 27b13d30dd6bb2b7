"""Nothing of one organisation is seen, changed or even noticed by another: every route with an id is tried.

The intruder is an administrator, of his own organisation; whom he cannot reach nobody can.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest

from tests.contract.fuzzing.records import DOCUMENT, ENGINE, KINDS, STAFF, START, furnish
from tests.places import Place, Somebody, open_place
from workhall.surfaces import engine, staff
from workhall.surfaces.web.house import House
from workhall.surfaces.web.router import Route

pytestmark = pytest.mark.database


# Which record a value in a path names, where it is not the resource the path begins with.
_NAMES: Final = {
    ("metadata", "parent_id"): "zones",
    ("metadata", "name"): "documents",
    ("systems", "module_id"): "mod-none",
    ("systems", "trigger_id"): "trig-none",
}
# Values that name no record.
_WORDS: Final = {
    "module": "Bookings_1",
    "name": "status",
    "method": "checkin",
    "key": "status",
    "index": "1",
    "secret": "secret",
    "instance": str(START),
    "email": "ada@example.com",
    "guest_id": "ada@example.com",
    "trigger_id": "trig-none",
    "module_id": "mod-none",
}
# What is not kept yet: no record of it exists anywhere, and the routes say so.
_UNKEPT: Final = {"modules": "mod-none", "drivers": "driver-none", "triggers": "trigger-none", "webhook": "trig-none"}
# Lists and bulk look-ups answer 200 with nothing in it: that is their way of not knowing.
_EMPTY: Final = re.compile(r"/metadata(?:/|$)")

# Lists of words that lead nowhere, so anything may stand in them.
_FREE: Final = {("bookings", "zones"), ("assets", "zones")}
_REFUSED: Final = {400, 403, 404, 405, 409, 415, 422, 426}
_SIGNED: Final = re.compile(r"/uploads/data/")  # credentials of their own: a signature in the address


@dataclass(frozen=True, slots=True)
class Intrusion:
    """Two organisations in one house, the one furnished, the other trying. `mark` is in every text of the first."""

    mark: str
    home: Place
    owner: httpx.AsyncClient
    intruder: httpx.AsyncClient
    ids: dict[str, str]

    @property
    def own_mark(self) -> str:
        """What the intruder writes into his own records."""
        return self.mark.replace("Zebra", "Giraffe")

    async def seen(self) -> dict[str, str]:
        """All the owner sees of the records, to compare before and after."""
        told = {}
        for kind, (base, _) in KINDS.items():
            answer = await self.owner.get(f"{base}/{kind}", params=_list_parameters(kind, self.ids))
            assert answer.status_code == 200, answer.text
            assert self.mark in answer.text, f"the owner does not see {kind}"
            told[kind] = answer.text
        for parent in ("zones", "systems", "users"):
            told[f"documents of {parent}"] = (await self.owner.get(f"{ENGINE}/metadata/{self.ids[parent]}")).text
        return told


@pytest.fixture
async def intrusion(house: House, place: Place, admin: Somebody) -> Any:
    elsewhere = await open_place(house)
    burglar = await elsewhere.person("Burglar", permissions=3)
    owner, intruder = place.client(admin), elsewhere.client(burglar)
    mark = f"Zebra{secrets.token_hex(4)}"
    yield Intrusion(mark, place, owner, intruder, await furnish(owner, mark))
    await elsewhere.close()


def _routes() -> Iterator[Route]:
    for surface in (engine.surface, staff.surface):
        yield from (route for route in surface.router if "{" in route.path)


def test_every_value_in_a_path_names_a_record_or_is_a_word() -> None:
    """A new route must say here which record its id names, else it is not tried."""
    for route in _routes():
        assert _filled(route, dict.fromkeys(KINDS, "x")), route.path


async def test_no_route_reaches_a_record_of_another_organisation(intrusion: Intrusion) -> None:
    before = await intrusion.seen()
    for route in _routes():
        path = _filled(route, intrusion.ids)
        for body in _bodies(route, intrusion.ids):
            answer = await intrusion.intruder.request(route.method, path, **body)
            told = f"{route.method} {path} with {body}: {answer.status_code} {answer.text[:500]}"
            assert intrusion.mark not in answer.text, told
            if answer.status_code < 400:
                assert _EMPTY.search(path), told
                assert answer.json() in ({}, [], {intrusion.ids["zones"]: None}), told
            else:
                assert answer.status_code in (_REFUSED | {401} if _SIGNED.search(path) else _REFUSED), told
    assert await intrusion.seen() == before, "something of the other organisation has changed"


async def test_a_well_formed_change_of_a_foreign_record_is_a_404(intrusion: Intrusion) -> None:
    """With a body that would be accepted at home, so that nothing but the record's home can be the reason."""
    own = await furnish(intrusion.intruder, intrusion.own_mark)
    for kind, (base, body) in KINDS.items():
        if kind == "uploads":
            continue  # an upload is changed by completing it, tried above
        path = f"{base}/{kind}/{intrusion.ids[kind]}"
        asked = {"version": 0} if kind == "systems" else {}
        for method in ("PATCH", "PUT", "DELETE"):
            answer = await intrusion.intruder.request(
                method, path, params=asked, json=body(f"{intrusion.own_mark}x", own)
            )
            assert answer.status_code == 404, f"{method} {path}: {answer.status_code} {answer.text}"


async def test_no_list_shows_a_record_of_another_organisation(intrusion: Intrusion) -> None:
    for surface in (engine.surface, staff.surface):
        for route in surface.router:
            if route.method != "GET" or "{" in route.path:
                continue
            for asked in ({}, *_filters(intrusion)):
                answer = await intrusion.intruder.get(route.path, params={"limit": "10000", **asked})
                assert answer.status_code < 500, f"{route.path} {asked}: {answer.text}"
                assert intrusion.mark not in answer.text, f"{route.path} {asked}: {answer.text[:500]}"


async def test_no_record_can_refer_to_one_of_another_organisation(intrusion: Intrusion) -> None:
    own = await furnish(intrusion.intruder, intrusion.own_mark)
    before = await intrusion.seen()
    for kind, (base, body) in KINDS.items():
        for foreign in {value for name, value in intrusion.ids.items() if name != "oauth_apps"}:
            await _refer(intrusion, f"{base}/{kind}", body(f"{intrusion.own_mark}y", own), own, foreign)
    assert await intrusion.seen() == before


async def _refer(intrusion: Intrusion, path: str, body: dict[str, Any], own: dict[str, str], foreign: str) -> None:
    """Put the foreign id in place of each own one; what is accepted must not lead to the other's record."""
    for field, value in body.items():
        if value in own.values():
            changed = {**body, field: foreign}
        elif isinstance(value, list) and value and value[0] in own.values():
            changed = {**body, field: [foreign]}
        else:
            continue
        answer = await intrusion.intruder.post(path, json=changed)
        assert answer.status_code < 500, f"{path} {field}: {answer.text}"
        assert intrusion.mark not in answer.text, f"{path} {field}: {answer.text}"
        if answer.status_code in {200, 201} and (path.rpartition("/")[2], field) not in _FREE:
            assert foreign not in answer.text, f"{path} took {field}={foreign}: {answer.text}"


async def test_a_token_opens_no_other_host(intrusion: Intrusion, admin: Somebody) -> None:
    token = intrusion.home.token(admin)
    for base in (f"{ENGINE}/users/current", f"{STAFF}/bookings?type=desk"):
        answer = await intrusion.intruder.get(base, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, answer.text


async def test_a_name_taken_elsewhere_is_free_here(intrusion: Intrusion) -> None:
    """Else a refusal would tell what others have. Host names alone are of the whole house."""
    ids: dict[str, str] = {}
    for kind, (base, body) in KINDS.items():
        given = body(intrusion.mark, ids)
        if kind == "domains":
            given["domain"] = f"{intrusion.own_mark.lower()}.example"
        answer = await intrusion.intruder.post(f"{base}/{kind}", json=given)
        assert answer.status_code in {200, 201}, f"{kind}: {answer.text}"
        told = answer.json()
        ids[kind] = str(told["upload_id"] if kind == "uploads" else told["id"])


def _filled(route: Route, ids: dict[str, str]) -> str:
    """The path with the ids of the records it names."""
    resource = route.path.split("/")[4]

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "id" and resource in ids:
            return ids[resource]
        if name == "id" and resource in _UNKEPT:
            return _UNKEPT[resource]
        if resource == "uploads" and name == "key":
            return ids["uploads"]
        if (resource, name) in _NAMES:
            return ids.get(_NAMES[resource, name], DOCUMENT)
        return _WORDS[name]

    return re.sub(r"{(\w+)}", value, route.path)


def _bodies(route: Route, ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    if route.method in {"GET", "HEAD"}:
        yield {"params": {"name": DOCUMENT, "parent_ids": ids["zones"], "version": "0"}}
        return
    asked = {"version": "0", "name": DOCUMENT, "state": "true", "induction": "accepted"}
    yield {"params": asked, "json": {"name": DOCUMENT, "details": {}, "title": "x", "desk": 1}}
    yield {"params": asked, "json": 5}
    yield {"params": asked}


def _list_parameters(kind: str, ids: dict[str, str]) -> dict[str, str]:
    more = {
        "settings": {"parent_id": ids["zones"]},
        "bookings": {"type": "desk", "period_start": str(START), "period_end": str(START + 1), "user": "current"},
    }
    return {"limit": "10000", **more.get(kind, {})}


def _filters(intrusion: Intrusion) -> Iterator[dict[str, str]]:
    ids, mark = intrusion.ids, intrusion.mark
    email = f"user@{mark.lower()}.example"
    period = {"type": "desk", "period_start": str(START), "period_end": str(START + 1)}
    yield {"q": mark, "file_search": mark, "tags": mark, "in": f"room@{mark.lower()}.example"}
    yield {"parent_id": ids["zones"], "zone_id": ids["zones"], "zones": ids["zones"], **period}
    yield {"authority_id": ids["domains"], "type_id": ids["asset_types"], "category_id": ids["asset_categories"]}
    yield {
        "user": ids["users"],
        "email": email,
        "emails": email,
        **period,
    }
    yield {
        "filter": "$.*",
        "include_deleted": "true",
        "include_metadata": "true",
        "order_id": ids["asset_purchase_orders"],
    }
