"""Settings of zones and systems, one text per level of secrecy."""

from workhall.domain.places.settings.commands import create, delete, update
from workhall.domain.places.settings.events import SettingsChanged
from workhall.domain.places.settings.model import Level, SettingsChanges, ToldSettings, UnknownSettings
from workhall.domain.places.settings.queries import chain, find, history, of_parents, show

__all__ = [
    "create",
    "update",
    "delete",
    "show",
    "find",
    "of_parents",
    "chain",
    "history",
    "Level",
    "SettingsChanged",
    "SettingsChanges",
    "ToldSettings",
    "UnknownSettings",
]
