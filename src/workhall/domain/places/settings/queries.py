"""The verbs that read settings. A text goes only to those its level is for; its keys to all who may ask at all."""

from collections.abc import Iterable, Sequence

from workhall.domain.places.settings import store
from workhall.domain.places.settings.model import StoredSettings, ToldSettings, UnknownSettings
from workhall.domain.places.settings.rights import need_read
from workhall.identity import Actor
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import Search
from workhall.persistence import Transaction
from workhall.tenancy import Sealer


async def show(tx: Transaction, actor: Actor, settings_id: str, *, sealer: Sealer) -> ToldSettings:
    """Raises UnknownSettings, or NeedsPermission."""
    settings = await _known(tx, actor, settings_id)
    return ToldSettings(settings, settings.told_to(actor, sealer))


async def of_parents(
    tx: Transaction, actor: Actor, parent_ids: Sequence[str], wanted: Search | None, *, sealer: Sealer
) -> list[ToldSettings]:
    """The settings of these places, the most secret first; support staff and those who manage the places may ask."""
    await need_read(tx, actor, parent_ids)
    return _told(await store.of_parents(tx, parent_ids, wanted), actor, sealer)


async def find(
    tx: Transaction, actor: Actor, wanted: Search | None, page: Page, *, sealer: Sealer
) -> Found[ToldSettings]:
    """One page of all settings, for support staff."""
    actor.need_support()
    found = await store.find(tx, wanted, page)
    return Found(tuple(_told(found.rows, actor, sealer)), found.total)


async def chain(tx: Transaction, actor: Actor, parent_ids: Sequence[str], *, sealer: Sealer) -> list[ToldSettings]:
    """The settings that add up along these places, in ascending priority."""
    return _told(await store.chain(tx, parent_ids), actor, sealer)


async def history(
    tx: Transaction, actor: Actor, settings_id: str, page: Page, *, sealer: Sealer
) -> Found[ToldSettings]:
    """The versions of settings, newest (the present one) first."""
    settings = await _known(tx, actor, settings_id)
    found = await store.history(tx, settings, page)
    versions = (ToldSettings(one, one.told_to(actor, sealer), version_id) for version_id, one in found)
    return Found(tuple(versions), found.total)


async def _known(tx: Transaction, actor: Actor, settings_id: str) -> StoredSettings:
    settings = await store.by_id(tx, settings_id)
    if settings is None:
        raise UnknownSettings(f"there are no settings {settings_id}")
    await need_read(tx, actor, [settings.parent_id])
    return settings


def _told(several: Iterable[StoredSettings], actor: Actor, sealer: Sealer) -> list[ToldSettings]:
    return [ToldSettings(settings, settings.told_to(actor, sealer)) for settings in several]
