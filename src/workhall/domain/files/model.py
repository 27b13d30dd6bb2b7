"""Files that people upload: what is known of them, who may read them, and how they may be shown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workhall.identity import Actor
from workhall.kernel.errors import Failure, Invalid, NotAllowed
from workhall.kernel.search import words

PREFIX = "uploads"
PART_SIZE = 5 * 1024 * 1024
"""Larger files come in parts: clients send no more at once (upload library of the apps; S3's own limit)."""

MOST_PARTS = 10_000
LONGEST_NAME = 255
_TAG = re.compile(r"[A-Za-z0-9.!#$%&'*+\-/=?^_`{|}~@]{1,100}")
_EXTENSION = re.compile(r"[0-9a-z]{1,10}")
_MIME = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
PLAIN_BYTES = "application/octet-stream"


class Permission(StrEnum):
    """Who may read what is not public."""

    NONE = "none"
    SUPPORT = "support"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Upload:
    """`object_key` names its bytes. `file_md5` is in base64, as announced. Parts: number to what clients know of it."""

    upload_id: str
    object_key: str
    file_name: str
    file_size: int
    uploaded_by: str
    created_at: datetime
    updated_at: datetime
    file_mime: str = PLAIN_BYTES
    file_md5: str = ""
    file_path: str = ""
    public: bool = True
    permissions: Permission = Permission.NONE
    tags: tuple[str, ...] = ()
    upload_complete: bool = False
    part_list: list[int] = field(default_factory=list)
    part_data: dict[str, Any] = field(default_factory=dict)
    resumable: bool = False
    resumable_id: str | None = None
    expires_at: datetime | None = None
    uploaded_email: str = ""

    @property
    def search(self) -> str:
        return words(self.upload_id, self.file_name, *self.tags)


@dataclass(frozen=True, slots=True)
class UploadDraft:
    """A file that is announced. `file_md5` is in base64: of all of it, or of its first part."""

    file_name: str
    file_size: int
    file_md5: str = ""
    file_mime: str = ""
    file_path: str = ""
    public: bool = True
    permissions: str = Permission.NONE
    tags: tuple[str, ...] = ()


def tidy_name(name: str) -> str:
    """Keep the last part of a path, without control characters."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(char for char in last if char.isprintable()).strip()


def extension(name: str) -> str:
    """The extension of a name with its dot, in lower case; empty where it is none that we would keep."""
    _, dot, last = name.lower().rpartition(".")
    return f".{last}" if dot and _EXTENSION.fullmatch(last) else ""


def check(draft: UploadDraft, *, most: int) -> None:
    """Say everything that cannot be meant. `most` is the largest file in bytes. Raises Invalid."""
    if failures := list(_failures(draft, most)):
        raise Invalid.several(failures)


def _failures(draft: UploadDraft, most: int) -> Iterable[Failure]:
    if not draft.file_name:
        yield Failure("file_name", "is required")
    if len(draft.file_name) > LONGEST_NAME:
        yield Failure("file_name", f"may have {LONGEST_NAME} characters")
    if not 0 <= draft.file_size <= most:
        yield Failure("file_size", f"must be at most {most} bytes")
    if draft.file_mime and not _MIME.fullmatch(draft.file_mime):
        yield Failure("file_mime", "is not a media type")
    if draft.permissions not in set(Permission):
        yield Failure("permissions", "must be none, support or admin")
    if strange := [tag for tag in draft.tags if not _TAG.fullmatch(tag)]:
        yield Failure("tags", f"{strange[0][:100]!r} has characters that tags may not have")


def need_readable(actor: Actor, upload: Upload) -> None:
    """Public files are everybody's; of the others some are for support staff or administrators only."""
    if upload.public or upload.uploaded_by == actor.user_id:
        return
    if upload.permissions is Permission.ADMIN:
        actor.need_admin()
    if upload.permissions is Permission.SUPPORT:
        actor.need_support()


def need_own(actor: Actor, upload: Upload) -> None:
    """Who uploaded it may change it; so may support staff."""
    if upload.uploaded_by != actor.user_id and not actor.is_support:
        raise NotAllowed("only who uploaded it, or support staff, may change it", code="needs_support")


_SHOWN = re.compile(r"image/.+|audio/.+|video/.+|font/.+|text/plain|text/csv|application/pdf|application/json")
_RUNS = re.compile(r".*(javascript|ecmascript|css|wasm|xhtml|\bxml|xslt).*")


def shown_as(upload: Upload) -> tuple[str, bool]:
    """The media type to show a file as, and whether in place (else it is saved).

    What a page could run by naming it loses its type: it is on our own address, where our pages trust themselves.
    """
    mime = upload.file_mime.lower()
    if mime.startswith("image/svg"):
        return "image/svg+xml", True
    if _RUNS.fullmatch(mime):
        return PLAIN_BYTES, False
    return mime or PLAIN_BYTES, bool(_SHOWN.fullmatch(mime))
