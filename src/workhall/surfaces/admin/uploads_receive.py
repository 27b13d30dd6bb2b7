"""A file that comes with a plain form: read as it arrives, kept as if it had come by signed requests.

No transaction is open while bytes come in or go to their place, so a slow sender holds no connection.
"""

import asyncio
import base64
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Final

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from workhall.domain import files
from workhall.kernel.errors import Invalid, Malformed
from workhall.ports.blobs import Promise
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.pages import N_
from workhall.surfaces.web.sayings import UnreadableBody

KIND: Final = "multipart/form-data"
_CHUNK: Final = 256 * 1024
_FIELDS: Final = 64 * 1024
_PATIENCE: Final = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """What came: the fields, and the file; none where the reader chose none. `spooled` is closed at the end."""

    form: Form
    file: UploadFile | None
    spooled: Sequence[SpooledTemporaryFile[bytes]]

    def close(self) -> None:
        for one in self.spooled:
            one.close()


class _Meter:
    """Counts what comes in. Browsers hear an answer only after they have sent everything: too much is let pass by."""

    def __init__(self, stream: AsyncIterator[bytes], most: int) -> None:
        self._stream = stream
        self._most = most
        self.size = 0

    async def chunks(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self.size += len(chunk)
            if self.is_over:
                raise MultiPartException("too much")
            yield chunk

    @property
    def is_over(self) -> bool:
        return self.size > self._most

    async def let_pass(self) -> None:
        async for chunk in self._stream:
            self.size += len(chunk)
            if self.size > self._most * _PATIENCE:
                return


async def read(visit: Visit, field: str) -> Sent:
    """Read a form with one file.

    Raises:
        Malformed: it is no such form.
    """
    headers = visit.request.headers
    if headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
        raise UnreadableBody("a file comes in a form of several parts", status=415, accepts=(KIND,))
    meter = _Meter(visit.request.stream(), most_bytes(visit) + _FIELDS)
    parser = MultiPartParser(Headers(raw=headers.raw), _as_generator(meter), max_files=1, max_fields=50)
    sent = parser._files_to_close_on_error  # noqa: SLF001  its own clean-up forgets what ends in the middle of a file
    try:
        return _sent(await parser.parse(), field, sent)
    except BaseException as error:
        for one in sent:
            one.close()
        if meter.is_over:
            await meter.let_pass()
            raise _too_large(visit, field) from error
        if isinstance(error, MultiPartException | UnicodeDecodeError | KeyError):
            raise Malformed(None, "the form cannot be read") from error
        raise


def _sent(found: FormData, field: str, spooled: Sequence[SpooledTemporaryFile[bytes]]) -> Sent:
    pairs = [(key, value) for key, value in found.multi_items() if isinstance(value, str)]
    if any("\x00" in key or "\x00" in value for key, value in pairs):
        raise Malformed(None, "text must not contain NUL characters")
    file = found.get(field)
    named = file if isinstance(file, UploadFile) and file.filename else None
    return Sent(Form([(key, value.replace("\r\n", "\n")) for key, value in pairs]), named, spooled)


async def keep(visit: Visit, file: UploadFile, draft: files.UploadDraft, field: str) -> files.Upload:
    """Announce the file, put its bytes in their place, and note that they are there."""
    most = most_bytes(visit)
    size, digest = await _measured(file)
    if size > most:
        raise _too_large(visit, field)
    told = files.UploadDraft(
        plain(file.filename or ""),
        size,
        base64.b64encode(digest).decode(),
        (file.content_type or "").partition(";")[0].strip().lower(),
        public=draft.public,
        permissions=draft.permissions,
        tags=draft.tags,
    )
    database, organisation = visit.house.database, visit.call.residence.organisation
    async with database.transaction(organisation) as tx:
        upload, _ = await files.announce(tx, visit.actor, told, most=most)
    await visit.house.blobs.write(upload.object_key, _read(file), Promise(size, size, digest))
    async with database.transaction(organisation) as tx:
        await files.arrived(tx, upload.object_key)
    return upload


def most_bytes(visit: Visit) -> int:
    return visit.house.settings.upload_limit_mb * 1024 * 1024


def _too_large(visit: Visit, field: str) -> Invalid:
    most = visit.house.settings.upload_limit_mb
    return Invalid(field, visit.say(N_("may have %(size)s MB at most"), size=most), code="too_large")


async def _as_generator(meter: _Meter) -> AsyncGenerator[bytes, None]:
    async for chunk in meter.chunks():
        yield chunk


async def _measured(file: UploadFile) -> tuple[int, bytes]:
    digest, size = hashlib.md5(usedforsecurity=False), 0
    async for chunk in _read(file):
        size += len(chunk)
        await asyncio.to_thread(digest.update, chunk)
    return size, digest.digest()


async def _read(file: UploadFile) -> AsyncIterator[bytes]:
    await file.seek(0)
    while chunk := await file.read(_CHUNK):
        yield chunk
