"""`GET /bookings` and `/bookings/booked` (staff API contract, 5.3, 12.9, 12.12)."""

import time
from typing import Any

import pytest

from tests.contract.staff.desk import HOUR, NINE, URL, Desks
from tests.places import Place, Somebody

pytestmark = pytest.mark.database
DAY = 24 * HOUR


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


async def test_a_type_is_required_unless_an_event_is_named(at_ada: Desks) -> None:
    refusal = await at_ada.ask("GET", "", 422)
    assert refusal["error"] == "missing required parameter 'type'"
    assert (refusal["parameter"], refusal["restriction"]) == ("type", "String")
    assert await at_ada.ask("GET", "", params={"event_id": "AAMk="}) == []
    assert await at_ada.ask("GET", "", params={"ical_uid": "040000"}) == []


async def test_the_type_is_exact(at_ada: Desks) -> None:
    await at_ada.book()
    assert await at_ada.day(type="Desk") == []
    assert len(await at_ada.day(type="desk")) == 1


async def test_the_period_is_half_open(at_ada: Desks) -> None:
    made = await at_ada.book()
    assert await at_ada.day(period_start=NINE - HOUR, period_end=NINE) == []
    assert await at_ada.day(period_start=NINE + HOUR, period_end=NINE + 2 * HOUR) == []
    assert ids(await at_ada.day(period_start=NINE + HOUR - 1, period_end=NINE + 2 * HOUR)) == [made["id"]]
    assert ids(await at_ada.day(period_start=NINE - HOUR, period_end=NINE + 1)) == [made["id"]]


async def test_the_period_is_the_next_hour_unless_said_otherwise(at_ada: Desks) -> None:
    now = int(time.time())
    soon = await at_ada.book(start=now + 600)
    await at_ada.book(start=now + 2 * HOUR)
    assert ids(await at_ada.ask("GET", "", params={"type": "desk"})) == [soon["id"]]


