"""What people announce."""

from dataclasses import dataclass

from workhall.kernel.ids import UserId


@dataclass(frozen=True, slots=True)
class UserChanged:
    """`action` is create, update, destroy or revive."""

    action: str
    user_id: UserId
    email: str

    @property
    def channel(self) -> str:
        return "user/changed"

    def payload(self) -> dict[str, str]:
        return {"action": self.action, "id": self.user_id, "email": self.email}


@dataclass(frozen=True, slots=True)
class GroupChanged:
    """`action` is create, update or destroy."""

    action: str
    name: str

    @property
    def channel(self) -> str:
        return "group/changed"

    def payload(self) -> dict[str, str]:
        return {"action": self.action, "name": self.name}
