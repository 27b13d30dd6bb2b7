"""`/tenants`: calendar connections (staff API contract, 1.6, 2, 12.15)."""

from typing import Any

import httpx
import pytest

from tests.contract.staff.desk import TENANTS, Desks
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
OFFICE = {"tenant": "t", "client_id": "c", "client_secret": "very-secret"}
GOOGLE = {"issuer": "i", "signing_key": "-----PEM", "scopes": ["a", "b"], "domain": "acme.example"}


def connection(place: Place, **more: Any) -> dict[str, Any]:
    return {"name": "Acme", "domain": place.host, "platform": "office365", "credentials": OFFICE} | more


class Office:
    """An administrator's client."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def ask(self, method: str, path: str = "", expect: int = 200, **how: Any) -> Any:
        answer = await self.http.request(method, TENANTS + path, **how)
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def add(self, body: dict[str, Any], expect: int = 201) -> Any:
        return await self.ask("POST", "", expect, json=body)


@pytest.fixture
def office(place: Place, admin: Somebody) -> Office:
    return Office(place.client(admin))


async def test_a_connection_is_made_listed_changed_and_removed(place: Place, office: Office) -> None:
    assert await office.ask("GET") == []
    made = await office.add(connection(place, domain=f" {place.host.upper()} ", email_domain=" Acme.Example "))
    assert made == {
        "id": made["id"],
        "name": "Acme",
        "domain": place.host,
        "email_domain": "acme.example",
        "platform": "office365",
        "delegated": False,
        "booking_limits": {},
        "early_checkin": 3600,
    }
    assert await office.ask("GET") == [made]
    changed = await office.ask("PATCH", f"/{made['id']}", json={"name": "New", "early_checkin": 60, "id": 5})
    assert changed == made | {"name": "New", "early_checkin": 60}
    await office.ask("DELETE", f"/{made['id']}", 202)
    assert await office.ask("GET") == []
    await office.ask("PATCH", f"/{made['id']}", 404, json={})


async def test_what_is_left_out_stays_and_blank_clears(place: Place, office: Office) -> None:
    full = connection(
        place, email_domain="a.example", delegated=True, service_account="svc@a.example", booking_limits={"desk": 2}
    )
    made = await office.add(full)
    assert await office.ask("PUT", f"/{made['id']}", json={"name": None}) == made
    after = await office.ask("PATCH", f"/{made['id']}", json={"email_domain": "", "booking_limits": {}})
    assert "email_domain" not in after
    assert (after["booking_limits"], after["delegated"], after["service_account"]) == ({}, True, "svc@a.example")


async def test_credentials_are_sealed_and_never_answered(place: Place, office: Office) -> None:
    answer = await office.http.post(TENANTS, json=connection(place))
    assert "very-secret" not in answer.text
    made = answer.json()
    changes: list[dict[str, Any]] = [{"domain": "other.example"}, {"credentials": {}}, {"name": "x"}]
    for change in changes:
        assert "credentials" not in await office.ask("PATCH", f"/{made['id']}", json=change)
    async with place.house.database.transaction(place.organisation) as tx:
        sealed = await tx.fetchval("select credentials from tenants where tenant_id = $1", made["id"])
        noted = await tx.fetch("select before::text, after::text from audit where subject_kind = 'tenant'")
    assert b"very-secret" not in sealed
    assert "very-secret" in place.house.sealer.open(sealed, f"calendar credentials of {place.organisation}")
    assert not any("very-secret" in str(tuple(row)) for row in noted)


async def test_a_delegated_connection_keeps_no_secret(place: Place, office: Office) -> None:
    made = await office.add(connection(place))
    await office.ask("PATCH", f"/{made['id']}", json={"delegated": True})
    async with place.house.database.transaction(place.organisation) as tx:
        sealed = await tx.fetchval("select credentials from tenants where tenant_id = $1", made["id"])
    assert "secret" not in place.house.sealer.open(sealed, f"calendar credentials of {place.organisation}")


@pytest.mark.parametrize(
    "body",
    [
        {"platform": "Google", "credentials": GOOGLE},
        {
            "platform": "google",
            "credentials": GOOGLE | {"scopes": "one", "sub": "x", "conference_type": "hangoutsMeet"},
        },
        {"platform": "office_365", "credentials": OFFICE | {"conference_type": None}},
        {"delegated": True, "credentials": {"conference_type": "teamsForBusiness"}},
        {"delegated": True, "credentials": None},
        {"platform": "google", "delegated": True, "credentials": {"domain": "acme.example"}},
        {"platform": "caldav", "credentials": {"url": "https://dav.example", "username": "u", "password": "p"}},
        {"platform": "builtin", "credentials": None},
        {"outlook_config": {"app_id": "x", "base_path": "outlook", "more": 1}},
        {"booking_limits": {"desk": 0, "parking": 2}},
    ],
)
async def test_what_is_complete_is_taken(place: Place, office: Office, body: dict[str, Any]) -> None:
    await office.add(connection(place, **body))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"domain": None}, "domain"),
        ({"domain": "  "}, "domain"),
        ({"domain": "d" * 300}, "domain"),
        ({"platform": "exchange"}, "platform"),
        ({"platform": None}, "platform"),
        ({"credentials": None}, "credentials"),
        ({"credentials": {"tenant": "t", "client_id": "c"}}, "credentials"),
        ({"credentials": OFFICE | {"client_secret": 5}}, "credentials"),
        ({"platform": "google", "credentials": GOOGLE | {"scopes": [1]}}, "credentials"),
        ({"platform": "google", "delegated": True, "credentials": {}}, "credentials"),
        ({"booking_limits": {"desk": "two"}}, "booking_limits"),
        ({"booking_limits": {"desk": -1}}, "booking_limits"),
        ({"booking_limits": {"desk": True}}, "booking_limits"),
        ({"booking_limits": {"desk": 2**40}}, "booking_limits"),
        ({"early_checkin": -1}, "early_checkin"),
        ({"outlook_config": {"base_path": "x"}}, "outlook_config"),
    ],
)
async def test_what_cannot_be_meant_is_refused_by_name(
    place: Place, office: Office, body: dict[str, Any], field: str
) -> None:
    refusal = await office.add(connection(place, **body), 422)
    assert refusal["error"] == "error validating tenant data"
    assert [failure["field"] for failure in refusal["failures"]] == [field]


async def test_domain_and_email_domain_are_unique_together(place: Place, office: Office) -> None:
    await office.add(connection(place))
    for again in (connection(place), connection(place, email_domain=" ")):
        refusal = await office.add(again, 422)
        assert refusal["failures"] == [{"field": "domain", "reason": "should be unique"}]
    other = await office.add(connection(place, email_domain="a.example"))
    refusal = await office.ask("PATCH", f"/{other['id']}", 422, json={"email_domain": ""})
    assert refusal["failures"][0]["field"] == "domain"


async def test_only_administrators_may_but_for_the_four_that_read(place: Place, office: Office, ada: Somebody) -> None:
    made = await office.add(connection(place, booking_limits={"desk": 2}))
    user = Office(place.client(ada))
    path = f"/{made['id']}"
    for method, where, body in [
        ("GET", "", None),
        ("POST", "", connection(place)),
        ("PATCH", path, {}),
        ("PUT", path, {}),
        ("DELETE", path, None),
        ("POST", f"{path}/limits", {}),
        ("POST", f"{path}/early_checkin", 5),
    ]:
        await user.ask(method, where, 403, json=body)
    assert await user.ask("GET", f"{path}/limits") == {"desk": 2}
    assert await user.ask("GET", f"{path}/early_checkin") == 3600
    assert await user.ask("GET", "/current_limits") == {"desk": 2}
    assert await user.ask("GET", "/current_early_checkin") == 3600


async def test_one_connection_alone_cannot_be_read(office: Office, place: Place) -> None:
    made = await office.add(connection(place))
    await office.ask("GET", f"/{made['id']}", 404)


async def test_limits_and_early_checkin_are_set_whole(place: Place, office: Office) -> None:
    path = f"/{(await office.add(connection(place, booking_limits={'desk': 2})))['id']}"
    assert await office.ask("POST", f"{path}/limits", json={"parking": 1}) == {"parking": 1}
    assert await office.ask("GET", f"{path}/limits") == {"parking": 1}
    assert await office.ask("POST", f"{path}/early_checkin", json=0) == 0
    for body, expect in (([], 400), ({"desk": "x"}, 422), ({"desk": -1}, 422)):
        await office.ask("POST", f"{path}/limits", expect, json=body)
    for seconds, expect in (("soon", 400), (-1, 422), (2**70, 422), (None, 400), (1.5, 400)):
        await office.ask("POST", f"{path}/early_checkin", expect, json=seconds)


@pytest.mark.parametrize("told", ["true", "false"])
async def test_whether_it_is_delegated_is_told_in_a_header(place: Place, office: Office, told: str) -> None:
    await office.add(connection(place, delegated=told == "true"))
    for path in ("/current_limits", "/current_early_checkin"):
        answer = await office.http.get(TENANTS + path)
        assert answer.headers["x-delegated"] == told
        assert "X-Delegated" in answer.headers["access-control-expose-headers"]


class TestWhoIsServed:
    async def tenant_of(self, place: Place, somebody: Somebody) -> int:
        made = await Desks.of(place, somebody).book(f"desk-{somebody.user_id}-{len(place.people)}")
        return int(made["tenant_id"])

    async def test_the_exact_email_domain_wins_then_the_first_then_the_built_in(
        self, place: Place, office: Office, ada: Somebody
    ) -> None:
        assert await Desks.of(place, ada).day() == []
        other = await office.add(connection(place, domain="elsewhere.example"))
        made = await Desks.of(place, ada).book("a")
        assert made["tenant_id"] == place.tenant_id != other["id"]
        anybody = await office.add(connection(place))
        assert (await Desks.of(place, ada).book("b"))["tenant_id"] == anybody["id"]
        exact = await office.add(connection(place, email_domain=place.host))
        assert (await Desks.of(place, ada).book("c"))["tenant_id"] == exact["id"]

    async def test_a_parent_stands_in_for_its_child(self, place: Place, office: Office, ada: Somebody) -> None:
        parent = await office.add(connection(place, domain="parent.example"))
        child = await office.add(connection(place))
        async with place.house.database.transaction(place.organisation) as tx:
            await tx.execute("update tenants set parent_id = $1 where tenant_id = $2", parent["id"], child["id"])
        assert (await Desks.of(place, ada).book())["tenant_id"] == parent["id"]

    async def test_an_organisation_without_any_gets_its_built_in_one(self, place: Place, ada: Somebody) -> None:
        async with place.house.database.transaction(place.organisation) as tx:
            await tx.execute("delete from tenants")
        assert (await Desks.of(place, ada).book())["tenant_id"]

    async def test_the_built_in_one_has_limits_and_is_not_to_be_changed(self, place: Place, office: Office) -> None:
        path = f"/{place.tenant_id}"
        assert await office.ask("POST", f"{path}/limits", json={"desk": 3}) == {"desk": 3}
        assert await office.ask("GET", "/current_limits") == {"desk": 3}
        assert await office.ask("POST", f"{path}/early_checkin", json=5) == 5
        await office.ask("PATCH", path, 404, json={"name": "x"})
        await office.ask("DELETE", path, 404)

    async def test_adding_one_takes_over_what_its_people_had(self, place: Place, office: Office, ada: Somebody) -> None:
        at_ada = Desks.of(place, ada)
        made = await at_ada.book(permission="public")
        tenant = await office.add(connection(place, email_domain=place.host))
        [after] = await at_ada.day()
        assert after == made | {"tenant_id": tenant["id"], "updated_at": after["updated_at"]}
        assert [one["id"] for one in await at_ada.day(zones="")] == [made["id"]]
        await at_ada.ask("POST", "", 409, json={**made})

    async def test_adding_one_leaves_other_peoples_where_they_are(
        self, place: Place, office: Office, ada: Somebody
    ) -> None:
        at_ada = Desks.of(place, ada)
        await at_ada.book()
        await office.add(connection(place, email_domain="other.example"))
        await office.add(connection(place, domain="elsewhere.example"))
        assert len(await at_ada.day()) == 1
        assert (await at_ada.day())[0]["tenant_id"] == place.tenant_id

    async def test_removing_one_takes_its_bookings_and_frees_its_desks(
        self, place: Place, office: Office, ada: Somebody
    ) -> None:
        tenant = await office.add(connection(place))
        at_ada = Desks.of(place, ada)
        made = await at_ada.book()
        await office.ask("DELETE", f"/{tenant['id']}", 202)
        await at_ada.ask("GET", f"/{made['id']}", 404)
        await at_ada.book()
