"""Keeps the drawn plans as public files, as somebody who uploads them would."""

import base64
from collections.abc import AsyncIterator
from hashlib import md5

from workhall.domain import files
from workhall.domain.files import UploadDraft
from workhall.identity import Actor
from workhall.kernel.ids import OrganisationId
from workhall.persistence import Database
from workhall.ports.blobs import Blobs, Promise

_PUBLIC = "/api/engine/v2/uploads/data"
_TAG = "plan"


class Pictures:
    """Bytes go to disk with no transaction open: where they are kept may one day be far away."""

    def __init__(self, database: Database, blobs: Blobs, organisation: OrganisationId, actor: Actor) -> None:
        self._database = database
        self._blobs = blobs
        self._organisation = organisation
        self._actor = actor

    async def keep(self, name: str, drawing: str) -> str:
        """Answer the path where everybody can read it, at whichever host name they came by."""
        content = drawing.encode()
        digest = md5(content, usedforsecurity=False).digest()
        draft = UploadDraft(name, len(content), base64.b64encode(digest).decode(), "image/svg+xml", tags=(_TAG,))
        async with self._database.transaction(self._organisation) as tx:
            upload, _ = await files.announce(tx, self._actor, draft, most=len(content))
        promise = Promise(len(content), len(content), digest)
        await self._blobs.write(upload.object_key, _whole(content), promise)
        async with self._database.transaction(self._organisation) as tx:
            await files.arrived(tx, upload.object_key)
        return f"{_PUBLIC}/{upload.object_key}"


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
