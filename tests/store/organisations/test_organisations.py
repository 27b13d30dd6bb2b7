"""The verbs of organisations and their domains on a real database."""

import asyncio
import secrets

import pytest

from tests.places import Place, Somebody
from workhall.domain import organisations
from workhall.identity.actor import SERVER
from workhall.kernel.errors import Invalid, NotAllowed, NotFound
from workhall.kernel.ids import HOUSE
from workhall.persistence import Database, Transaction
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database


async def found(database: Database, environment: str = "", host: str = "") -> organisations.Organisation:
    name = "f" + secrets.token_hex(6)
    async with database.transaction(HOUSE) as tx:
        return await organisations.found(tx, "Founded", environment=environment or name, host=host or f"{name}.example")


async def test_founding_makes_an_organisation_with_its_domain_and_calendar(house: House) -> None:
    new = await found(house.database)
    async with house.database.transaction(new.organisation_id) as tx:
        assert (await organisations.current(tx)).name == "Founded"
        (domain,) = await organisations.domains(tx)
        assert domain.domain == f"{new.environment}.example"
        assert await tx.fetchval("select count(*) from tenants where built_in") == 1
        assert await tx.fetchval("select count(*) from audit where subject_kind = 'organisation'") == 1
    async with house.database.transaction(HOUSE) as tx:
        assert await organisations.of_environment(tx, new.environment.upper()) == new
        assert new in await organisations.every(tx)


async def test_only_the_houses_first_domain_answers_every_name(house: House, place: Place) -> None:
    assert place.domain_id  # there is one already
    new = await found(house.database)
    async with house.database.transaction(new.organisation_id) as tx:
        assert not (await organisations.domains(tx)).rows[0].is_default


@pytest.mark.parametrize("name", ["api", "Scim", "setup", "r", "workplace", "two words", "", "é", "a-b"])
async def test_an_environment_may_not_be_called_like_a_path_of_the_server(tx: Transaction, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        await organisations.found(tx, "X", environment=name, host="x.example", mounts=["/workplace"])
    assert refused.value.failures[0].field == "environment"


async def test_an_environment_is_founded_once(house: House) -> None:
    new = await found(house.database)
    with pytest.raises(Invalid, match="environment is already taken"):
        await found(house.database, environment=new.environment)


async def test_a_host_name_that_is_taken_founds_nothing(house: House, place: Place) -> None:
    environment = "g" + secrets.token_hex(6)
    with pytest.raises(Invalid, match="domain is already taken"):
        await found(house.database, environment=environment, host=place.host)
    async with house.database.transaction(HOUSE) as tx:
        with pytest.raises(NotFound):
            await organisations.of_environment(tx, environment)


async def test_an_organisation_sees_itself_only(tx: Transaction, place: Place) -> None:
    assert [one.organisation_id for one in await organisations.every(tx)] == [place.organisation]


async def test_settings_are_merged_key_by_key(tx: Transaction, admin: Somebody, ada: Somebody) -> None:
    await organisations.change(tx, admin.actor, {"settings": {"colour": "red", "logo": "x"}})
    changed = await organisations.change(tx, admin.actor, {"name": " New ", "settings": {"logo": None, "a": 1}})
    assert (changed.name, changed.settings) == ("New", {"colour": "red", "a": 1})
    with pytest.raises(NotAllowed):
        await organisations.change(tx, ada.actor, {"name": "Mine"})
    with pytest.raises(Invalid):
        await organisations.change(tx, admin.actor, {"name": " "})


async def test_single_keys_of_a_configuration_can_be_set(tx: Transaction, place: Place) -> None:
    await organisations.merge_config(tx, SERVER, place.domain_id, {"org_zone": "zone-1", "x": 1})
    domain = await organisations.merge_config(tx, SERVER, place.domain_id, {"x": None, "default_app": "/w/"})
    assert domain.config.items() >= {"org_zone": "zone-1", "default_app": "/w/"}.items()
    assert "x" not in domain.config


async def cache_id(tx: Transaction, place: Place) -> object:
    return (await organisations.domain(tx, place.domain_id)).config["metadata_cache_id"]


async def test_a_bump_changes_what_apps_compare(tx: Transaction, place: Place) -> None:
    first = await cache_id(tx, place)
    await organisations.bump_cache(tx)
    assert await cache_id(tx, place) != first


async def test_the_cache_id_is_the_servers_and_nobody_elses(tx: Transaction, place: Place) -> None:
    await organisations.bump_cache(tx)
    before = await cache_id(tx, place)
    await organisations.change_domain(tx, SERVER, place.domain_id, {"config": {"metadata_cache_id": "mine"}})
    assert await cache_id(tx, place) == before


async def test_a_bump_that_commits_after_a_younger_one_counts_too(place: Place) -> None:
    database = place.house.database
    early = await database.begin(place.organisation)
    await organisations.bump_cache(early)
    async with database.transaction(place.organisation) as late:  # waits for nobody
        await asyncio.wait_for(organisations.bump_cache(late), 2)
    async with database.transaction(place.organisation) as tx:
        between = await cache_id(tx, place)
    await database.commit(early)
    async with database.transaction(place.organisation) as tx:
        assert await cache_id(tx, place) != between


async def test_tidying_keeps_few_marks_and_never_an_old_id(house: House, place: Place) -> None:
    seen = set()
    for _ in range(101):
        async with house.database.transaction(place.organisation) as tx:
            await organisations.bump_cache(tx)
            seen.add(await cache_id(tx, place))
    async with house.database.transaction(HOUSE) as tx:
        await organisations.tidy(tx)
    async with house.database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select count(*) from cache_marks") == 1
        assert await cache_id(tx, place) not in seen
