"""Bring the messages of templates and Python into the catalogues: `python -m workhall.surfaces.web.pages.extraction`.

Every surface has its own files, `locales/<language>/<surface>.po`. What the design system already says (`web.po`) is
not asked for again; code outside the surfaces counts as `web`. What is no longer said is dropped, what is new stands at
its place with an empty translation, and a test names it until somebody fills it in.
"""

import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from workhall.surfaces.web.pages.languages import LOCALES
from workhall.surfaces.web.pages.reader import LANGUAGES, SOURCE_LANGUAGE

HOUSE: Final = LOCALES.parent
SHARED: Final = "web"
TRANSLATED: Final = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)

_HEADER: Final = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
_KEYWORDS: Final = {**DEFAULT_KEYWORDS, "translate": (2,)}


@cache
def messages() -> dict[str, Catalog]:
    """Collect what every surface says, without what the design system says already."""
    found: dict[str, Catalog] = {}
    for path, line, message, comments, context in _extracted():
        catalog = found.setdefault(_surface(path), Catalog(fuzzy=False))
        catalog.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    shared = found.setdefault(SHARED, Catalog(fuzzy=False))
    for surface, catalog in found.items():
        if surface != SHARED:
            _leave_out(catalog, shared)
    return {surface: catalog for surface, catalog in found.items() if len(catalog)}


def _leave_out(catalog: Catalog, shared: Catalog) -> None:
    for message in list(catalog):
        if message.id and shared.get(message.id, message.context):
            catalog.delete(message.id, message.context)


def path_of(language: str, surface: str) -> Path:
    return LOCALES / language / f"{surface}.po"


def read(language: str, surface: str) -> Catalog:
    """Read a catalogue; one that is not there yet is empty."""
    path = path_of(language, surface)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def update() -> int:
    """Write all catalogues and say how many messages wait for a translation."""
    waiting = 0
    for language in TRANSLATED:
        for surface, said in messages().items():
            catalog = read(language, surface)
            catalog.update(said, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            _write(catalog, path_of(language, surface))
            waiting += len(untranslated(catalog))
    return waiting


def untranslated(catalog: Catalog) -> list[str]:
    """Say the messages without a translation, or with one that somebody marked as doubtful."""
    return [str(message.id) for message in catalog if message.id and (message.fuzzy or not _is_said(message.string))]


def _is_said(translation: object) -> bool:
    """Tell a translation from an empty place; a plural needs all its forms."""
    return all(translation) if isinstance(translation, tuple | list) else bool(translation)


def _write(catalog: Catalog, path: Path) -> None:
    """Write sorted and with a header that never changes by itself, so that a difference is always a message."""
    body = BytesIO()
    write_po(body, catalog, width=120, sort_output=True, no_location=True, omit_header=True)
    header = _HEADER.format(language=path.parent.name, plural_forms=catalog.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + body.getvalue().rstrip() + b"\n")


def _extracted() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    with (LOCALES / "babel.cfg").open() as lines:
        methods, options = parse_mapping_cfg(lines, filename="babel.cfg")  # type: ignore[no-untyped-call]  # Babel's own gap
    return extract_from_dir(HOUSE, methods, options, keywords=_KEYWORDS, comment_tags=["Translators:"])


def _surface(path: str) -> str:
    parts = Path(path).parts
    return parts[1] if parts[0] == "surfaces" and len(parts) > 2 else SHARED


if __name__ == "__main__":
    sys.stdout.write(f"{update()} messages wait for a translation.\n")
