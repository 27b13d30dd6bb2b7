"""`workhall demo`: what it leaves in an organisation, that it always leaves the same, and that it spoils nothing."""

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.server import ServerProcess
from workhall.app.demo import AlreadyFilled, Filled, Wanted, fill
from workhall.app.demo.blank import blank_zones
from workhall.app.demo.buildings import buildings
from workhall.app.demo.crowd import form_groups, take_in
from workhall.app.demo.people import cast
from workhall.app.demo.places import NoOrganisationZone, organisation_zone
from workhall.app.first_start import found_another
from workhall.domain import people, places
from workhall.domain.places import Zone, ZoneFilter
from workhall.identity.actor import SERVER
from workhall.kernel.ids import HOUSE, OrganisationId
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House

EVERYTHING = Page(LONGEST_PAGE)


class Silence:
    """Tells nobody, and remembers."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)

    def progress(self, doing: str) -> None:
        self.told.append(doing)


class NextWeek:
    """A clock that is seven days ahead."""

    def now(self) -> datetime:
        return datetime.now().astimezone() + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A fresh organisation that was filled once."""

    house: House
    organisation: OrganisationId
    filled: Filled

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        async with self.house.database.transaction(self.organisation, read_only=True) as tx:
            return [tuple(row) for row in await tx.fetch(sql, *values)]

    async def again(self) -> Filled:
        wanted = Wanted(self.organisation, SERVER, again=True)
        return await fill(self.house.database, self.house.blobs, wanted, teller=Silence())


async def fresh(house: House) -> OrganisationId:
    name = "d" + secrets.token_hex(6)
    async with house.database.transaction(HOUSE) as tx:
        return (await found_another(tx, house, name, environment=name, host=f"{name}.example")).organisation_id


async def filled(house: House) -> Organisation:
    organisation = await fresh(house)
    done = await fill(house.database, house.blobs, Wanted(organisation, SERVER), teller=Silence())
    return Organisation(house, organisation, done)


@pytest.fixture(scope="module")
async def demo(house: House) -> Organisation:
    return await filled(house)


async def _plan(demo: Organisation, address: str) -> str:
    key = address.rpartition("/")[2]
    size = await demo.house.blobs.size(key)
    assert size
    return b"".join([chunk async for chunk in demo.house.blobs.read(key, 0, size)]).decode()


async def seen(demo: Organisation) -> dict[str, Any]:
    """All that people can see of an organisation: without ids, which the server makes."""
    names = dict(
        await demo.rows("select zone_id, case when parent_id is null then 'the top' else name end from zones")
        + await demo.rows("select system_id, name from systems")
    )
    told = json.dumps(await demo.rows("select parent_id, name, details::text from metadata order by name"))
    for ident, name in names.items():
        told = told.replace(ident, name)
    plans = await demo.rows("select map_id from zones where 'level' = any(tags) order by name")
    shown = await demo.rows(
        "select booking_type, starts_s, ends_s, user_email, title, description, timezone from bookings"
    )
    return {
        "zones": await demo.rows(
            """
            select name, description, tags, location, timezone, code
              from zones where parent_id is not null order by name
            """
        ),
        "rooms": await demo.rows("select name, email, capacity, features, map_id from systems order by name"),
        "documents": sorted(map(str, json.loads(told))),
        "plans": [await _plan(demo, address) for (address,) in plans],
        "people": await demo.rows("select email, name, department, work_preferences::text from users order by email"),
        "bookings": sorted(map(str, shown)),
    }


