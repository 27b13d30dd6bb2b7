"""Settings of zones and systems: one text per level of secrecy, open ones in the clear, the others sealed."""

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TypedDict

import msgspec
import yaml

from workhall.identity import Actor
from workhall.kernel import search
from workhall.kernel.errors import Invalid, NotFound
from workhall.tenancy import Sealer

LONGEST = 128 * 1024
DEEPEST = 64
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # absent where PyYAML was built without its C library


class Level(IntEnum):
    """Who may read a text."""

    OPEN = 0
    SUPPORT = 1
    ADMIN = 2
    NEVER = 3

    def may_be_read_by(self, actor: Actor) -> bool:
        return {Level.OPEN: True, Level.SUPPORT: actor.is_support, Level.ADMIN: actor.is_admin}.get(self, False)


class SettingsChanges(TypedDict, total=False):
    """The fields of settings that people write; absent means unchanged."""

    parent_id: str
    encryption_level: int
    settings_string: str


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """Settings as they are kept: in the clear at level 0, else sealed."""

    settings_id: str
    parent_id: str
    level: Level
    created_at: datetime
    updated_at: datetime
    clear: str | None = None
    sealed: bytes | None = None
    keys: tuple[str, ...] = ()
    modified_by_id: str | None = None

    @property
    def words(self) -> str:
        return search.words(*self.keys)

    def text(self, sealer: Sealer) -> str:
        return self.clear or "" if self.sealed is None else sealer.open(self.sealed, purpose(self.settings_id))

    @property
    def opaque(self) -> str:
        """What those see who may not read: the sealed text, in letters."""
        return base64.b64encode(self.sealed or b"").decode()

    def told_to(self, actor: Actor, sealer: Sealer) -> str:
        return self.text(sealer) if self.level.may_be_read_by(actor) else self.opaque


@dataclass(frozen=True, slots=True)
class ToldSettings:
    """Settings as one caller may see them. `version_id` is set when this is an entry of the history."""

    stored: StoredSettings
    text: str
    version_id: str | None = None


class UnknownSettings(NotFound):
    code = "unknown_settings"


def purpose(settings_id: str) -> str:
    """What sealing binds a text to: it opens nowhere else."""
    return f"settings:{settings_id}"


def keys_of(text: str) -> tuple[str, ...]:
    """The top-level keys of a YAML or JSON object.

    Raises:
        Invalid: the text is neither, or too large, or nested too deep.
    """
    if len(text) > LONGEST:
        raise Invalid("settings_string", f"is longer than {LONGEST // 1024} kB")
    document = _document(text)
    if document is None and not text.strip("\ufeff \t\r\n"):
        return ()
    if not isinstance(document, dict):
        raise Invalid("settings_string", "must be a YAML or JSON object")
    return tuple(_key(key) for key in document)


def _key(key: object) -> str:
    """Write a key down. Raises Invalid for what nobody calls anything: a number of thousands of digits."""
    try:
        return str(key)
    except ValueError as error:
        raise Invalid("settings_string", "has a key that cannot be written") from error


def _document(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        pass
    except RecursionError as error:
        raise Invalid("settings_string", "is nested too deep") from error
    try:
        _need_sensible(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506  it is the safe loader, in C
    except (yaml.YAMLError, ValueError) as error:
        raise Invalid("settings_string", f"is no valid YAML: {str(error).splitlines()[0]}") from error


def _need_sensible(text: str) -> None:
    """Ask before loading: the loader follows any depth until the stack ends, and merges as often as it is told.

    What is repeated is counted as if it were written out: ten references to ten references to … soon fill any memory.
    """
    sizes: dict[str | None, int] = {}
    opened: list[tuple[str | None, int]] = []
    size = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = opened.pop()
            sizes[anchor] = size - before
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append((event.anchor, size))
        size += sizes.get(event.anchor, 1) if isinstance(event, yaml.AliasEvent) else 1
        if len(opened) > DEEPEST:
            raise Invalid("settings_string", "is nested too deep")
        if size > LONGEST:
            raise Invalid("settings_string", "repeats itself too often")
