"""What supervisor and web process say to each other, one JSON document a line, over a socket that nobody else has.

Not through the environment or the command line: both can be read by others, and orders contain passwords.
"""

from dataclasses import fields
from pathlib import Path

import msgspec

from workhall.settings import Secret, Settings, load


class Orders(msgspec.Struct, frozen=True):
    """What a web process needs to begin: the settings as texts, and the way to the database.

    `leads`: do what is done once a start, before serving.
    """

    settings: dict[str, str]
    database_url: str
    leads: bool = False


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a web process says: that it serves (perhaps with the link for setting up), or why it cannot."""

    ready: bool = False
    set_up_link: str = ""
    refusal: str = ""
    permanent: bool = False


def as_texts(settings: Settings) -> dict[str, str]:
    """Say settings as flags would, secrets in clear."""
    return {one.name: _text(getattr(settings, one.name)) for one in fields(Settings)}


def from_texts(texts: dict[str, str]) -> Settings:
    return load(texts, environment={})


def _text(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    return str(value.absolute() if isinstance(value, Path) else value)