async def test_there_is_as_much_as_promised(demo: Organisation) -> None:
    counted = {
        "buildings": "select count(*) from zones where tags = array['building']",
        "levels": "select count(*) from zones where 'level' = any(tags)",
        "rooms": "select count(*) from systems where type = 'room'",
        "people": "select count(*) from users",
        "plans": "select count(*) from uploads where public and upload_complete and file_mime = 'image/svg+xml'",
        "desks": "select sum(json_array_length(details)) from metadata where name = 'desks'",
        "spaces": "select sum(json_array_length(details)) from metadata where name = 'parking-spaces'",
        "banks": "select sum(json_array_length(details)) from metadata where name = 'locker_banks'",
    }
    found = {what: int((await demo.rows(sql))[0][0]) for what, sql in counted.items()}
    assert found == {
        "buildings": 3,
        "levels": 12,
        "rooms": 120,
        "people": 400,
        "plans": 12,
        "desks": 900,
        "spaces": 60,
        "banks": 3,
    }
    bookings = (await demo.rows("select count(*) from bookings"))[0][0]
    assert bookings == demo.filled.bookings
    assert 4000 <= bookings <= 7000


async def test_it_stands_in_the_one_organisation_zone_and_no_blank_building_stays(demo: Organisation) -> None:
    tops = await demo.rows("select zone_id from zones where 'org' = any(tags)")
    assert len(tops) == 1
    parents = await demo.rows("select distinct parent_id from zones where 'building' = any(tags)")
    assert parents == tops
    assert not await demo.rows("select name from zones where name in ('Main building', 'Ground floor')")


async def test_two_organisations_filled_alike_look_alike(demo: Organisation) -> None:
    other = await filled(demo.house)
    one, two = await seen(demo), await seen(other)
    for what in one:
        assert one[what] == two[what], what


async def test_every_desk_and_every_room_is_a_shape_of_its_level(demo: Organisation) -> None:
    levels = await demo.rows("select zone_id, map_id, tags from zones where 'level' = any(tags)")
    for zone_id, map_id, tags in levels:
        plan = await _plan(demo, map_id)
        wanted = await demo.rows(
            "select map_id from systems join system_zones using (system_id) where zone_id = $1", zone_id
        )
        wanted += await demo.rows(
            """
            select one->>'map_id' from metadata, json_array_elements(details) as one
             where parent_id = $1 and name in ('desks', 'parking-spaces', 'lockers')
            """,
            zone_id,
        )
        assert wanted
        assert [ident for (ident,) in wanted if f'id="{ident}"' not in plan] == []
        assert ("parking" in tags) == ("space-" in plan)


async def test_a_room_lies_in_its_level_its_building_and_the_organisation(demo: Organisation) -> None:
    rows = await demo.rows(
        """
        select s.system_id, array_agg(z.tags[1] order by sz.position)
          from systems s join system_zones sz using (system_id) join zones z using (zone_id) group by 1
        """
    )
    assert {tuple(tags) for _, tags in rows} == {("org", "building", "level")}


async def test_groups_nest_and_everybody_is_in_a_division(demo: Organisation) -> None:
    async with demo.house.database.transaction(demo.organisation) as tx:
        everybody = await people.find(tx, people.Filter(), EVERYTHING)
    for user in everybody:
        assert "Everybody" in user.groups
        assert "Everybody" not in user.direct_groups
        assert {"Technology", "Commercial", "Corporate", "Operations"} & set(user.groups)


async def test_nobody_can_sign_in_when_no_password_was_given(demo: Organisation) -> None:
    assert await demo.rows("select count(*) from users where password_hash is not null") == [(0,)]


async def test_everybody_has_the_password_that_was_given(place_tx: Transaction) -> None:
    drawn = buildings("workhall")
    await form_groups(place_tx, SERVER, drawn)
    some = cast("workhall", drawn)[:3]
    await take_in(place_tx, SERVER, some, "a password to look around")
    hashes = await place_tx.fetch("select password_hash from users where email = any($1)", [one.email for one in some])
    assert [bool(row["password_hash"]) for row in hashes] == [True] * 3


@pytest.fixture
async def place_tx(house: House) -> AsyncIterator[Transaction]:
    """A transaction in a fresh organisation, rolled back."""
    tx = await house.database.begin(await fresh(house))
    yield tx
    await house.database.roll_back(tx)


