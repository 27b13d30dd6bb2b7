"""The message catalogues: `locales/<language>/<surface>.po`, merged per language and kept in memory.

Each surface has its own file, so that two people never edit the same one. Nothing is compiled to disk.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from workhall.surfaces.web.pages.reader import present_reader

LOCALES: Final = Path(__file__).resolve().parents[3] / "locales"


@cache
def catalogue(language: str) -> NullTranslations:
    """Find everything we can say in a language; English has no file and says the messages themselves."""
    merged: Translations | None = None
    for path in sorted((LOCALES / language).glob("*.po")):
        read = _read(path)
        merged = read if merged is None else _merge(merged, read)
    return merged or NullTranslations()


def gettext(message: str) -> str:
    """Say a message in the present reader's language."""
    return catalogue(present_reader().locale).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return catalogue(present_reader().locale).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    return str(catalogue(present_reader().locale).pgettext(context, message))


def npgettext(context: str, singular: str, plural: str, count: int) -> str:
    return catalogue(present_reader().locale).npgettext(context, singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 -- the name every message extractor knows
    """Mark a message for the catalogues where it is written; the template says it later with `_(…)`."""
    return message


def translate(language: str, message: str, **words: object) -> str:
    """Say a message outside a page, in a mail for instance. Words fill `%(name)s`."""
    said = catalogue(language).gettext(message)
    return said % words if words else said


def _read(path: Path) -> Translations:
    with path.open("rb") as lines:
        read = read_po(lines, locale=path.parent.name)
    binary = BytesIO()
    write_mo(binary, read)
    binary.seek(0)
    return Translations(binary)


def _merge(into: Translations, other: Translations) -> Translations:
    into.merge(other)
    return into
