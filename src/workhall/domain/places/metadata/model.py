"""Metadata: named JSON documents hanging off a zone, a system or a person."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

import msgspec

from workhall.kernel.errors import NotAllowed, NotFound

HISTORY_LENGTH = 20

# Apps keep zones and these documents for a week, until told that they changed (engine API contract, A.1).
_KEPT_BY_APPS = re.compile(r"settings|bindings|.+_app")


class MetadataChanges(TypedDict, total=False):
    """What people write of a document besides its details; absent means unchanged."""

    description: str
    editors: tuple[str, ...]
    schema_id: str | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """One document. `text` is its JSON as it was given: it goes out again byte by byte."""

    parent_id: str
    name: str
    text: str
    created_at: datetime
    updated_at: datetime
    description: str = ""
    schema_id: str | None = None
    editors: tuple[str, ...] = ()
    modified_by_id: str | None = None
    version: int = 0

    @property
    def details(self) -> object:
        """The document as a value: decoded anew at each call."""
        return msgspec.json.decode(self.text)

    @property
    def is_kept_by_apps(self) -> bool:
        return self.parent_id.startswith("zone-") and _KEPT_BY_APPS.fullmatch(self.name) is not None


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wants a document to say. `text` None leaves the details as they are.

    `merges`: `text` is a merge patch (RFC 7396), not the whole.
    """

    name: str
    text: str | None
    rest: MetadataChanges
    merges: bool = False


class UnknownParent(NotFound):
    code = "unknown_parent"


class UnknownMetadata(NotFound):
    code = "unknown_metadata"


class GuestLimits(NotAllowed):
    """Guests read one named document at a time, of the places they were invited to."""

    code = "guest_limits"


def merged(text: str, patch: str) -> str:
    """Apply a merge patch to a document (RFC 7396); what is no object is replaced."""
    return msgspec.json.encode(_merged(msgspec.json.decode(text), msgspec.json.decode(patch))).decode()


def _merged(whole: object, patch: object) -> object:
    if not isinstance(patch, dict):
        return patch
    result = dict(whole) if isinstance(whole, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), value)
    return result
