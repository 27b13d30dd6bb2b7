"""What calendar connections announce."""

from dataclasses import dataclass

from workhall.kernel.ids import TenantId


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """`action` is create, update or destroy."""

    action: str
    tenant_id: TenantId
    channel: str = "connection/changed"

    def payload(self) -> object:
        return {"action": self.action, "id": self.tenant_id}
