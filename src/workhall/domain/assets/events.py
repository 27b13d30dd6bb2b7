"""What assets announce."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssetChanged:
    """`kind` is asset, asset_type, asset_category or asset_purchase_order; `action` create, update or destroy."""

    kind: str
    action: str
    id: str
    zone_id: str | None = None

    @property
    def channel(self) -> str:
        return f"{self.kind}/changed"

    def payload(self) -> dict[str, str | None]:
        return {"action": self.action, "id": self.id, "zone_id": self.zone_id}
