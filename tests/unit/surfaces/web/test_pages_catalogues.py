"""The catalogues: every message of every surface said in every language, and the words in it kept."""

import re

import pytest

from workhall.surfaces.web.pages import N_, translate
from workhall.surfaces.web.pages.extraction import TRANSLATED, messages, path_of, read, untranslated
from workhall.surfaces.web.pages.languages import LOCALES

RENEW = "run `python -m workhall.surfaces.web.pages.extraction` and fill in the translations"
PLACES = [(language, surface) for language in TRANSLATED for surface in sorted(messages())]


def forms(text: object) -> list[str]:
    return [str(form) for form in text] if isinstance(text, tuple | list) else [str(text)]


def words(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def test_the_design_system_itself_says_something() -> None:
    assert messages()["web"].get("Skip to content")
    assert messages()["web"].get("One thing to correct")


@pytest.mark.parametrize(("language", "surface"), PLACES)
def test_every_message_is_said_in_every_language(language: str, surface: str) -> None:
    catalog = read(language, surface)
    missing = [
        message.id for message in messages()[surface] if message.id and not catalog.get(message.id, message.context)
    ]
    assert not missing, f"{path_of(language, surface)} lacks {missing}: {RENEW}"
    assert not untranslated(catalog), f"{path_of(language, surface)} leaves open: {untranslated(catalog)}"


@pytest.mark.parametrize(("language", "surface"), PLACES)
def test_no_catalogue_keeps_what_nobody_says_any_more(language: str, surface: str) -> None:
    said = messages()[surface]
    stale = [
        message.id for message in read(language, surface) if message.id and not said.get(message.id, message.context)
    ]
    assert not stale, f"{path_of(language, surface)} still has {stale}: {RENEW}"


@pytest.mark.parametrize(("language", "surface"), PLACES)
def test_translations_use_the_same_words_and_no_quotation_mark_that_ends_an_attribute(
    language: str, surface: str
) -> None:
    for message in read(language, surface):
        wanted = set().union(*map(words, forms(message.id)))
        for form in forms(message.string) if message.id else []:
            assert words(form) <= wanted, form
            assert words(form) >= wanted - {"num"}, form
            assert '"' not in form, form


def test_every_catalogue_belongs_to_a_surface_that_speaks() -> None:
    assert {path.stem for path in LOCALES.glob("*/*.po")} <= set(messages())
    assert {path.name for path in LOCALES.iterdir() if path.is_dir()} == set(TRANSLATED)


def test_a_message_is_translated_outside_a_page_too() -> None:
    message = N_("Select %(name)s")
    assert translate("nl", message, name="Ana") == "Ana selecteren"
    assert translate("en", message, name="Ana") == "Select Ana"
