"""Rendering: whole pages and fragments, in the reader's language, with nothing unsaid or unescaped."""

import re
from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from workhall.surfaces.web.pages import Link, Reader, Theme, Toast, assets, render
from workhall.surfaces.web.pages.engine import environment
from workhall.surfaces.web.pages.gallery import NOW, gallery
from workhall.surfaces.web.pages.reader import reading

READER = Reader(zone="Europe/Amsterdam", csrf='t"k', now=NOW)


def message(reader: Reader = READER, **values: object) -> str:
    given = {"heading": "Nothing here", "text": "The link may be old.", "actions": [], "request_id": "req-1"} | values
    return render("error.html", given, reader=reader)


def say(source: str, reader: Reader = READER, **values: object) -> str:
    """Render a line of template through the same environment as every page."""
    with reading(reader):
        return environment().from_string(source).render(values)


def test_a_page_names_its_language_and_follows_the_system_scheme() -> None:
    page = message()
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    assert "<title>Nothing here · Workhall</title>" in page


def test_a_pinned_scheme_is_written_into_the_page_so_that_nothing_flashes() -> None:
    assert '<html lang="nl" data-theme="dark">' in message(replace(READER, locale="nl", theme=Theme.DARK))


def test_what_people_typed_is_escaped() -> None:
    page = message(heading="<script>alert(1)</script>", actions=[Link("<b>", 'x" onclick="y')])
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert 'href="x&#34; onclick=&#34;y"' in page


def test_a_value_nobody_gave_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        render("message.html", reader=READER, heading="Only a heading")


def test_a_block_alone_is_a_fragment() -> None:
    fragment = render("error.html", reader=READER, block="detail", request_id="req-1")
    assert "<html" not in fragment
    assert "req-1" in fragment


def test_messages_are_said_in_the_readers_language() -> None:
    page = message(replace(READER, locale="de"))
    assert "Wenn Sie um Hilfe bitten, nennen Sie diese Nummer:" in page
    assert '<code dir="ltr">req-1</code>' in page


def test_plurals_follow_the_language() -> None:
    summary = "{{ ui.error_summary(problems) }}"
    assert "Un point à corriger" in say(summary, replace(READER, locale="fr"), problems={"a": "x"})
    assert "2 points à corriger" in say(summary, replace(READER, locale="fr"), problems={"a": "x", "b": "y"})


def test_a_constant_is_formatted_for_each_reader_and_not_once() -> None:
    template = environment().from_string("{{ 1204 | number }}")
    assert say("{{ 1204 | number }}") == "1,204"
    assert say("{{ 1204 | number }}", replace(READER, locale="de")) == "1.204"
    assert template.render() == "1,204"


def test_the_token_stands_in_forms_and_in_htmx_headers() -> None:
    page = message()
    assert 'hx-headers="{&#34;X-CSRF-Token&#34;: &#34;t\\&#34;k&#34;}"' in page
    assert say("{{ ui.csrf() }}") == '<input type="hidden" name="csrf_token" value="t&#34;k">'


def test_a_page_without_a_token_sends_no_header() -> None:
    assert "hx-headers" not in message(replace(READER, csrf=""))


def test_the_organisations_brand_comes_after_the_tokens() -> None:
    page = message(replace(READER, brand="/brand.css"))
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert [sheet.rpartition("/")[2] for sheet in sheets] == [
        "tokens.css",
        "brand.css",
        "base.css",
        "components.css",
        "views.css",
    ]


def test_toasts_that_came_with_the_page_stand_in_it() -> None:
    page = message(toasts=[Toast("Saved.", action="Undo", href="/undo")])
    assert page.index('id="toasts"') < page.index("Saved.") < page.index('action="/undo"')


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr"])
def test_the_gallery_renders_in_every_language_within_the_budget(language: str) -> None:
    page = render("gallery.html", gallery(), reader=replace(READER, locale=language))
    assert len(page.encode()) <= 40_000
    assert page.count("<h1>") == 1
    assert not re.search(r"\bNone\b|Undefined", page)


def test_every_id_on_the_gallery_is_used_once_and_every_reference_leads_somewhere() -> None:
    page = render("gallery.html", gallery(), reader=READER)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "commandfor"):
        for reference in re.findall(rf'\s{attribute}="([^"]*)"', page):
            assert set(reference.split()) <= set(ids), f"{attribute}={reference}"


def test_no_page_of_ours_carries_inline_script_or_plain_inline_style() -> None:
    page = render("gallery.html", gallery(), reader=READER)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"\son\w+=", page)
    assert all(style.startswith("--") for style in re.findall(r'style="([^"]+)"', page))


def test_every_icon_a_page_draws_is_in_the_sprite() -> None:
    sprite = assets().lookup(assets().url("icons.svg"))
    assert sprite is not None
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite.content.decode()))
    page = render("gallery.html", gallery(), reader=READER)
    assert set(re.findall(r'icons\.svg#([\w-]+)"', page)) <= known
