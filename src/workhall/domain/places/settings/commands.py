"""The verbs that change settings. What is sealed is never written to the audit log or announced."""

from dataclasses import replace

from workhall.domain.places.settings import store
from workhall.domain.places.settings.events import SettingsChanged
from workhall.domain.places.settings.model import (
    Level,
    SettingsChanges,
    StoredSettings,
    ToldSettings,
    UnknownSettings,
    keys_of,
    purpose,
)
from workhall.domain.places.settings.rights import need_write
from workhall.identity import Actor, record
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import new_id
from workhall.persistence import Transaction
from workhall.tenancy import Sealer


async def create(tx: Transaction, actor: Actor, given: SettingsChanges, *, sealer: Sealer) -> ToldSettings:
    """Add settings to a zone or system, which must have none of this level yet.

    Raises:
        Invalid: no such parent, no such level, taken, or the text is no YAML or JSON object.
    """
    parent_id = given.get("parent_id", "")
    if not parent_id:
        raise Invalid("parent_id", "is required")
    level = _level(given.get("encryption_level", 0))
    await need_write(tx, actor, parent_id, [level])
    blank = StoredSettings(new_id("sets"), parent_id, level, tx.now, tx.now)
    settings = _with_text(tx, actor, blank, given.get("settings_string", ""), sealer=sealer)
    await store.insert(tx, settings)
    _tell(tx, actor, "create", None, settings)
    return ToldSettings(settings, settings.told_to(actor, sealer))


async def update(
    tx: Transaction, actor: Actor, settings_id: str, given: SettingsChanges, *, sealer: Sealer
) -> ToldSettings:
    """Change the text, the level or the parent; a text the caller was shown sealed and sends back stays as it is."""
    before = await _locked(tx, settings_id)
    moved = replace(
        before,
        parent_id=given.get("parent_id", before.parent_id),
        level=_level(given.get("encryption_level", before.level)),
    )
    await need_write(tx, actor, before.parent_id, [before.level, moved.level])
    if moved.parent_id != before.parent_id:
        await need_write(tx, actor, moved.parent_id, [moved.level])
    text = given.get("settings_string", before.opaque)
    if text == before.opaque:
        text = before.text(sealer)
    after = _with_text(tx, actor, moved, text, sealer=sealer)
    await store.update(tx, after)
    _tell(tx, actor, "update", before, after)
    return ToldSettings(after, after.told_to(actor, sealer))


async def delete(tx: Transaction, actor: Actor, settings_id: str) -> None:
    """Remove settings and their history."""
    before = await _locked(tx, settings_id)
    await need_write(tx, actor, before.parent_id, [before.level])
    await store.delete(tx, settings_id)
    record(tx, actor, "delete", ("settings", settings_id), before=_noted(before))
    tx.announce(SettingsChanged("destroy", before))


async def _locked(tx: Transaction, settings_id: str) -> StoredSettings:
    settings = await store.locked(tx, settings_id)
    if settings is None:
        raise UnknownSettings(f"there are no settings {settings_id}")
    return settings


def _level(number: int) -> Level:
    try:
        return Level(number)
    except ValueError as error:
        raise Invalid("encryption_level", "must be 0, 1, 2 or 3") from error


def _with_text(tx: Transaction, actor: Actor, settings: StoredSettings, text: str, *, sealer: Sealer) -> StoredSettings:
    is_open = settings.level is Level.OPEN
    return replace(
        settings,
        clear=text if is_open else None,
        sealed=None if is_open else sealer.seal(text, purpose(settings.settings_id)),
        keys=keys_of(text),
        modified_by_id=actor.user_id,
        updated_at=tx.now,
    )


def _tell(tx: Transaction, actor: Actor, verb: str, before: StoredSettings | None, after: StoredSettings) -> None:
    subject = ("settings", after.settings_id)
    record(tx, actor, verb, subject, before=before and _noted(before), after=_noted(after))
    tx.announce(SettingsChanged(verb, after))


def _noted(settings: StoredSettings) -> dict[str, object]:
    return {"parent_id": settings.parent_id, "encryption_level": int(settings.level), "keys": settings.keys}
