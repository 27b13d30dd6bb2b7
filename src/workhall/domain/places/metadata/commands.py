"""The verbs that change metadata. The row is locked while it is written, so two merges at once both count."""

from dataclasses import replace

from workhall.domain import organisations
from workhall.domain.places.metadata import store
from workhall.domain.places.metadata.events import MetadataChanged
from workhall.domain.places.metadata.model import Metadata, MetadataChanges, UnknownMetadata, Writing, merged
from workhall.domain.places.metadata.rights import rights_on
from workhall.identity import Actor, record
from workhall.kernel.errors import Invalid
from workhall.persistence import Transaction

_LONGEST_AUDITED = 4096
_SUPPORT_ONLY = ("editors", "schema_id")


async def write(tx: Transaction, actor: Actor, parent_id: str, writing: Writing) -> Metadata:
    """Create a document, or replace or merge into the one that is there.

    Raises:
        UnknownParent: there is no such zone, system or person.
        NeedsPermission: the caller may not write here.
    """
    if not writing.name:
        raise Invalid("name", "is required")
    rights = await rights_on(tx, actor, parent_id)
    before = await store.locked(tx, parent_id, writing.name)
    rights.need_write(writing.name, before)
    if before is None:
        blank = Metadata(parent_id, writing.name, "{}", tx.now, tx.now)
        after = _written(tx, actor, blank, writing)
        if not await store.insert(tx, after):  # somebody made it between our two questions: now there is one to change
            return await write(tx, actor, parent_id, writing)
    else:
        after = replace(_written(tx, actor, before, writing), version=before.version + 1)
        await store.update(tx, after)
    await _tell(tx, actor, before, after)
    return after


async def rename(tx: Transaction, actor: Actor, parent_id: str, *, name: str, new_name: str) -> Metadata:
    """Give a document another name; its history comes along."""
    if not new_name:
        raise Invalid("new_name", "is required")
    rights = await rights_on(tx, actor, parent_id)
    before = await _locked(tx, parent_id, name)
    rights.need_write(name, before)
    rights.need_write(new_name, before)
    after = replace(before, modified_by_id=actor.user_id, updated_at=tx.now)
    if new_name != name:
        await store.rename(tx, after, new_name)
        await _announce(tx, "destroy", before)
    after = replace(after, name=new_name)
    await _tell(tx, actor, before, after)
    return after


async def delete(tx: Transaction, actor: Actor, parent_id: str, name: str) -> None:
    """Remove a document and its history."""
    rights = await rights_on(tx, actor, parent_id)
    rights.need_delete()
    before = await _locked(tx, parent_id, name)
    await store.delete(tx, parent_id, name)
    record(tx, actor, "delete", ("metadata", f"{parent_id}/{name}"), before=_noted(before))
    await _announce(tx, "destroy", before)


async def _locked(tx: Transaction, parent_id: str, name: str) -> Metadata:
    document = await store.locked(tx, parent_id, name)
    if document is None:
        raise UnknownMetadata(f"there is no document {name} at {parent_id}")
    return document


def _written(tx: Transaction, actor: Actor, document: Metadata, writing: Writing) -> Metadata:
    """The document as it will read. Only support staff decide who edits it and which schema it follows."""
    rest = writing.rest
    if not actor.is_support:
        rest = MetadataChanges(**{k: v for k, v in rest.items() if k not in _SUPPORT_ONLY})  # type: ignore[typeddict-item]  # the keys are its own
    text = document.text if writing.text is None else writing.text
    if writing.merges and writing.text is not None:
        text = merged(document.text, writing.text)
    return replace(document, **rest, text=text, modified_by_id=actor.user_id, updated_at=tx.now)


async def _tell(tx: Transaction, actor: Actor, before: Metadata | None, after: Metadata) -> None:
    subject = ("metadata", f"{after.parent_id}/{after.name}")
    if before is None:
        record(tx, actor, "create", subject, after=_noted(after))
    else:
        record(tx, actor, "update", subject, before=_noted(before), after=_noted(after))
    await _announce(tx, "update", after)


async def _announce(tx: Transaction, action: str, document: Metadata) -> None:
    tx.announce(MetadataChanged(action, document))
    if document.is_kept_by_apps:
        await organisations.bump_cache(tx)


def _noted(document: Metadata) -> dict[str, object]:
    """What the audit log keeps: of a large document its size only, the history has the rest."""
    small = len(document.text) <= _LONGEST_AUDITED
    return {
        "name": document.name,
        "description": document.description,
        "details": document.details if small else f"{len(document.text)} characters",
        "editors": document.editors,
        "schema_id": document.schema_id,
        "version": document.version,
    }
