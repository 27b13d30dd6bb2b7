"""Metadata: named JSON documents hanging off a zone, a system or a person."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

HISTORY_LENGTH = 20
PARENTS = ("zone-", "sys-", "user-")


@dataclass(frozen=True, slots=True)
class Metadata:
    """One document. `text` is the JSON as it was given: it goes out again byte by byte."""

    parent_id: str
    name: str
    text: str
    description: str = ""
    schema_id: str | None = None
    editors: tuple[str, ...] = ()
    modified_by_id: str | None = None
    version: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def details(self) -> object:
        """The document as a value: decoded anew at each call."""
        return msgspec.json.decode(self.text)
