"""Who looks at a page: language, time zone, colour scheme, and the token that proves a form came from us.

A reader is made at the edge from a request's headers and cookies and passed to every `render`.
Macros and filters find the present reader through `reading`, so that no template has to hand it on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

SOURCE_LANGUAGE: Final = "en"
LANGUAGES: Final = ("en", "nl", "de", "fr")
"""The languages of the house, the source of every message first."""

LANGUAGE_NAMES: Final = {"en": "English", "nl": "Nederlands", "de": "Deutsch", "fr": "Français"}
LANGUAGE_COOKIE: Final = "language"
THEME_COOKIE: Final = "theme"
CSRF_FIELD: Final = "csrf_token"
CSRF_HEADER: Final = "X-CSRF-Token"


class Theme(StrEnum):
    """A colour scheme pinned by the reader; without one the page follows the system."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything a page needs to know of the person in front of it.

    `zone` is an IANA name. `csrf` goes into forms and htmx headers; empty on pages that write nothing.
    `brand` is the address of the organisation's own `brand.css`, `logo` that of its square picture, or empty.
    """

    locale: str = SOURCE_LANGUAGE
    zone: str = "UTC"
    theme: Theme | None = None
    csrf: str = ""
    brand: str = ""
    logo: str = ""
    now: datetime | None = None


_NOBODY: Final = Reader()
_PRESENT: ContextVar[Reader] = ContextVar("reader", default=_NOBODY)


def present_reader() -> Reader:
    """Say who the page under way is rendered for."""
    return _PRESENT.get()


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Render for this reader until the block ends. Rendering never awaits, so requests cannot mix."""
    token = _PRESENT.set(reader)
    try:
        yield
    finally:
        _PRESENT.reset(token)


def theme_named(cookie: str | None) -> Theme | None:
    """Read the cookie `theme`; anything but a scheme we know follows the system."""
    return Theme(cookie) if cookie in tuple(Theme) else None


def negotiate(accept_language: str, *chosen: str | None) -> str:
    """Choose a language of the house: the first `chosen` one we speak, else the header's best, else English.

    The header is read as RFC 9110, section 12.5.4 says; a region falls back to its language.
    """
    for language in chosen:
        if language in LANGUAGES:
            return language
    for wanted in _by_preference(accept_language):
        language = wanted.partition("-")[0].lower()
        if language in LANGUAGES:
            return language
    return SOURCE_LANGUAGE


def _by_preference(accept_language: str) -> list[str]:
    wishes = [_wish(part) for part in accept_language.split(",") if part.strip()]
    ranked = sorted(wishes, key=lambda wish: wish[1], reverse=True)
    return [language for language, weight in ranked if weight > 0]


def _wish(part: str) -> tuple[str, float]:
    language, _, weight = part.partition(";")
    if not weight:
        return language.strip(), 1.0
    try:
        return language.strip(), float(weight.strip().removeprefix("q="))
    except ValueError:
        return language.strip(), 0.0
