"""The questions about files."""

from dataclasses import replace

from workhall.domain.files import store
from workhall.domain.files.model import Upload, need_readable
from workhall.domain.files.store import UploadFilter
from workhall.identity import Actor
from workhall.kernel.errors import NotFound
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction


async def get(tx: Transaction, actor: Actor, upload_id: str, *, lock: bool = False) -> Upload:
    """Raises NotFound, also for what the caller may not know of; NotAllowed for what is others' to read."""
    found = await store.by_id(tx, upload_id, lock=lock)
    if found is None:
        raise NotFound("there is no such upload")
    need_readable(actor, found)
    return found


async def by_key(tx: Transaction, object_key: str) -> Upload:
    """Find by the name of its bytes: that is what addresses carry. Raises NotFound."""
    found = await store.by_key(tx, object_key)
    if found is None:
        raise NotFound("there is no such file")
    return found


async def find(tx: Transaction, actor: Actor, wanted: UploadFilter, page: Page) -> Found[Upload]:
    """List files, the newest first: support staff sees all, others what is public or their own."""
    reader = None if actor.is_support else str(actor.user_id)
    return await store.find(tx, replace(wanted, reader=reader), page)
