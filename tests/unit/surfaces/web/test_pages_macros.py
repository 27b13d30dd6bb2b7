"""The macros: each yields the markup the style sheets and the script count on, and escapes what it is given."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from workhall.surfaces.web.pages import (
    Address,
    Change,
    Check,
    Choice,
    Column,
    Entry,
    Link,
    Node,
    Reader,
    Toast,
    asset,
)
from workhall.surfaces.web.pages.attributes import attributes, pattern
from workhall.surfaces.web.pages.engine import environment
from workhall.surfaces.web.pages.parts import initials
from workhall.surfaces.web.pages.reader import reading

NOW = datetime(2026, 4, 14, 7, 41, 52, tzinfo=UTC)
READER = Reader(zone="Europe/Amsterdam", csrf="token", now=NOW)


@dataclass(frozen=True, slots=True)
class Room:
    key: str
    name: str


ROOMS = (Room("r1", "Aurora"), Room("r2", "Ember & <Grove>"))


def drawn(source: str, **values: object) -> str:
    """Render a line of template, with white space between tags taken away."""
    with reading(READER):
        text = environment().from_string(source).render(values)
    return re.sub(r">\s+<", "><", text).strip()


def test_a_button_is_a_link_where_it_leads_somewhere() -> None:
    assert drawn('{{ ui.button("Add tenant", href="/add", kind="main") }}') == (
        '<a class="btn" href="/add" data-kind="main">Add tenant</a>'
    )
    assert drawn('{{ ui.button("Save") }}') == '<button class="btn">Save</button>'


def test_an_icon_alone_is_named_for_those_who_do_not_see_it() -> None:
    drawing = f'<svg class="icon" aria-hidden="true"><use href="{asset("icons.svg")}#more"/></svg>'
    assert drawn('{{ ui.button("More", icon="more", only_icon=true) }}') == (
        f'<button class="btn" data-icon aria-label="More">{drawing}</button>'
    )


def test_every_macro_passes_attributes_for_htmx_on() -> None:
    button = drawn('{{ ui.button("Go", hx_post="/go?a=1&b=2", hx_confirm=none, disabled=true) }}')
    assert button == '<button class="btn" hx-post="/go?a=1&amp;b=2" disabled>Go</button>'
    field = drawn('{{ ui.input("q", "Find", optional=true, hx_get="/find", hx_trigger="input changed") }}')
    assert 'hx-get="/find" hx-trigger="input changed"' in field


def test_attributes_refuse_a_name_that_would_break_out() -> None:
    with pytest.raises(ValueError, match="onclick"):
        attributes({'x onclick="y"': "z"})


def test_attributes_keep_the_entities_of_a_filled_in_message() -> None:
    assert drawn('{{ ui.badge("x", title=_("Select %(name)s", name=name)) }}', name='A & "B"') == (
        '<span class="badge" title="Select A &amp; &#34;B&#34;">x</span>'
    )


def test_a_state_is_a_shape_and_a_word() -> None:
    assert drawn('{{ ui.state("Slow", "warn") }}') == (
        '<span class="state"><span class="dot" data-tone="warn"></span>Slow</span>'
    )


def test_a_field_ties_hint_and_error_to_its_input() -> None:
    field = drawn('{{ ui.input("domain", "Domain", value="a/", hint="Yours", error="Without a slash.") }}')
    assert field.startswith('<div class="field"><label for="domain">Domain</label><span class="hint" id="domain-h">')
    assert 'aria-describedby="domain-h domain-e" aria-invalid="true" value="a/" required>' in field
    assert '<span class="error" id="domain-e">' in field
    assert field.index('id="domain-h"') < field.index("<input") < field.index('id="domain-e"')


def test_optional_is_marked_and_required_is_not() -> None:
    assert "<small>(optional)</small>" in drawn('{{ ui.textarea("note", "Note", optional=true) }}')
    assert "required" not in drawn('{{ ui.input("note", "Note", optional=true) }}')


def test_a_password_is_never_written_back_into_the_page() -> None:
    assert "hunter2" not in drawn('{{ ui.input("password", "Password", value="hunter2", kind="password") }}')


def test_the_zone_is_said_where_it_is_not_the_readers() -> None:
    assert "Time in Europe/Lisbon" in drawn('{{ ui.time_field("from", "From", zone="Europe/Lisbon") }}')
    assert "Time in" not in drawn('{{ ui.time_field("from", "From", zone="Europe/Amsterdam") }}')
    assert 'type="time"' in drawn('{{ ui.time_field("from", "From") }}')
    assert 'step="900"' in drawn('{{ ui.time_field("from", "From") }}')


def test_a_select_knows_its_choice() -> None:
    select = drawn(
        '{{ ui.select("zone", "Zone", zones, value="3") }}', zones=[Choice("4", "Four"), Choice("3", "Three")]
    )
    assert '<option value="4">Four</option><option value="3" selected>Three</option>' in select


def test_chips_and_cards_tick_what_is_chosen() -> None:
    choices = [Choice("a", "A", "first"), Choice("b", "B", "second")]
    chips = drawn('{{ ui.chips("f", "Features", choices, values=["b"]) }}', choices=choices)
    assert '<label class="chip"><input type="checkbox" name="f" value="b" checked>B</label>' in chips
    assert chips.count("checked") == 1
    cards = drawn('{{ ui.radio_cards("f", "Approval", choices, value="a") }}', choices=choices)
    assert '<input type="radio" name="f" value="a" checked><b>A</b><small>first</small>' in cards


def test_the_error_summary_leads_to_the_fields() -> None:
    summary = drawn("{{ ui.error_summary(problems) }}", problems={"domain": "Without a slash.", "name": "Give a name."})
    assert 'data-tone="bad" role="alert" tabindex="-1" data-focus' in summary
    assert "<h2>2 things to correct</h2>" in summary
    assert '<a href="#domain">Without a slash.</a>' in summary
    assert not drawn("{{ ui.error_summary({}) }}")
    assert drawn("{{ ui.problem(problems) }}", problems={"a": "b"}) == "Problem:"


def test_a_stored_secret_never_comes_back_and_a_new_one_can_be_copied() -> None:
    stored = drawn('{% call ui.secret_stored("s", "Secret") %}{{ ui.button("Replace") }}{% endcall %}')
    assert 'value="not the secret" readonly' in stored
    assert "Replace</button>" in stored
    once = drawn('{{ ui.secret_once("key", "New key", "wh_live_x") }}')
    assert re.search(r'<input class="input" id="key" readonly[^>]*value="wh_live_x"', once)
    assert 'data-copy-from="key" data-copied="Copied"' in once


TABLE = """
{% call(room) ui.table("Rooms", columns, rooms, address=address, sorted="name", selects=selects, stack=stack) %}
<td>{{ room.name }}</td>{% endcall %}"""


def table(address: Address | None = None, *, selects: tuple[str, str] | None = None, stack: bool = False) -> str:
    columns = [Column("Name", sort="name"), Column("Seats", sort="seats", n=True, p=3), Column("Actions", hidden=True)]
    return drawn(TABLE, columns=columns, rooms=ROOMS, address=address, selects=selects, stack=stack)


def test_a_table_says_what_it_lists_and_escapes_its_rows() -> None:
    text = table()
    assert '<caption class="sr">Rooms</caption>' in text
    assert "<td>Ember &amp; &lt;Grove&gt;</td>" in text
    assert '<th scope="col"><span class="sr">Actions</span></th>' in text


def test_a_heading_sorts_and_says_how_it_is_sorted() -> None:
    up = table(Address("/rooms", (("q", "a"), ("page", "3"))))
    assert '<th scope="col" aria-sort="ascending"><a href="/rooms?q=a&amp;sort=-name">' in up
    assert '<th scope="col" class="n" data-p="3"><a href="/rooms?q=a&amp;sort=seats">' in up
    down = table(Address("/rooms", (("sort", "-seats"),)))
    assert 'aria-sort="descending"><a href="/rooms?sort=seats">' in down
    assert 'icons.svg#sort-down"' in down


def test_a_selection_names_every_box_after_its_row() -> None:
    text = table(selects=("key", "name"))
    assert 'data-select-all aria-label="Select all"' in text
    assert 'name="id" value="r2" aria-label="Select Ember &amp; &lt;Grove&gt;"' in text


def test_a_stacked_table_keeps_its_roles() -> None:
    text = table(stack=True)
    assert '<table class="table" role="table" data-stack>' in text
    assert text.count('role="row"') == 3
    assert 'role="columnheader"' in text


@pytest.mark.parametrize(
    ("page", "said", "back", "ahead"),
    [
        (1, "1–50 of 120", None, "/r?q=a&amp;page=2"),
        (2, "51–100 of 120", "/r?q=a", "/r?q=a&amp;page=3"),
        (3, "101–120 of 120", "/r?q=a&amp;page=2", None),
    ],
)
def test_paging_tells_the_total_and_keeps_the_search(page: int, said: str, back: str | None, ahead: str | None) -> None:
    text = drawn(
        "{{ ui.paging(address, page, 50, 120) }}", address=Address("/r", (("q", "a"), ("page", str(page)))), page=page
    )
    assert said in text
    assert text.count('aria-disabled="true"') == [back, ahead].count(None)
    for href, rel in ((back, "prev"), (ahead, "next")):
        assert (f'href="{href}" data-size="s" rel="{rel}"' in text) == (href is not None)


def test_a_list_on_one_page_has_no_buttons_to_turn_it() -> None:
    assert "<nav" not in drawn("{{ ui.paging(address, 1, 50, 3) }}", address=Address("/r"))
    assert "0–0 of 0" in drawn("{{ ui.paging(address, 1, 50, 0) }}", address=Address("/r"))


def test_a_dialog_asks_with_the_safe_answer_first_and_carries_the_token() -> None:
    text = drawn(
        '{{ ui.dialog("end", "End it?", "Aurora becomes free.", action="/end", yes="End now", no="Keep it") }}'
    )
    assert '<dialog class="dialog" id="end" aria-labelledby="end-t" closedby="any">' in text
    assert 'name="csrf_token" value="token"' in text
    assert text.index("Keep it") < text.index("End now")


def test_deleting_asks_for_exactly_the_name() -> None:
    text = drawn('{{ ui.confirm("d", "Delete?", "Gone.", name, "/delete", "Delete room") }}', name="A+B (4.1)")
    assert r'pattern="A\+B \(4\.1\)"' in text
    assert "To go on, type <b>A+B (4.1)</b>" in text
    assert 'data-kind="danger" data-guard' in text


def test_a_pattern_matches_only_its_text() -> None:
    text = r"a.b*c[d]{e}(f)|g^h$i\j/k-l&m"
    assert re.fullmatch(pattern(text), text)
    assert not re.fullmatch(pattern(text), text.replace(".", "x"))
    assert r"\-" not in pattern(text)


def test_history_tells_before_and_after() -> None:
    entry = Entry("Ana Diaz", "changed Aurora", NOW - timedelta(minutes=5), "ok", [Change("seats", "10", "12")])
    text = drawn("{{ ui.log([entry]) }}", entry=entry)
    assert '<del data-tone="bad">10</del><ins data-tone="ok">12</ins>' in text
    assert '<time datetime="2026-04-14T07:36:52Z" title="14 April, 09:36">5 minutes ago</time>' in text
    assert '<span class="face" data-tone="ok" aria-hidden="true">AD</span>' in text


def test_a_failed_check_shows_the_refusal_and_a_way_on() -> None:
    check = Check("Calendar", "fail", "Consent as an administrator.", "403 Denied", Link("Show me", "/help"))
    text = drawn("{{ ui.checks([check]) }}", check=check)
    assert '<ol class="checks" aria-live="polite"><li data-state="fail" data-tone="bad">' in text
    assert '<code dir="ltr">403 Denied</code>' in text
    assert 'href="/help"' in text


def test_steps_mark_what_is_done_and_where_one_is() -> None:
    assert drawn('{{ ui.steps(["One", "Two", "Three"], 2) }}') == (
        '<ol class="steps"><li data-state="done">One</li><li aria-current="step">Two</li><li>Three</li></ol>'
    )


def test_progress_without_a_value_waits() -> None:
    assert '<progress id="p"></progress>' in drawn('{{ ui.progress("p", "Waiting for Microsoft") }}')
    assert '<progress id="p" max="200" value="50">25%</progress>' in drawn('{{ ui.progress("p", "x", 50, max=200) }}')


def test_a_tree_fetches_children_at_the_first_opening() -> None:
    node = Node("Europe", "/z/1", children=(), children_href="/z/1/parts")
    text = drawn("{{ ui.tree([node, leaf]) }}", node=node, leaf=Node("Shed", "/z/2", current=True))
    assert 'hx-get="/z/1/parts" hx-trigger="toggle once" hx-target="find ul" hx-swap="outerHTML"' in text
    assert '<summary aria-label="Parts of Europe">' in text
    assert '<a class="node" href="/z/2" aria-current="page">Shed</a></li>' in text


def test_a_toast_with_an_action_works_without_script() -> None:
    text = drawn("{{ ui.toast_oob(toast) }}", toast=Toast("Gone.", action="Undo", href="/undo"))
    assert text.startswith('<div hx-swap-oob="beforeend:#toasts"><div class="toast" data-tone="ok">')
    assert '<form method="post" action="/undo" hx-post="/undo">' in text
    assert "data-close" in text


def test_other_languages_are_offered_in_their_own_words() -> None:
    text = drawn("{{ ui.languages(address) }}", address=Address("/login", (("continue", "/x"),)))
    assert '<a href="/login?continue=%2Fx&amp;language=de" lang="de" hreflang="de">Deutsch</a>' in text
    assert "English" not in text


@pytest.mark.parametrize(
    ("name", "letters"), [("Ana Diaz", "AD"), ("Joris de Vries", "JV"), ("Keys", "K"), ("", ""), ("(x) Yves", "Y")]
)
def test_a_face_has_one_or_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters
