"""What zones announce."""

from dataclasses import dataclass

from workhall.domain.places.zones.model import Zone


@dataclass(frozen=True, slots=True)
class ZoneChanged:
    """`action` is create, update or destroy. Children of a destroyed zone go without a word of their own."""

    action: str
    zone: Zone
    channel: str = "zones/changed"

    def payload(self) -> object:
        zone = self.zone
        shown = {"id": zone.zone_id, "name": zone.name, "parent_id": zone.parent_id, "tags": zone.tags}
        return {"action": self.action, "zone": shown}