async def test_nothing_is_held_twice_and_all_that_is_alive_is_held(demo: Organisation) -> None:
    overlapping = await demo.rows(
        """
        select a.asset_id from holds a join holds b using (organisation_id, kind, asset_id)
         where a.booking_id < b.booking_id and a.starts_s < b.ends_s and b.starts_s < a.ends_s
        """
    )
    assert overlapping == []
    amiss = await demo.rows(
        """
        select booking_id from bookings
         where (booking_id in (select booking_id from holds))
            <> (not rejected and not deleted and checked_out_s is null)
        """
    )
    assert amiss == []


async def test_bookings_lead_the_life_one_expects(demo: Organisation) -> None:
    states = dict(await demo.rows("select history->-1->>'state', count(*) from bookings group by 1"))
    assert set(states) == {"reserved", "checked_in", "checked_out", "cancelled", "rejected"}
    early = await demo.rows("select count(*) from bookings where checked_in_s < starts_s or checked_in_s >= ends_s")
    assert early == [(0,)]
    now = int(datetime.now().astimezone().timestamp())
    ahead = await demo.rows(
        "select count(*) from bookings where greatest(created_s, checked_in_s, deleted_s) > $1", now
    )
    assert ahead == [(0,)]
    made_late = await demo.rows("select count(*) from bookings where created_s > starts_s")
    assert made_late == [(0,)]


async def test_bookings_fall_into_office_hours_by_the_clock_of_their_building(demo: Organisation) -> None:
    hours = await demo.rows(
        """
        select distinct extract(hour from to_timestamp(starts_s) at time zone timezone)::int,
               extract(isodow from to_timestamp(starts_s) at time zone timezone)::int from bookings
        """
    )
    assert {hour for hour, _ in hours} <= {*range(7, 18)}
    assert {day for _, day in hours} <= {1, 2, 3, 4, 5}


async def test_the_audit_log_tells_the_true_time_even_of_a_told_past(demo: Organisation) -> None:
    old = await demo.rows("select count(*) from audit where at < now() - interval '1 hour'")
    assert old == [(0,)]


async def test_a_second_time_is_refused_with_what_to_do(demo: Organisation) -> None:
    before = await demo.rows("select count(*) from audit")
    with pytest.raises(AlreadyFilled, match="--again"):
        await fill(demo.house.database, demo.house.blobs, Wanted(demo.organisation, SERVER), teller=Silence())
    assert await demo.rows("select count(*) from audit") == before


async def test_again_at_once_changes_nothing(demo: Organisation) -> None:
    before = await seen(demo)
    assert (await demo.again()).bookings == 0
    assert await seen(demo) == before


