"""What metadata announces (engine API contract, B.4)."""

from dataclasses import dataclass

import msgspec

from workhall.domain.places.metadata.model import Metadata
from workhall.kernel.time import seconds


@dataclass(frozen=True, slots=True)
class MetadataChanged:
    """`action` is update or destroy."""

    action: str
    document: Metadata
    channel: str = "metadata/changed"

    def payload(self) -> object:
        document = self.document
        return {
            "action": self.action,
            "metadata": {
                "name": document.name,
                "description": document.description,
                "details": msgspec.Raw(document.text.encode()),
                "parent_id": document.parent_id,
                "schema_id": document.schema_id,
                "editors": document.editors,
                "modified_by_id": document.modified_by_id,
                "updated_at": seconds(document.updated_at),
                "created_at": seconds(document.created_at),
            },
        }


@dataclass(frozen=True, slots=True)
class MetadataGone:
    """All documents of a parent went with it."""

    parent_id: str
    channel: str = "metadata/changed"

    def payload(self) -> object:
        return {"action": "destroy_all", "metadata": {"parent_id": self.parent_id}}
