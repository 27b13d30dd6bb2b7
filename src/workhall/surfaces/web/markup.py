"""Cleaning of text that people typed: before it is kept, on every surface.

*Plain* text (names, titles) loses all markup, but `R&D` stays `R&D`: nothing is entity-escaped.
*Rich* text (descriptions, notes, strings inside documents) keeps a safe subset.
"""

import re
from html import unescape
from typing import Any, overload

import nh3

_TAG = re.compile(r"<[a-zA-Z/!?]")
_MOST_LAYERS = 4


@overload
def plain(text: str) -> str: ...
@overload
def plain(text: None) -> None: ...
def plain(text: str | None) -> str | None:
    """Remove all markup; scripts and styles go with their content."""
    if text is None or "<" not in text:
        return text
    return _without_tags(text)


@overload
def rich(text: str) -> str: ...
@overload
def rich(text: None) -> None: ...
def rich(text: str | None) -> str | None:
    """Keep harmless markup only."""
    if text is None or "<" not in text:
        return text
    cleaned = nh3.clean(text)
    return cleaned if "<" in cleaned else _without_tags(cleaned)


def _without_tags(text: str) -> str:
    """Strip tags until none is left: what was escaped once must not come out as markup."""
    for _ in range(_MOST_LAYERS):
        text = unescape(nh3.clean(text, tags=set()))
        if not _TAG.search(text):
            return text
    return text.replace("<", "")


def rich_document(value: Any) -> Any:  # noqa: ANN401  any JSON value in, the same shape out
    """Clean every string inside a JSON value; keys stay as they are."""
    if isinstance(value, str):
        return rich(value)
    if isinstance(value, dict):
        return {key: rich_document(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rich_document(one) for one in value]
    return value
