"""Named JSON documents hanging off a zone, a system or a person."""

from workhall.domain.places.metadata.commands import delete, rename, write
from workhall.domain.places.metadata.events import MetadataChanged, MetadataGone
from workhall.domain.places.metadata.model import (
    GuestLimits,
    Metadata,
    MetadataChanges,
    UnknownMetadata,
    UnknownParent,
    Writing,
)
from workhall.domain.places.metadata.queries import (
    count_of,
    history_of,
    metadata_of,
    metadata_of_each,
    metadata_of_people,
    need_open,
)

__all__ = [
    "write",
    "rename",
    "delete",
    "metadata_of",
    "metadata_of_each",
    "metadata_of_people",
    "history_of",
    "count_of",
    "need_open",
    "GuestLimits",
    "Metadata",
    "MetadataChanged",
    "MetadataChanges",
    "MetadataGone",
    "UnknownMetadata",
    "UnknownParent",
    "Writing",
]
