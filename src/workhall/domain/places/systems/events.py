"""What systems announce."""

from dataclasses import dataclass

from workhall.domain.places.systems.model import System


@dataclass(frozen=True, slots=True)
class SystemChanged:
    """`action` is create, update or destroy."""

    action: str
    system: System
    channel: str = "systems/changed"

    def payload(self) -> object:
        system = self.system
        shown = {"id": system.system_id, "name": system.name, "email": system.email, "zones": system.zones}
        return {"action": self.action, "system": shown}
