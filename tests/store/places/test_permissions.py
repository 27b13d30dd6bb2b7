"""Group permissions on a real tree of zones."""

from collections.abc import Awaitable, Callable

import pytest

from tests.places import Place, Somebody
from workhall.domain import places
from workhall.domain.places import Permission
from workhall.identity import Actor, Kind
from workhall.kernel.ids import new_id
from workhall.persistence import Transaction

pytestmark = pytest.mark.database

Plant = Callable[..., Awaitable[str]]


@pytest.fixture
def plant(tx: Transaction) -> Plant:
    """Adds a zone, with what it grants."""

    async def add(name: str, parent: str | None = None, **grants: list[str]) -> str:
        zone_id = new_id("zone")
        await tx.execute("insert into zones (zone_id, parent_id, name) values ($1, $2, $3)", zone_id, parent, name)
        if grants:
            text = str(grants).replace("'", '"')
            await tx.execute(
                "insert into metadata (parent_id, name, details) values ($1, 'permissions', $2)", zone_id, text
            )
        return zone_id

    return add


def member(somebody: Somebody, *groups: str, roles: tuple[str, ...] = (), kind: Kind = Kind.PERSON) -> Actor:
    ident = somebody.actor.user_id
    return Actor(kind, ident, permissions=somebody.permissions, groups=frozenset(groups), roles=roles)


async def make_root(tx: Transaction, place: Place, zone_id: str) -> None:
    await tx.execute("update domains set config = $2 where domain_id = $1", place.domain_id, {"org_zone": zone_id})


async def test_zones_are_walked_in_the_order_given(tx: Transaction, plant: Plant, ada: Somebody) -> None:
    one = await plant("One", admin=["Guides"])
    other = await plant("Other", manage=["guides"])
    guide = member(ada, "guides")
    assert await places.permission_on(tx, guide, [one, other]) is Permission.MANAGE
    assert await places.permission_on(tx, guide, [other, one]) is Permission.ADMIN
    assert await places.permission_on(tx, member(ada, "others"), [other, one]) is Permission.NONE


async def test_groups_of_the_token_count_as_well_but_not_roles_of_guests(
    tx: Transaction, plant: Plant, ada: Somebody
) -> None:
    zone = await plant("One", manage=["guides"])
    assert await places.permission_on(tx, member(ada, roles=("Guides",)), [zone]) is Permission.MANAGE
    guest = member(ada, roles=("Guides",), kind=Kind.GUEST)
    assert await places.permission_on(tx, guest, [zone]) is Permission.NONE


async def test_elevated_permission_counts_only_below_the_root_zone_of_the_domain(
    tx: Transaction, plant: Plant, place: Place, ada: Somebody
) -> None:
    org = await plant("Org")
    building = await plant("Building", org, manage=["guides"])
    elsewhere = await plant("Elsewhere", manage=["guides"])
    guide = member(ada, "guides")
    assert await places.elevated_on(tx, guide, [building]) is Permission.NONE
    await make_root(tx, place, org)
    assert await places.elevated_on(tx, guide, [building]) is Permission.MANAGE
    assert await places.elevated_on(tx, guide, [elsewhere]) is Permission.NONE


async def test_whoever_manages_a_building_manages_its_levels(
    tx: Transaction, plant: Plant, place: Place, ada: Somebody
) -> None:
    org = await plant("Org", manage=["guides"])
    building = await plant("Building", org, admin=["guides"])
    level = await plant("Level", building)
    shut = await plant("Shut", level, deny=["guides"])
    await make_root(tx, place, org)
    guide = member(ada, "guides")
    assert await places.elevated_on(tx, guide, [org]) is Permission.MANAGE
    assert await places.elevated_on(tx, guide, [level]) is Permission.ADMIN
    assert await places.elevated_on(tx, guide, [shut]) is Permission.DENY
    assert await places.elevated_on(tx, guide, [org, building, level]) is Permission.ADMIN
    assert await places.elevated_on(tx, guide, [level, building, org]) is Permission.MANAGE


async def test_support_staff_may_everything_and_others_what_their_groups_grant(
    tx: Transaction, plant: Plant, place: Place, ada: Somebody
) -> None:
    org = await plant("Org", manage=["guides"], admin=["chiefs"])
    await make_root(tx, place, org)
    support = Actor(Kind.PERSON, ada.actor.user_id, permissions=1)
    for actor, manages, administers in (
        (support, True, True),
        (member(ada, "guides"), True, False),
        (member(ada, "chiefs"), True, True),
        (member(ada), False, False),
    ):
        assert await places.may_manage(tx, actor, [org]) is manages
        assert await places.may_administer(tx, actor, [org]) is administers
    with pytest.raises(places.NeedsPermission):
        await places.need_administer(tx, member(ada, "guides"), [org])


async def test_documents_are_found_by_parent_and_name(tx: Transaction, plant: Plant) -> None:
    zone = await plant("Org", manage=["guides"])
    found = await places.metadata_of(tx, zone, "permissions")
    assert found["permissions"].details == {"manage": ["guides"]}
    assert await places.metadata_of(tx, zone, "desks") == {}
    assert await places.metadata_of(tx, "zone-none") == {}
    assert (await places.metadata_of_each(tx, [zone, "zone-none"]))["zone-none"] == {}