async def test_again_some_days_later_fills_the_days_that_have_come_near(
    demo: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = "select max(to_timestamp(starts_s)), count(*) from bookings"
    ((before, _),) = await demo.rows(latest)
    async with demo.house.database.transaction(demo.organisation) as tx:
        for user in await people.find(tx, people.Filter(administrators=True), EVERYTHING):
            if not user.sys_admin:  # somebody else has to decide now
                await people.change(tx, SERVER, user.user_id, {"support": False})
    with monkeypatch.context() as patched:
        patched.setattr(demo.house.database, "clock", NextWeek())
        done = await demo.again()
    ((after, _),) = await demo.rows(latest)
    assert timedelta(days=5) <= after - before <= timedelta(days=9)
    assert 2000 <= done.bookings <= 3500


async def test_again_mends_what_was_taken_away(demo: Organisation) -> None:
    async with demo.house.database.transaction(demo.organisation) as tx:
        room = next(iter(await places.systems.find(tx, places.SystemFilter(), Page(1))))
        await places.systems.delete(tx, SERVER, room.system_id)
        level = next(iter(await places.zones.find(tx, SERVER, ZoneFilter(tags=("level",)), Page(1)))).zone
        await places.zones.delete(tx, SERVER, level.zone_id)
    await demo.again()
    async with demo.house.database.transaction(demo.organisation) as tx:
        assert (await places.systems.find(tx, places.SystemFilter(), Page(1))).total == 120
        levels = await places.zones.find(tx, SERVER, ZoneFilter(tags=("level",)), EVERYTHING)
    assert level.name in {listed.zone.name for listed in levels}
    assert all(listed.zone.map_id for listed in levels)


async def test_the_blank_building_of_a_fresh_organisation_is_put_to_use(place_tx: Transaction) -> None:
    top = await organisation_zone(place_tx, SERVER)
    names = [zone.name for zone in await blank_zones(place_tx, SERVER, top)]
    assert names == ["Main building", "Ground floor"]


async def _changed(tx: Transaction, _: Zone, level: Zone) -> None:
    tx.now += timedelta(seconds=1)
    await places.zones.update(tx, SERVER, level.zone_id, {"description": "ours"})


async def _furnished(tx: Transaction, building: Zone, _: Zone) -> None:
    await places.systems.create(tx, SERVER, {"name": "Ours", "zones": (building.zone_id,)})


async def _described(tx: Transaction, _: Zone, level: Zone) -> None:
    await places.metadata.write(tx, SERVER, level.zone_id, places.Writing("desks", "[]", {}))


async def _joined(tx: Transaction, building: Zone, _: Zone) -> None:
    annex: places.ZoneChanges = {"name": "Annex", "parent_id": building.parent_id, "tags": ("building",)}
    await places.zones.create(tx, SERVER, annex)


@pytest.mark.parametrize("touched", [_changed, _furnished, _described, _joined])
async def test_a_building_that_somebody_has_begun_with_is_left_alone(
    place_tx: Transaction, touched: Callable[[Transaction, Zone, Zone], Awaitable[None]]
) -> None:
    top = await organisation_zone(place_tx, SERVER)
    building, level = await blank_zones(place_tx, SERVER, top)
    await touched(place_tx, building, level)
    assert await blank_zones(place_tx, SERVER, top) == []


async def test_without_an_organisation_zone_it_says_what_is_missing(house: House) -> None:
    organisation = await fresh(house)
    async with house.database.transaction(organisation) as tx:
        top = next(iter(await places.zones.find(tx, SERVER, ZoneFilter(tags=("org",)), Page(1)))).zone
        await places.zones.delete(tx, SERVER, top.zone_id)
    with pytest.raises(NoOrganisationZone, match="tagged org"):
        await fill(house.database, house.blobs, Wanted(organisation, SERVER), teller=Silence())


@pytest.mark.server
def test_it_works_beside_a_running_server_which_shows_it_at_once_and_without_one() -> None:
    with ServerProcess.fresh() as server:
        assert "at least 10 characters" in server.run("demo", "--password", "short").stderr
        done = server.run("demo", "--json")
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert (told["people"], told["desks"]) == (400, 900)
        with server.client() as client:
            levels = client.get("/api/engine/v2/zones", params={"tags": "level"}).json()
            plan = client.get(levels[0]["map_id"])
            rooms = client.get("/api/engine/v2/systems", params={"limit": 1})
            building = next(one["parent_id"] for one in levels if "parking" not in one["tags"])
            week = {"period_start": 1, "period_end": 4_000_000_000, "type": "desk", "zones": building, "limit": 1}
            desks = client.get("/api/staff/v1/bookings", params=week)
        assert len(levels) == 12
        assert plan.headers["content-type"].startswith("image/svg+xml")
        assert plan.text.startswith("<svg")
        assert rooms.headers["x-total-count"] == "120"
        assert int(desks.headers["x-total-count"]) > 100
        refused = server.run("demo")
        assert refused.returncode == 1
        assert "--again" in refused.stderr
        server.stop()
        again = server.run("demo", "--again").stdout
    assert "0 bookings were made" in again
    assert "none of them can sign in" in again
