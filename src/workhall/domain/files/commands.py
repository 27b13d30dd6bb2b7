"""The verbs that change what is known of files."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any, TypedDict

from workhall.domain.files import queries, store
from workhall.domain.files.events import UploadChanged
from workhall.domain.files.jobs import REMOVE_BLOB
from workhall.domain.files.model import (
    PART_SIZE,
    PLAIN_BYTES,
    PREFIX,
    Permission,
    Upload,
    UploadDraft,
    check,
    extension,
    need_own,
    tidy_name,
)
from workhall.identity import Actor, record
from workhall.kernel.errors import Conflict
from workhall.kernel.ids import new_id
from workhall.persistence import Job, Transaction

_GIVEN_UP_AFTER = timedelta(days=1)


class NotResumable(Conflict):
    code = "upload_not_resumable"


class NotArrived(Conflict):
    code = "upload_incomplete"


class UploadChanges(TypedDict, total=False):
    """What may change of a file that is there."""

    public: bool
    permissions: Permission
    tags: tuple[str, ...]


async def announce(tx: Transaction, actor: Actor, draft: UploadDraft, *, most: int) -> tuple[Upload, bool]:
    """Announce a file of at most `most` bytes; answers it, and whether it had been announced before and not ended.

    Raises:
        Invalid: naming what cannot be meant.
    """
    draft = replace(draft, file_name=tidy_name(draft.file_name))
    check(draft, most=most)
    new = _announced(tx, actor, draft)
    begun = await store.unfinished(tx, new)
    if begun is not None:
        return begun, True
    await store.insert(tx, new)
    record(tx, actor, "create", (PREFIX, new.upload_id), after=_noted(new))
    tx.announce(UploadChanged("create", new.upload_id))
    return new, False


async def arrived(tx: Transaction, object_key: str) -> None:
    """Note that all bytes are there, and are those announced. A file removed meanwhile takes them along."""
    upload = await store.by_key(tx, object_key, lock=True)
    if upload is None:
        tx.enqueue(Job(REMOVE_BLOB, {"key": object_key}))
        return
    if not upload.upload_complete:
        await store.set_complete(tx, upload.upload_id)
        tx.announce(UploadChanged("complete", upload.upload_id))


async def change(tx: Transaction, actor: Actor, upload_id: str, given: UploadChanges) -> Upload:
    """Change who may read a file, or its tags, once it has arrived.

    Raises:
        NotArrived: its bytes are not all there.
        NotAllowed: it is neither the actor's own nor is the actor support staff.
    """
    before = await _own(tx, actor, upload_id)
    if not before.upload_complete:
        raise NotArrived("the file has not arrived yet; send its bytes first")
    after = replace(before, **given)
    if after != before:
        await store.set_particulars(tx, after)
        record(tx, actor, "update", (PREFIX, upload_id), before=_noted(before), after=_noted(after))
    return after


async def note_progress(
    tx: Transaction, actor: Actor, upload_id: str, part_list: list[int] | None, part_data: Mapping[str, Any]
) -> Upload:
    """Remember how far a file in parts has come, for whoever goes on with it.

    Raises:
        NotResumable: it does not come in parts, or is there already.
    """
    upload = await _own(tx, actor, upload_id)
    if not upload.resumable or upload.upload_complete:
        raise NotResumable("this upload does not come in parts, or has ended")
    if part_list is not None:
        upload = replace(upload, part_list=part_list, part_data={**upload.part_data, **part_data})
        await store.set_progress(tx, upload)
    return upload


async def remove(tx: Transaction, actor: Actor, upload_id: str) -> None:
    """Remove a file; its bytes go once that is committed."""
    upload = await _own(tx, actor, upload_id)
    await store.delete(tx, upload_id)
    tx.enqueue(Job(REMOVE_BLOB, {"key": upload.object_key}))
    record(tx, actor, "delete", (PREFIX, upload_id), before=_noted(upload))
    tx.announce(UploadChanged("destroy", upload_id))


async def give_up_unfinished(tx: Transaction) -> None:
    """Forget what was announced a day ago and never came. For one organisation, by the clock."""
    for key in await store.delete_expired(tx):
        tx.enqueue(Job(REMOVE_BLOB, {"key": key}))


async def _own(tx: Transaction, actor: Actor, upload_id: str) -> Upload:
    upload = await queries.get(tx, actor, upload_id, lock=True)
    need_own(actor, upload)
    return upload


def _announced(tx: Transaction, actor: Actor, draft: UploadDraft) -> Upload:
    in_parts = draft.file_size > PART_SIZE
    return Upload(
        upload_id=new_id(PREFIX),
        object_key=secrets.token_hex(20) + extension(draft.file_name),
        file_name=draft.file_name,
        file_size=draft.file_size,
        uploaded_by=str(actor.user_id),
        created_at=tx.now,
        updated_at=tx.now,
        file_mime=draft.file_mime.lower() or PLAIN_BYTES,
        file_md5=draft.file_md5,
        file_path=draft.file_path,
        public=draft.public,
        permissions=Permission(draft.permissions),
        tags=tuple(dict.fromkeys(draft.tags)),
        resumable=in_parts,
        resumable_id=secrets.token_hex(16) if in_parts else None,
        expires_at=tx.now + _GIVEN_UP_AFTER,
        uploaded_email=actor.email,
    )


def _noted(upload: Upload) -> dict[str, Any]:
    return {key: value for key, value in asdict(upload).items() if key not in {"part_list", "part_data", "object_key"}}
