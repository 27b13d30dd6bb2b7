"""Reading the audit log: by who, what, which and when; page by page and from end to end."""

from datetime import timedelta

import pytest

from tests.places import Place, Somebody
from workhall.identity import (
    AuditFilter,
    audited_words,
    chain,
    entry_of,
    every_entry,
    find_entries,
    latest_changes,
    record,
)
from workhall.identity.chain import seal_all
from workhall.kernel.errors import NotAllowed, NotFound
from workhall.kernel.ids import HOUSE
from workhall.kernel.paging import Page
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
FIRST = Page(50)


async def _write(tx: Transaction, somebody: Somebody) -> None:
    record(tx, somebody.actor, "create", ("zone", "zone-1"), after={"name": "Tower"})
    record(tx, somebody.actor, "update", ("zone", "zone-1"), before={"name": "Tower"}, after={"name": "Mast"})
    record(tx, somebody.actor, "create", ("group", "7"), after={"name": "Chefs"})
    await tx.flush()


async def test_the_newest_entry_stands_first(tx: Transaction, admin: Somebody) -> None:
    await _write(tx, admin)
    found = await find_entries(tx, admin.actor, AuditFilter(), FIRST)
    assert [(one.verb, one.subject_id) for one in found] == [
        ("create", "7"),
        ("update", "zone-1"),
        ("create", "zone-1"),
    ]
    assert found.rows[1].before == {"name": "Tower"}
    assert found.rows[1].after == {"name": "Mast"}


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (AuditFilter(who="adm"), 3),
        (AuditFilter(who="nobody"), 0),
        (AuditFilter(verb="create"), 2),
        (AuditFilter(kind="group"), 1),
        (AuditFilter(subject="zone-1"), 2),
        (AuditFilter(verb="create", kind="zone"), 1),
    ],
)
async def test_filters_narrow_the_list(tx: Transaction, admin: Somebody, wanted: AuditFilter, number: int) -> None:
    await _write(tx, admin)
    assert (await find_entries(tx, admin.actor, wanted, FIRST)).total == number


async def test_the_period_is_half_open(tx: Transaction, admin: Somebody) -> None:
    await _write(tx, admin)
    since = AuditFilter(since=tx.now, until=tx.now + timedelta(seconds=1))
    until = AuditFilter(until=tx.now)
    assert (await find_entries(tx, admin.actor, since, FIRST)).total == 3
    assert (await find_entries(tx, admin.actor, until, FIRST)).total == 0


async def test_only_administrators_read(tx: Transaction, ada: Somebody, admin: Somebody) -> None:
    await _write(tx, admin)
    with pytest.raises(NotAllowed):
        await find_entries(tx, ada.actor, AuditFilter(), FIRST)
    with pytest.raises(NotAllowed):
        await entry_of(tx, ada.actor, 1)


async def test_one_entry_is_found_by_its_number(tx: Transaction, admin: Somebody) -> None:
    await _write(tx, admin)
    newest = (await find_entries(tx, admin.actor, AuditFilter(), FIRST)).rows[0]
    assert await entry_of(tx, admin.actor, newest.audit_id) == newest
    for number in (0, 2**63, newest.audit_id + 1000):
        with pytest.raises(NotFound):
            await entry_of(tx, admin.actor, number)


async def test_the_latest_changes_leave_out_bookings(tx: Transaction, admin: Somebody) -> None:
    await _write(tx, admin)
    for number in range(10):
        record(tx, admin.actor, "create", ("booking", str(number)), after={"asset_ids": ["desk-1"]})
    await tx.flush()
    found = await latest_changes(tx, admin.actor, 2)
    assert [(one.verb, one.subject_kind) for one in found] == [("create", "group"), ("update", "zone")]


async def test_words_to_filter_by_are_those_in_use(tx: Transaction, admin: Somebody) -> None:
    await _write(tx, admin)
    verbs, kinds = await audited_words(tx, admin.actor)
    assert set(verbs) == {"create", "update"}
    assert set(kinds) == {"zone", "group"}


async def test_every_entry_goes_through_all_of_them(house: House, place: Place, admin: Somebody) -> None:
    async with house.database.transaction(place.organisation) as tx:
        for number in range(2050):
            record(tx, admin.actor, "create", ("thing", str(number)))
    found = [one async for one in every_entry(house.database, place.organisation, admin.actor, AuditFilter())]
    assert [one.subject_id for one in found] == [str(number) for number in reversed(range(2050))]


async def test_the_chain_tells_how_long_it_is_and_what_waits(house: House, place: Place, admin: Somebody) -> None:
    async with house.database.transaction(place.organisation) as tx:
        before = await chain.state(tx)
        await _write(tx, admin)
    async with house.database.transaction(place.organisation) as tx:
        waiting = await chain.state(tx)
    async with house.database.transaction(HOUSE) as tx:
        await seal_all(tx)
    async with house.database.transaction(place.organisation) as tx:
        sealed = await chain.state(tx)
    assert (before.sealed, before.waiting) == (0, 0)
    assert (waiting.sealed, waiting.waiting) == (0, 3)
    assert (sealed.sealed, sealed.waiting) == (3, 0)
