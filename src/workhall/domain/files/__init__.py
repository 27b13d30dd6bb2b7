"""Files: what is known of them, who may read them, and signed requests to send and fetch their bytes."""

from workhall.domain.files.commands import (
    NotArrived,
    NotResumable,
    UploadChanges,
    announce,
    arrived,
    change,
    give_up_unfinished,
    note_progress,
    remove,
)
from workhall.domain.files.events import UploadChanged
from workhall.domain.files.jobs import REMOVE_BLOB, remove_blob
from workhall.domain.files.model import MOST_PARTS, Permission, Upload, UploadDraft, need_own, need_readable, shown_as
from workhall.domain.files.queries import by_key, find, get
from workhall.domain.files.signing import DEFAULT_S, BadSignature, Permit, expiry
from workhall.domain.files.store import UploadFilter

__all__ = [
    # values
    "DEFAULT_S",
    "MOST_PARTS",
    "BadSignature",
    "NotArrived",
    "NotResumable",
    "Permission",
    "Permit",
    "Upload",
    "UploadChanges",
    "UploadDraft",
    "UploadFilter",
    # rules
    "expiry",
    "need_own",
    "need_readable",
    "shown_as",
    # verbs that change
    "announce",
    "arrived",
    "change",
    "note_progress",
    "remove",
    "give_up_unfinished",
    # questions
    "by_key",
    "find",
    "get",
    # announcements and background work
    "REMOVE_BLOB",
    "UploadChanged",
    "remove_blob",
]
