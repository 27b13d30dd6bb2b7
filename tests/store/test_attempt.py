"""A part of a transaction that may be refused."""

import pytest

from tests.places import Place
from workhall.domain.places import zones
from workhall.identity.actor import SERVER
from workhall.kernel.errors import Invalid
from workhall.persistence import Transaction

pytestmark = pytest.mark.database


async def _named(tx: Transaction) -> set[str]:
    return {row["name"] for row in await tx.fetch("select name from zones")}


async def _try(tx: Transaction, *names: str) -> None:
    async with tx.attempt():
        for name in names:
            await zones.create(tx, SERVER, {"name": name})


async def test_what_was_refused_leaves_nothing_and_the_transaction_goes_on(place: Place) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await zones.create(tx, SERVER, {"name": "first"})
        with pytest.raises(Invalid):
            await _try(tx, "second", "first")
        await _try(tx, "third")
    async with place.house.database.transaction(place.organisation) as tx:
        assert await _named(tx) == {"first", "third"}
        told = await tx.fetch("select payload->'zone'->>'name' as name from outbox where channel = 'zones/changed'")
        noted = await tx.fetch("select after->>'name' as name from audit where subject_kind = 'zone'")
    assert [row["name"] for row in told] == [row["name"] for row in noted] == ["first", "third"]


async def test_attempts_nest(tx: Transaction) -> None:
    async with tx.attempt():
        await zones.create(tx, SERVER, {"name": "outer"})
        with pytest.raises(Invalid):
            await _try(tx, "outer")
        await zones.create(tx, SERVER, {"name": "later"})
    assert await _named(tx) == {"outer", "later"}
