"""What a body gives: only the fields that are there, with their text cleaned."""

from collections.abc import Callable
from typing import Annotated, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from workhall.surfaces.web.markup import plain, rich

T = TypeVar("T")
Given: TypeAlias = T | UnsetType | None
"""A field of a body that may be absent or null. Null means *not given* unless the field can be emptied."""

Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


def given(
    body: msgspec.Struct, *, can_be_empty: frozenset[str] = frozenset(), rich_text: frozenset[str] = frozenset()
) -> dict[str, object]:
    """Name and value of each field that was given. Text loses its markup, `rich_text` keeps the harmless part."""
    found: dict[str, object] = {}
    for name in body.__struct_fields__:
        value = getattr(body, name)
        if value is UNSET or (value is None and name not in can_be_empty):
            continue
        found[name] = _cleaned(value, rich if name in rich_text else plain)
    return found


def _cleaned(value: object, clean: Callable[[str], str]) -> object:
    """Clean text and lists of text; lists become tuples without repetitions."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(dict.fromkeys(clean(one) for one in value))
    return value
