"""What settings announce: that they changed, never what they say."""

from dataclasses import dataclass

from workhall.domain.places.settings.model import StoredSettings


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """`action` is create, update or destroy."""

    action: str
    settings: StoredSettings
    channel: str = "settings/changed"

    def payload(self) -> object:
        shown = {"id": self.settings.settings_id, "parent_id": self.settings.parent_id, "keys": self.settings.keys}
        return {"action": self.action, "settings": shown}
