"""Who may write documents: support staff, people on themselves, and groups (engine API contract, B.4 and B.11)."""

from dataclasses import dataclass

from workhall.domain.places.metadata.model import Metadata, UnknownParent
from workhall.domain.places.permissions import DOCUMENT, NeedsPermission, Permission, elevated_on, zones_of_parent
from workhall.identity import Actor
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class Rights:
    """What the caller may do with the documents of one parent."""

    actor: Actor
    owns: bool
    granted: Permission

    def may_write(self, name: str, before: Metadata | None) -> bool:
        """Whether the caller may create or change the document of this name; `before` is what is there."""
        if self.owns:
            return True
        if name == DOCUMENT:  # else whoever manages could let himself administer
            return self.granted.administers
        return self.granted.manages or (before is not None and _edits(self.actor, before))

    def may_delete(self) -> bool:
        return self.owns or self.granted.administers

    def need_write(self, name: str, before: Metadata | None = None) -> None:
        if not self.may_write(name, before):
            raise NeedsPermission(f"you may not write the document {name} here")

    def need_delete(self) -> None:
        if not self.may_delete():
            raise NeedsPermission("you may not remove documents here")


async def rights_on(tx: Transaction, actor: Actor, parent_id: str) -> Rights:
    """Find out what the caller may do with a parent's documents.

    Raises:
        UnknownParent: there is no such zone, system or person.
    """
    if parent_id.startswith("user-") and not actor.is_support:
        owns = parent_id == actor.user_id and not actor.is_guest
        return Rights(actor, owns, Permission.NONE)  # of others not even told whether they exist
    zone_ids = await zones_of_parent(tx, parent_id)
    if zone_ids is None:
        raise UnknownParent(f"there is no zone, system or person {parent_id}")
    if actor.is_support:
        return Rights(actor, owns=True, granted=Permission.ADMIN)
    return Rights(actor, owns=False, granted=await elevated_on(tx, actor, zone_ids))


def _edits(actor: Actor, document: Metadata) -> bool:
    return any(editor.lower() in actor.groups for editor in document.editors)
