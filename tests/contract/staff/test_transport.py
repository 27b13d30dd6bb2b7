"""How the Staff API is spoken to, and whom it keeps apart (staff API contract, 1.1 to 1.6)."""

import time
from typing import Any

import pytest

from tests.contract.staff.desk import NINE, TENANTS, URL, Desks, wish
from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
BASE = "/api/staff/v1"


@pytest.mark.parametrize("path", [BASE, f"{BASE}/"])
async def test_anybody_may_ask_what_runs_here(nobody: Desks, path: str) -> None:
    answer = await nobody.http.get(path)
    assert answer.status_code == 200
    assert set(answer.json()) == {"commit", "build_time"}
    assert all(answer.json().values())


async def test_a_trailing_slash_makes_no_difference(at_ada: Desks) -> None:
    made = (await at_ada.http.post(f"{URL}/", json=wish())).json()
    assert await at_ada.ask("GET", f"/{made['id']}/") == made
    assert (await at_ada.http.get(f"{URL}/booked/", params={"type": "desk"})).status_code == 200


async def test_every_answer_carries_the_requests_id(at_ada: Desks, nobody: Desks) -> None:
    for at, path in ((at_ada, URL), (nobody, URL), (nobody, f"{URL}/5"), (nobody, f"{BASE}/nowhere")):
        assert (await at.http.get(path)).headers["x-request-id"]


async def test_head_answers_as_get_without_a_body(at_ada: Desks) -> None:
    answer = await at_ada.http.head(URL, params={"type": "desk"})
    assert (answer.status_code, answer.headers["x-total-count"]) == (200, "0")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
async def test_other_bodies_than_json_are_not_read(at_ada: Desks, kind: str) -> None:
    answer = await at_ada.http.post(URL, content=b"x", headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert answer.json()["error"] == f"no parser available for {kind}"
    assert answer.json()["accepts"] == ["application/json"]


@pytest.mark.parametrize("kind", ["", "application/json", "application/json; charset=utf-8"])
async def test_json_is_read_also_when_nobody_says_that_it_is(at_ada: Desks, kind: str) -> None:
    answer = await at_ada.http.post(URL, json=wish(), headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == 201


@pytest.mark.parametrize("wanted", ["text/html", "application/xml", "image/*", "application/json;q=0", "nonsense"])
async def test_who_would_not_take_json_is_told_so(at_ada: Desks, wanted: str) -> None:
    answer = await at_ada.http.get(URL, params={"type": "desk"}, headers={"Accept": wanted})
    assert (answer.status_code, answer.json()["accepts"]) == (406, ["application/json"])


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "*/*",
        "application/*",
        "application/json",
        "text/html, */*;q=0.1",
        "Application/JSON; q=0.5",
        "application/problem+json",
    ],
)
async def test_whoever_would_take_json_gets_it(at_ada: Desks, wanted: str) -> None:
    assert (await at_ada.http.get(URL, params={"type": "desk"}, headers={"Accept": wanted})).status_code == 200


@pytest.mark.parametrize("ident", ["abc", "1.5", "99999999999999999999", "", "%20"])
async def test_an_id_that_is_no_number_is_a_bad_request(at_ada: Desks, ident: str) -> None:
    answer = await at_ada.http.patch(f"{URL}/{ident or '-'}", json={})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "id"


@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "DELETE"])
async def test_an_occurrence_is_refused_by_name_and_never_taken_for_the_whole(at_ada: Desks, method: str) -> None:
    made = await at_ada.book()
    for path in (f"/{made['id']}/instance/{NINE}", f"/{made['id']}?instance={NINE}"):
        refusal = await at_ada.ask(method, path, 422, json={"title": "x"} if method in {"PATCH", "PUT"} else None)
        assert refusal["code"] == "not_offered_yet"
    assert await at_ada.read(made) == made


async def test_guests_are_nobody_yet_and_cannot_be_added(at_ada: Desks, nobody: Desks) -> None:
    made = await at_ada.book(permission="public")
    assert await at_ada.ask("GET", f"/{made['id']}/guests") == []
    await at_ada.ask("POST", f"/{made['id']}/guests", 404)
    for at in (at_ada, nobody):
        refusal = await at.ask("POST", f"/{made['id']}/attendee", 422, json={"email": "x@y.example", "name": "X"})
        assert refusal["code"] == "not_offered_yet"


