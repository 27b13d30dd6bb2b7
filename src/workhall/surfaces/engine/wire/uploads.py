"""Uploads on the wire: announcing files, signed requests, parts; by the habits of the apps' upload library.

Our own storage calls itself `AmazonS3`, which that library knows: one signed PUT for a small file, and for a
larger one the steps of S3's multipart upload (engine API contract B.10).
"""

import base64
import binascii
import re
from typing import Any, cast
from urllib.parse import unquote, urlencode

import msgspec
from msgspec import UNSET

from workhall.domain.files import Permission, Permit, Upload, UploadChanges, UploadDraft
from workhall.kernel.errors import Invalid
from workhall.kernel.time import seconds
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.wire.given import Given, given
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.parameters import BadParameter, path_integer
from workhall.surfaces.web.responses import without_nulls
from workhall.tenancy import Sealer

RESIDENCE = "AmazonS3"
STORAGE_ID = "storage-local"
_MD5_BYTES = 16


class UploadBody(msgspec.Struct):
    """A file that is announced. `file_id` is an MD5 in base64; `expires` in minutes; `file_size` may be text."""

    file_name: Given[str] = UNSET
    file_size: Given[int | str] = UNSET
    file_id: Given[str] = UNSET
    file_mime: Given[str] = UNSET
    file_path: Given[str] = UNSET
    public: Given[bool] = UNSET
    permissions: Given[str] = UNSET
    expires: Given[int] = UNSET
    tags: Given[list[str]] = UNSET


class ChangeBody(msgspec.Struct):
    """What may change of a file that has arrived. `upload_complete` and the rest of a whole model say nothing new."""

    public: Given[bool] = UNSET
    permissions: Given[str] = UNSET
    tags: Given[list[str]] = UNSET


class _Part(msgspec.Struct):
    part: int
    md5: str = ""


class ProgressBody(msgspec.Struct):
    """How far an upload in parts has come. Older clients say here which part is next, newer ones in the query."""

    resumable_id: Given[str] = UNSET
    part_list: Given[list[int]] = UNSET
    part_data: Given[list[_Part]] = UNSET
    part: Given[int | str] = UNSET
    file_id: Given[str] = UNSET


def draft(body: UploadBody) -> UploadDraft:
    permissions = body.permissions if isinstance(body.permissions, str) else Permission.NONE
    return UploadDraft(
        file_name=plain(body.file_name or ""),
        file_size=_size(body.file_size),
        file_md5=md5_text(body.file_id or ""),
        file_mime=(body.file_mime or "").partition(";")[0].strip(),
        file_path=plain(body.file_path or ""),
        public=body.public is not False,
        permissions=permissions.lower(),
        tags=tuple(body.tags or ()),
    )


def changes(body: ChangeBody) -> UploadChanges:
    found = given(body)
    if "permissions" in found:
        if (word := str(found["permissions"]).lower()) not in set(Permission):
            raise Invalid("permissions", "must be none, support or admin")
        found["permissions"] = Permission(word)
    return cast("UploadChanges", found)


def part_data(body: ProgressBody) -> dict[str, Any]:
    parts = body.part_data if isinstance(body.part_data, list) else []
    return {str(one.part): {"md5": one.md5, "part": one.part} for one in parts}


def _size(given_size: Given[int | str]) -> int:
    if given_size is None or given_size is UNSET:
        raise Invalid("file_size", "is required")
    return path_integer(str(given_size), "file_size")


def md5_text(text: str) -> str:
    """Tidy an MD5 in base64; one of the clients percent-encodes it twice. Raises Invalid when it is none."""
    if not text:
        return ""
    tidy = unquote(text).replace(" ", "+")
    if md5_bytes(tidy) is None:
        raise Invalid("file_id", "must be an MD5 in base64")
    return tidy


def md5_bytes(text: str) -> bytes | None:
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == _MD5_BYTES else None


def upload_id(text: str) -> str:
    """Take an id as it is, or in base64."""
    if text.startswith("uploads-"):
        return text
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return text
    return found if found.startswith("uploads-") and "\x00" not in found else text


def part_number(text: str) -> int:
    """Read a part's number, at least 1."""
    found = path_integer(text, "part")
    if found < 1:
        raise BadParameter("part", "parameter 'part' must be 1 or more", "Int64")
    return found


_MANIFEST = re.compile(rb"<PartNumber>\s*(\d{1,5})\s*</PartNumber>")


def manifest(body: bytes) -> list[int]:
    """The numbers of the parts that a finishing request names, in its order; empty when it names none."""
    return [int(number) for number in _MANIFEST.findall(body)]


def begun(upload: Upload) -> str:
    """What S3 answers to the first request of an upload in parts."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><InitiateMultipartUploadResult>'
        f"<Key>{upload.object_key}</Key><UploadId>{upload.resumable_id}</UploadId></InitiateMultipartUploadResult>"
    )


def finished(upload: Upload) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUploadResult>'
        f"<Key>{upload.object_key}</Key></CompleteMultipartUploadResult>"
    )


_VERBS = {"write": "PUT", "part": "PUT", "begin": "POST", "finish": "POST", "read": "GET"}


def address(base: str, permit: Permit, sealer: Sealer) -> str:
    """The address of a signed request. Without its query it is the file's public address."""
    return f"{base}{BASE}/uploads/data/{permit.object_key}?{urlencode(permit.query(sealer))}"


def signature(base: str, permit: Permit, sealer: Sealer, mime: str | None) -> dict[str, Any]:
    headers = {"Content-Type": mime} if mime else {}
    return {"verb": _VERBS[permit.act], "url": address(base, permit, sealer), "headers": headers}


def show(upload: Upload) -> dict[str, Any]:
    return without_nulls(
        {
            "id": upload.upload_id,
            "file_name": upload.file_name,
            "file_size": upload.file_size,
            "file_path": upload.file_path,
            "file_mime": upload.file_mime,
            "file_md5": upload.file_md5,
            "object_key": upload.object_key,
            "public": upload.public,
            "permissions": upload.permissions,
            "tags": upload.tags,
            "upload_complete": upload.upload_complete,
            "resumable": upload.resumable,
            "resumable_id": upload.resumable_id,
            "part_list": upload.part_list,
            "part_data": upload.part_data,
            "storage_id": STORAGE_ID,
            "uploaded_by": upload.uploaded_by,
            "uploaded_email": upload.uploaded_email,
            "created_at": seconds(upload.created_at),
            "updated_at": seconds(upload.updated_at),
        }
    )
