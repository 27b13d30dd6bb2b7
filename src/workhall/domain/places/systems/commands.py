"""The verbs that change systems."""

from dataclasses import asdict, replace

from workhall.domain.places.metadata import MetadataGone
from workhall.domain.places.permissions import need_administer, need_manage
from workhall.domain.places.systems import store
from workhall.domain.places.systems.events import SystemChanged
from workhall.domain.places.systems.model import OldVersion, System, SystemChanges, UnknownSystem, checked
from workhall.identity import Actor, record
from workhall.kernel import text
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import SystemId, new_id
from workhall.persistence import Transaction


async def create(tx: Transaction, actor: Actor, given: SystemChanges) -> System:
    """Add a system; others than support staff may in zones they manage."""
    system = _settled(replace(System(SystemId(new_id("sys")), tx.now, tx.now), **given))
    await need_manage(tx, actor, system.zones)
    _need_known_modules(system)
    await store.insert(tx, checked(system))
    await store.place_in(tx, system.system_id, system.zones)
    record(tx, actor, "create", ("system", system.system_id), after=asdict(system))
    tx.announce(SystemChanged("create", system))
    return system


async def update(tx: Transaction, actor: Actor, system_id: str, given: SystemChanges, *, version: int) -> System:
    """Change the fields given, of the version the caller looked at.

    Raises:
        OldVersion: it has been changed since.
    """
    before = await _locked(tx, system_id)
    await need_manage(tx, actor, before.zones)
    if version != before.version:
        raise OldVersion("Attempting to edit an old System version")  # the sentence clients know
    after = _settled(replace(before, **given, version=before.version + 1, updated_at=tx.now))
    if after.zones != before.zones:
        await need_manage(tx, actor, after.zones)
        await store.place_in(tx, system_id, after.zones)
    _need_known_modules(after)
    await store.update(tx, checked(after))
    record(tx, actor, "update", ("system", system_id), before=asdict(before), after=asdict(after))
    tx.announce(SystemChanged("update", after))
    return after


async def delete(tx: Transaction, actor: Actor, system_id: str) -> None:
    """Remove a system with its documents and settings."""
    system = await _locked(tx, system_id)
    await need_administer(tx, actor, system.zones)
    await store.delete(tx, system_id)
    record(tx, actor, "delete", ("system", system_id), before=asdict(system))
    tx.announce(SystemChanged("destroy", system))
    tx.announce(MetadataGone(system_id))


async def _locked(tx: Transaction, system_id: str) -> System:
    system = await store.locked(tx, system_id)
    if system is None:
        raise UnknownSystem(f"there is no system {system_id}")
    return system


def _need_known_modules(system: System) -> None:
    """No module runs on this server yet, so whichever is named does not exist."""
    if system.modules:
        raise Invalid("modules", f"name a module that is not here: {system.modules[0]}")


def _settled(system: System) -> System:
    """Blank where nothing is meant counts as nothing; addresses are kept in lower case."""
    return replace(
        system,
        name=system.name.strip(),
        email=text.email(system.email or "") or None,
        timezone=system.timezone or None,
        orientation=system.orientation or "unspecified",
        zones=tuple(dict.fromkeys(system.zones)),
    )