class TestWhoAsks:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", URL),
            ("GET", f"{URL}/1"),
            ("PATCH", f"{URL}/1"),
            ("DELETE", f"{URL}/1"),
            ("POST", f"{URL}/1/approve"),
            ("GET", TENANTS),
        ],
    )
    async def test_strangers_are_asked_to_sign_in(self, nobody: Desks, method: str, path: str) -> None:
        answer = await nobody.http.request(method, path)
        assert answer.status_code == 401
        assert answer.json()["error"] == ""

    @pytest.mark.parametrize(
        ("scope", "reads", "writes"),
        [
            ("public", 200, 201),
            ("public.read", 200, 403),
            ("public.write", 200, 201),
            ("other", 403, 403),
            ("guest", 403, 403),
        ],
    )
    async def test_scopes_open_reading_and_writing(
        self, place: Place, ada: Somebody, scope: str, reads: int, writes: int
    ) -> None:
        nobody = Desks.of(place)
        head = {"Authorization": f"Bearer {place.token(ada, scope=(scope,))}"}
        assert (await nobody.http.get(URL, params={"type": "desk"}, headers=head)).status_code == reads
        assert (await nobody.http.post(URL, json=wish(), headers=head)).status_code == writes

    async def test_a_token_may_come_in_any_of_the_ways_clients_know(
        self, place: Place, ada: Somebody, nobody: Desks
    ) -> None:
        token = place.token(ada)
        ways: list[dict[str, Any]] = [
            {"headers": {"Authorization": f"Token {token}"}},
            {"headers": {"Authorization": token}},
            {"params": {"bearer_token": token}},
            {"headers": {"Cookie": f"bearer_token={token}"}},
        ]
        for way in ways:
            assert (await nobody.http.get(f"{TENANTS}/current_limits", **way)).status_code == 200

    async def test_a_token_that_does_not_hold_opens_nothing_not_even_what_is_public(
        self, place: Place, ada: Somebody, nobody: Desks
    ) -> None:
        bad = [
            place.token(ada, exp=int(time.time()) - 1),
            place.token(ada, aud="other.example"),
            place.token(ada, sub="user-unknown"),
            place.token(ada)[:-4] + "AAAA",
        ]
        for token in bad:
            answer = await nobody.http.get(URL, params={"type": "desk"}, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401


class TestOrganisations:
    async def test_see_nothing_of_each_other_and_hold_their_own_desks(
        self, house: House, at_ada: Desks, at_admin: Desks
    ) -> None:
        made = await at_ada.book(permission="public")
        tenants = f"{TENANTS}/{made['tenant_id']}"
        there = await open_place(house)
        try:
            boss = Desks.of(there, await there.person("Boss", permissions=3))
            assert await boss.day() == []
            assert await Desks.of(there).day() == []
            await boss.book()
            for method, path, body in [
                ("GET", f"/{made['id']}", None),
                ("PATCH", f"/{made['id']}", {"title": "x"}),
                ("DELETE", f"/{made['id']}", None),
                ("POST", f"/{made['id']}/approve", None),
                ("PATCH", f"/{made['id']}/ext_data", {"a": 1}),
            ]:
                await boss.ask(method, path, 404, json=body)
            await boss.ask("POST", "", 422, json=wish("x", parent_id=made["id"]))
            for method, path in [("GET", "/limits"), ("POST", "/limits"), ("GET", "/early_checkin")]:
                assert (await boss.http.request(method, tenants + path, json={})).status_code == 404
            for method in ("PATCH", "DELETE"):
                assert (await boss.http.request(method, tenants, json={})).status_code == 404
            taken = {"domain": at_ada.http.base_url.host, "platform": "builtin"}
            assert (await at_admin.http.post(TENANTS, json=taken)).status_code == 201
            assert (await boss.http.post(TENANTS, json=taken)).status_code == 201
            assert len((await boss.http.get(TENANTS)).json()) == 1
        finally:
            await there.close()
        assert await at_ada.read(made) == made | {"tenant_id": (await at_ada.read(made))["tenant_id"]}

    async def test_a_token_of_one_is_no_token_of_another(self, house: House, place: Place, ada: Somebody) -> None:
        there = await open_place(house)
        answer = await there.client().get(
            URL, headers={"Authorization": f"Bearer {place.token(ada)}"}, params={"type": "desk"}
        )
        await there.close()
        assert answer.status_code == 401
