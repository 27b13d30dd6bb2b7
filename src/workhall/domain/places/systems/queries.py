"""The verbs that read systems. Every signed-in person may; guests only what they were invited to."""

from collections.abc import Sequence

from workhall.domain.places import zones
from workhall.domain.places.systems import store
from workhall.domain.places.systems.model import NotInvited, System, SystemFilter, UnknownSystem
from workhall.domain.places.zones import Zone
from workhall.identity import Actor
from workhall.kernel import text
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction


async def show(tx: Transaction, actor: Actor, named: str) -> System:
    """Find a system by its id, or by its e-mail address.

    Raises:
        UnknownSystem: there is none.
        NotInvited: the caller is a guest, and not of this system.
    """
    by_email = "@" in named
    system = await (store.by_email(tx, text.email(named)) if by_email else store.by_id(tx, named))
    if actor.is_guest and (system is None or system.system_id not in actor.roles):
        raise NotInvited("guests see only the rooms they were invited to")
    if system is None:
        raise UnknownSystem(f"there is no system {named}")
    return system


async def find(tx: Transaction, wanted: SystemFilter, page: Page) -> Found[System]:
    """List systems by name."""
    return await store.find(tx, wanted, page)


async def zones_of(tx: Transaction, systems: Sequence[System]) -> dict[str, Zone]:
    """The zones that any of these systems lies in, by id."""
    asked = list(dict.fromkeys(zone_id for system in systems for zone_id in system.zones))
    return {zone.zone_id: zone for zone in await zones.those(tx, asked)}


async def names_of(tx: Transaction, system_ids: Sequence[str]) -> dict[str, str]:
    """What people call each of these systems, by id; ids of something else are left out."""
    return await store.names_of(tx, system_ids) if system_ids else {}


async def ids_in_zone(tx: Transaction, zone_id: str) -> list[str]:
    """The ids of all systems of a zone, by name."""
    return await store.ids_in_zone(tx, zone_id)
