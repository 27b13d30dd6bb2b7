"""The verbs that read metadata. Every signed-in person may read all of it; guests ask `need_open` first."""

from collections.abc import Sequence

from workhall.domain.places.metadata import store
from workhall.domain.places.metadata.model import GuestLimits, Metadata
from workhall.identity import Actor
from workhall.kernel.paging import Page
from workhall.persistence import Transaction


def need_open(actor: Actor, parent_ids: Sequence[str], name: str | None) -> None:
    """Raises GuestLimits when a guest asks for more than a named document of the places he was invited to."""
    if actor.is_guest and not (name and set(parent_ids) <= set(actor.roles)):
        raise GuestLimits("guests may read one document by name, of a place they were invited to")


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


async def metadata_of_people(tx: Transaction, path: str) -> list[Metadata]:
    """The documents of people in which a JSON path finds something; raises Invalid when it is no path."""
    return await store.of_people(tx, path)


async def history_of(tx: Transaction, parent_id: str, name: str | None, page: Page) -> dict[str, list[Metadata]]:
    """The versions of a parent's documents by name, newest (the present one) first."""
    found: dict[str, list[Metadata]] = {}
    for version in await store.history(tx, parent_id, name, page):
        found.setdefault(version.name, []).append(version)
    return found


async def count_of(tx: Transaction, parent_ids: Sequence[str]) -> int:
    """How many documents these zones, systems or people have together."""
    return await store.count(tx, parent_ids)
