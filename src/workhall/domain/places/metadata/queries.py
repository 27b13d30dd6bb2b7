"""The verbs that read metadata."""

from collections.abc import Sequence

from workhall.domain.places.metadata import store
from workhall.domain.places.metadata.model import Metadata
from workhall.persistence import Transaction


async def metadata_of(tx: Transaction, parent_id: str, name: str | None = None) -> dict[str, Metadata]:
    """The documents of a zone, system or person by name; empty when there are none, or no such parent."""
    return {document.name: document for document in await store.of_parents(tx, [parent_id], name)}


async def metadata_of_each(
    tx: Transaction, parent_ids: Sequence[str], name: str | None = None
) -> dict[str, dict[str, Metadata]]:
    """The same for many parents at once, by parent and name."""
    found: dict[str, dict[str, Metadata]] = {parent_id: {} for parent_id in parent_ids}
    for document in await store.of_parents(tx, parent_ids, name):
        found[document.parent_id][document.name] = document
    return found
