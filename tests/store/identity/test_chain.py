"""The audit chain: holds when untouched, and says where it was touched."""

import asyncpg
import pytest

from tests.conftest import Postgres
from tests.places import Place, Somebody
from workhall.identity import record
from workhall.identity.chain import seal_all, verify
from workhall.kernel.ids import HOUSE
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database


async def _write(house: House, place: Place, somebody: Somebody, count: int) -> None:
    async with house.database.transaction(place.organisation) as tx:
        for number in range(count):
            record(tx, somebody.actor, "create", ("thing", str(number)), after={"number": number, "password": "hush"})


async def _seal(house: House) -> None:
    async with house.database.transaction(HOUSE) as tx:
        await seal_all(tx)


async def test_an_untouched_chain_holds(house: House, place: Place, ada: Somebody) -> None:
    await _write(house, place, ada, 3)
    await _seal(house)
    await _write(house, place, ada, 2)
    await _seal(house)
    async with house.database.transaction(place.organisation) as tx:
        assert await verify(tx) is None
        assert await tx.fetchval("select count(*) from audit_seals") == 5


async def test_a_changed_entry_breaks_the_chain_there(
    house: House, place: Place, ada: Somebody, postgres: Postgres
) -> None:
    await _write(house, place, ada, 3)
    await _seal(house)
    owner = await asyncpg.connect(postgres.owner_url)
    await owner.execute(
        "update audit set actor_name = 'Nobody' where organisation_id = $1 and subject_id = '1'",
        int(place.organisation),
    )
    await owner.close()
    async with house.database.transaction(place.organisation) as tx:
        broken = await verify(tx)
    assert broken is not None
    assert broken.position == 2


async def test_secrets_never_reach_the_log(house: House, place: Place, ada: Somebody) -> None:
    await _write(house, place, ada, 1)
    async with house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select after->>'password' from audit") == "***"
