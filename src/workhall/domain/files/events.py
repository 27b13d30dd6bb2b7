"""What files announce."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UploadChanged:
    """`action` is create, complete or destroy."""

    action: str
    upload_id: str

    @property
    def channel(self) -> str:
        return "upload/changed"

    def payload(self) -> dict[str, str]:
        return {"action": self.action, "id": self.upload_id}