@pytest.mark.parametrize("zones", [None, "zone-bld"])
@pytest.mark.parametrize("hours", [24, 25, 24 * 400])
async def test_long_bookings_are_found_in_their_middle_and_at_their_end(
    at_ada: Desks, zones: str | None, hours: int
) -> None:
    made = await at_ada.book(hours=hours)
    for at in (NINE, NINE + hours * HOUR // 2, NINE + hours * HOUR - 1):
        params: dict[str, Any] = {"type": "desk", "period_start": at, "period_end": at + 1} | (
            {"zones": zones} if zones else {}
        )
        assert ids(await at_ada.ask("GET", "", params=params)) == [made["id"]]


async def test_an_absurd_period_is_empty_and_no_error(at_ada: Desks) -> None:
    await at_ada.book()
    far = {"period_start": -(2**63), "period_end": 2**63 - 1}
    assert len(await at_ada.day(**far)) == 1
    assert await at_ada.day(period_start=2**63 - 1, period_end=-(2**63)) == []
    await at_ada.ask("GET", "", 400, params={"type": "desk", "period_start": "noon"})


async def test_any_of_the_zones_is_enough_and_counts_once(at_ada: Desks) -> None:
    made = await at_ada.book(zones=["a", "b"])
    other = await at_ada.book("desk-2", zones=["c"])
    assert ids(await at_ada.day(zones="a,b")) == [made["id"]]
    assert ids(await at_ada.day(zones=" b , c,,")) == [made["id"], other["id"]]
    assert await at_ada.day(zones="d") == []


class TestWhose:
    async def test_the_callers_when_nobody_and_nothing_is_named(self, at_ada: Desks, at_bo: Desks) -> None:
        mine = await at_ada.book()
        await at_bo.book("desk-2")
        assert ids(await at_ada.day(zones="")) == [mine["id"]]
        assert ids(await at_ada.day(user="current")) == [mine["id"]]

    async def test_by_id_or_by_address(self, at_ada: Desks, at_bo: Desks, ada: Somebody, bo: Somebody) -> None:
        theirs = await at_bo.book()
        await at_ada.book("desk-2")
        assert ids(await at_ada.day(user=bo.user_id, zones="")) == [theirs["id"]]
        assert ids(await at_ada.day(email=f" {bo.email.upper()} ", zones="")) == [theirs["id"]]
        assert len(await at_ada.day(email=bo.email, user=ada.user_id)) == 2

    async def test_zones_alone_show_everybodys_private_ones_too(self, at_ada: Desks, at_bo: Desks) -> None:
        await at_bo.book(permission="private")
        assert len(await at_ada.day()) == 1

    async def test_zones_and_a_person_must_both_hold(self, at_ada: Desks) -> None:
        made = await at_ada.book()
        await at_ada.book("desk-2", zones=["other"])
        assert ids(await at_ada.day(user="current")) == [made["id"]]

    async def test_what_was_booked_for_others_only_on_demand(self, at_ada: Desks, ada: Somebody, bo: Somebody) -> None:
        made = await at_ada.book(user_id=bo.user_id, user_email=bo.email)
        assert await at_ada.day(zones="") == []
        for named in ({"zones": ""}, {"user": ada.user_id}, {"email": ada.email}):
            assert ids(await at_ada.day(include_booked_by="true", **named)) == [made["id"]]

    async def test_group_events_that_may_be_joined_count_as_ones_own(self, at_ada: Desks, at_bo: Desks) -> None:
        mine = await at_ada.book(booking_type="group-event")
        joinable = [
            await at_bo.book(f"d-{word}", booking_type="group-event", permission=word) for word in ("open", "public")
        ]
        await at_bo.book("d-private", booking_type="group-event")
        found = await at_ada.day(type="group-event", user="current")
        assert ids(found) == [mine["id"], *ids(joinable)]
        assert ids(await at_ada.day(type="group-event", user="current", zones="")) == [mine["id"]]


class TestStrangers:
    async def test_see_public_bookings_only_whoever_they_ask_for(self, at_ada: Desks, nobody: Desks) -> None:
        made = await at_ada.book(permission="public")
        await at_ada.book("desk-2", permission="open")
        await at_ada.book("desk-3")
        for named in ({}, {"zones": ""}, {"user": "current"}, {"email": "x@y.example"}, {"permission": "private"}):
            assert ids(await nobody.day(**named)) == [made["id"]]
        period = {"type": "desk", "period_start": NINE, "period_end": NINE + HOUR}
        assert await nobody.ask("GET", "/booked", params=period) == ["desk-1"]

    async def test_are_not_told_whose_they_are(
        self, at_ada: Desks, nobody: Desks, at_admin: Desks, ada: Somebody
    ) -> None:
        made = await at_ada.book(permission="public", title="Yoga")
        await at_ada.patch(made, booking_end=NINE + 2 * HOUR)
        await at_admin.act(made, "approve")
        await at_ada.book("order", parent_id=made["id"], booking_type="catering-order")
        answer = await nobody.http.get(URL, params={"type": "desk", "period_start": NINE, "period_end": NINE + HOUR})
        assert answer.status_code == 200
        assert "Yoga" in answer.text
        assert ada.email not in answer.text
        assert ada.user_id not in answer.text
        assert "@" not in answer.text
        assert answer.json()[0]["linked_bookings"] == []

    async def test_may_not_read_one_by_its_id(self, at_ada: Desks, nobody: Desks) -> None:
        made = await at_ada.book(permission="public")
        await nobody.ask("GET", f"/{made['id']}", 401)


class TestMarks:
    async def test_deleted_ones_only_on_demand(self, at_ada: Desks) -> None:
        gone, here = await at_ada.book(), await at_ada.book("desk-2")
        await at_ada.cancel(gone)
        assert ids(await at_ada.day()) == [here["id"]]
        assert ids(await at_ada.day(deleted="true")) == [gone["id"]]
        assert ids(await at_ada.day(include_deleted="TRUE")) == [gone["id"], here["id"]]
        assert ids(await at_ada.day(include_deleted="recurring")) == [here["id"]]

    async def test_checked_out_ones_only_on_demand(self, at_ada: Desks) -> None:
        gone, here = await at_ada.book(), await at_ada.book("desk-2")
        await at_ada.act(gone, "check_in", state="false")
        assert ids(await at_ada.day()) == [here["id"]]
        assert ids(await at_ada.day(checked_out="true")) == [gone["id"]]
        assert ids(await at_ada.day(include_checked_out="true")) == [gone["id"], here["id"]]
        assert await at_ada.day(checked_in="false") == []
        assert ids(await at_ada.day(checked_in="false", include_checked_out="true")) == [gone["id"]]

    async def test_checked_in_ones(self, at_ada: Desks) -> None:
        now = int(time.time())
        here = await at_ada.book(start=now)
        await at_ada.book("desk-2", start=now)
        await at_ada.act(here, "check_in")
        period = {"type": "desk", "period_start": now, "period_end": now + 60}
        assert ids(await at_ada.ask("GET", "", params={**period, "checked_in": "true"})) == [here["id"]]

    async def test_approved_and_rejected(self, at_ada: Desks, at_admin: Desks) -> None:
        yes, no, open_ = [await at_ada.book(f"desk-{n}") for n in range(3)]
        await at_admin.act(yes, "approve")
        await at_admin.act(no, "reject")
        assert ids(await at_ada.day()) == [yes["id"], no["id"], open_["id"]]
        assert ids(await at_ada.day(approved="true")) == [yes["id"]]
        assert ids(await at_ada.day(approved="false")) == [no["id"], open_["id"]]
        assert ids(await at_ada.day(rejected="true")) == [no["id"]]
        assert ids(await at_ada.day(rejected="false")) == [yes["id"], open_["id"]]

    async def test_state_department_and_permission(self, at_ada: Desks) -> None:
        made = await at_ada.book(process_state="ready", department="R&D", permission="open")
        await at_ada.book("desk-2")
        for asked in (
            {"state": "ready"},
            {"department": "R&D"},
            {"permission": "OPEN"},
            {"permission": "open"},
            {"permission": "1"},
        ):
            assert ids(await at_ada.day(**asked)) == [made["id"]], asked
        await at_ada.ask("GET", "", 400, params={"type": "desk", "permission": "secret"})

    async def test_created_before_and_after(self, at_ada: Desks) -> None:
        made = await at_ada.book()
        assert await at_ada.day(created_before=made["last_changed"]) == []
        assert ids(await at_ada.day(created_before=made["last_changed"] + 1)) == [made["id"]]
        assert ids(await at_ada.day(created_after=made["last_changed"] - 1)) == [made["id"]]
        assert len(await at_ada.day(created_after="soon")) == 1


class TestDocumentFilter:
    @pytest.mark.parametrize(
        "asked",
        [
            "{kind:tall}",
            "kind:tall",
            "{ kind : tall , floor : 4 }",
            "{a.b:deep}",
            "{floor:4}",
            "{flag:true}",
            "{}",
            "",
            "{url:http://x}",
        ],
    )
    async def test_finds(self, at_ada: Desks, asked: str) -> None:
        made = await at_ada.book(
            extension_data={"kind": "tall", "floor": 4, "flag": True, "a": {"b": "deep"}, "url": "http://x"}
        )
        assert ids(await at_ada.day(extension_data=asked)) == [made["id"]]

    @pytest.mark.parametrize(
        "asked", ["{kind:low}", "{kind:tall,floor:5}", "{none:x}", "{a:deep}", "{kind:'tall'}", '{kind:"x"}']
    )
    async def test_does_not_find(self, at_ada: Desks, asked: str) -> None:
        await at_ada.book(extension_data={"kind": "tall", "floor": 4})
        assert await at_ada.day(extension_data=asked) == []

    @pytest.mark.parametrize("asked", ["kind", "{kind}", "{:tall}", "a:1,b"])
    async def test_that_cannot_be_read_is_refused(self, at_ada: Desks, asked: str) -> None:
        refusal = await at_ada.ask("GET", "", 400, params={"type": "desk", "extension_data": asked})
        assert refusal["parameter"] == "extension_data"


class TestPaging:
    async def test_the_heads_are_those_clients_know(self, at_ada: Desks) -> None:
        for n in range(3):
            await at_ada.book(f"desk-{n}")
        query = f"type=desk&zones=zone-bld%2Czone-x&period_start={NINE}&period_end={NINE + HOUR}"
        answer = await at_ada.http.get(f"{URL}?{query}&limit=2")
        assert len(answer.json()) == 2
        assert answer.headers["x-total-count"] == "3"
        assert answer.headers["content-range"] == "bookings 0-1/3"
        assert answer.headers["link"] == f'<{URL}/?{query}&limit=2&offset=2>; rel="next"'
        last = await at_ada.http.get(answer.headers["link"].split(">")[0][1:])
        assert len(last.json()) == 1
        assert last.headers["content-range"] == "bookings 2-2/3"
        assert "link" not in last.headers

    async def test_an_empty_first_page(self, at_ada: Desks) -> None:
        answer = await at_ada.http.get(URL, params={"type": "desk"})
        assert answer.headers["content-range"] == "bookings 0--1/0"
        assert (answer.headers["x-total-count"], "link" in answer.headers) == ("0", False)

    async def test_a_limit_of_nothing_counts_and_ends(self, at_ada: Desks) -> None:
        await at_ada.book()
        params: dict[str, Any] = {
            "type": "desk",
            "zones": "zone-bld",
            "period_start": NINE,
            "period_end": NINE + 1,
            "limit": 0,
        }
        answer = await at_ada.http.get(URL, params=params)
        assert (answer.json(), answer.headers["x-total-count"], "link" in answer.headers) == ([], "1", False)

    async def test_beyond_the_end_the_total_is_still_told(self, at_ada: Desks) -> None:
        await at_ada.book()
        params: dict[str, Any] = {
            "type": "desk",
            "zones": "zone-bld",
            "period_start": NINE,
            "period_end": NINE + 1,
            "offset": 9,
        }
        answer = await at_ada.http.get(URL, params=params)
        assert (answer.json(), answer.headers["x-total-count"]) == ([], "1")

    @pytest.mark.parametrize(("limit", "offset"), [(10_000, 0), (2**31 - 1, 0), (-1, 0), (100, -5)])
    async def test_numbers_out_of_range_are_drawn_in(self, at_ada: Desks, limit: int, offset: int) -> None:
        await at_ada.book()
        assert len(await at_ada.day(limit=limit, offset=offset)) == 1

    async def test_a_credential_in_the_query_is_not_repeated(
        self, place: Place, at_ada: Desks, ada: Somebody, nobody: Desks
    ) -> None:
        for n in range(2):
            await at_ada.book(f"desk-{n}")
        params: dict[str, Any] = {
            "type": "desk",
            "period_start": NINE,
            "period_end": NINE + 1,
            "limit": 1,
            "bearer_token": place.token(ada),
        }
        answer = await nobody.http.get(URL, params=params)
        assert "bearer_token" not in answer.headers["link"]

    async def test_pages_neither_skip_nor_repeat(self, at_ada: Desks) -> None:
        made = [await at_ada.book(f"desk-{n}") for n in range(7)]
        seen: list[int] = []
        for offset in range(0, 7, 2):
            seen += ids(await at_ada.day(limit=2, offset=offset))
        assert seen == ids(made)

    async def test_an_unchanged_list_is_not_sent_again(self, at_ada: Desks) -> None:
        await at_ada.book()
        params: dict[str, Any] = {"type": "desk", "zones": "zone-bld", "period_start": NINE, "period_end": NINE + HOUR}
        first = await at_ada.http.get(URL, params=params)
        known = {"If-None-Match": first.headers["etag"]}
        again = await at_ada.http.get(URL, params=params, headers=known)
        assert (again.status_code, again.content, again.headers["x-total-count"]) == (304, b"", "1")
        await at_ada.book("desk-2")
        assert (await at_ada.http.get(URL, params=params, headers=known)).status_code == 200


class TestBooked:
    async def test_names_each_taken_asset_once(self, at_ada: Desks, at_admin: Desks) -> None:
        await at_ada.book(asset_ids=["a", "b"])
        await at_ada.book("a", NINE + HOUR)
        for word, end in {"c": "reject", "d": "checkin?state=false", "e": ""}.items():
            made = await at_ada.book(word)
            if end:
                await at_admin.ask("POST", f"/{made['id']}/{end}")
            else:
                await at_ada.cancel(made)
        params: dict[str, Any] = {
            "type": "desk",
            "zones": "zone-bld",
            "period_start": NINE,
            "period_end": NINE + DAY,
            "limit": 1200,
        }
        answer = await at_ada.http.get(f"{URL}/booked", params=params | {"include_deleted": "true", "rejected": "true"})
        assert answer.json() == ["a", "b"]
        assert answer.headers["x-total-count"] == "2"
        assert answer.headers["content-range"] == "bookings 0-1/2"

    async def test_pages_have_their_own_path(self, at_ada: Desks) -> None:
        for n in range(2):
            await at_ada.book(f"desk-{n}")
        query = f"type=desk&zones=zone-bld&period_start={NINE}&period_end={NINE + 1}&limit=1"
        answer = await at_ada.http.get(f"{URL}/booked?{query}")
        assert answer.headers["link"] == f'<{URL}/booked?{query}&offset=1>; rel="next"'


async def test_a_list_takes_as_many_queries_for_a_hundred_as_for_one(place: Place, at_ada: Desks) -> None:
    for n in range(12):
        await at_ada.book(f"desk-{n}")
    before = await _asked(place)
    await at_ada.day(limit=1)
    one = await _asked(place) - before
    await at_ada.day(limit=12)
    assert await _asked(place) - before - one == one


async def _asked(place: Place) -> int:
    """Scans of the two tables of bookings so far, as this process counts them."""
    return len(_QUERIES)


_QUERIES: list[str] = []


@pytest.fixture(autouse=True)
def _count(monkeypatch: pytest.MonkeyPatch) -> None:
    from workhall.persistence.transaction import Transaction  # noqa: PLC0415  counted here only

    fetch = Transaction.fetch

    async def counted(self: Transaction, sql: str, *args: object) -> Any:
        _QUERIES.append(sql)
        return await fetch(self, sql, *args)

    monkeypatch.setattr(Transaction, "fetch", counted)
