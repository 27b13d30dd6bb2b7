"""What organisations announce."""

from dataclasses import dataclass

from workhall.kernel.ids import DomainId


@dataclass(frozen=True, slots=True)
class DomainChanged:
    """`action` is create, update or destroy."""

    action: str
    domain_id: DomainId
    domain: str

    @property
    def channel(self) -> str:
        return "authority/changed"

    def payload(self) -> dict[str, str]:
        return {"action": self.action, "id": self.domain_id, "domain": self.domain}
