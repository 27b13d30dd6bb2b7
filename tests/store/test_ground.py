"""The ground: organisations are kept apart by the database itself."""

import asyncpg
import pytest

from tests.places import open_place
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database


async def test_an_organisation_sees_no_row_of_another(house: House) -> None:
    one, other = await open_place(house), await open_place(house)
    await one.person("Ada")
    async with house.database.transaction(other.organisation) as tx:
        assert await tx.fetchval("select count(*) from users") == 0
    async with house.database.transaction(one.organisation) as tx:
        assert await tx.fetchval("select count(*) from users") == 1


async def test_an_organisation_cannot_write_into_another(house: House) -> None:
    one, other = await open_place(house), await open_place(house)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with house.database.transaction(other.organisation) as tx:
            await tx.execute("insert into groups (organisation_id, name) values ($1, 'theirs')", int(one.organisation))


async def test_the_servers_role_neither_owns_nor_bypasses(tx: Transaction) -> None:
    role = await tx.fetchrow("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")
    assert role is not None
    assert not role["rolsuper"]
    assert not role["rolbypassrls"]
    assert await tx.fetchval("select count(*) from pg_tables where tableowner = current_user") == 0


async def test_the_audit_log_cannot_be_changed(tx: Transaction) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tx.execute("delete from audit")
