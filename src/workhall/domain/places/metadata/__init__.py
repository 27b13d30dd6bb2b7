"""Named JSON documents hanging off a zone, a system or a person."""

from workhall.domain.places.metadata.model import Metadata
from workhall.domain.places.metadata.queries import metadata_of, metadata_of_each

__all__ = ["Metadata", "metadata_of", "metadata_of_each"]
