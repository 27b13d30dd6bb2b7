"""Who reads: language and scheme from the request, and how moments and numbers read in them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from starlette.requests import Request

from workhall.surfaces.web.pages import (
    SECURITY_HEADERS,
    Reader,
    Theme,
    answer,
    content_security_policy,
    formats,
    reader_of,
)
from workhall.surfaces.web.pages.reader import negotiate, reading
from workhall.surfaces.web.pages.response import address_of

NOW = datetime(2026, 4, 14, 7, 41, 52, tzinfo=UTC)
READER = Reader(zone="Europe/Amsterdam", now=NOW)
T = TypeVar("T")


def said(saying: Callable[[T], str], value: T, locale: str = "en", zone: str = READER.zone) -> str:
    with reading(replace(READER, locale=locale, zone=zone)):
        return saying(value)


def request(path: str = "/zones", query: str = "", **headers: str) -> Request:
    names = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": names})


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("nl", "nl"),
        ("de-CH, de;q=0.9, en;q=0.8", "de"),
        ("pl, fr;q=0.5, nl;q=0.7", "nl"),
        ("pl, ja", "en"),
        ("fr;q=0, de;q=0.1", "de"),
        ("*", "en"),
        ("NL-be", "nl"),
        ("de;q=oops, fr;q=0.2", "fr"),
    ],
)
def test_the_browsers_wish_is_met_as_far_as_we_speak_it(header: str, language: str) -> None:
    assert negotiate(header) == language


def test_a_chosen_language_wins_over_the_browsers_wish() -> None:
    assert negotiate("de", "nl") == "nl"
    assert negotiate("de", "klingon") == "de"
    assert negotiate("de", None, "fr") == "fr"


def test_a_reader_is_known_by_cookies_and_header() -> None:
    reader = reader_of(request(cookie="theme=dark; language=fr", accept_language="de"), zone="Europe/Paris", csrf="t")
    assert reader == Reader(locale="fr", zone="Europe/Paris", theme=Theme.DARK, csrf="t")


def test_a_scheme_we_do_not_know_follows_the_system() -> None:
    assert reader_of(request(cookie="theme=pink")).theme is None


def test_a_language_in_the_address_is_kept_in_a_cookie() -> None:
    asked = request(query="language=nl", cookie="language=fr")
    page = answer(asked, "message.html", reader=reader_of(asked), heading="Hallo", text="Dag", actions=())
    assert b'<html lang="nl">' in bytes(page.body)
    assert page.headers["set-cookie"].startswith("language=nl; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax")


def test_htmx_gets_the_fragment_and_a_page_load_the_page() -> None:
    def body(asked: Request) -> str:
        given = {"heading": "H", "text": "T", "actions": (), "request_id": "req-1"}
        page = answer(asked, "error.html", given, reader=READER, fragment="detail", status=404)
        assert page.status_code == 404
        assert "HX-Request" in page.headers["vary"]
        return bytes(page.body).decode()

    assert body(request(hx_request="true")).lstrip().startswith("<p")
    assert body(request()).startswith("<!doctype html>")
    assert body(request(hx_request="true", hx_history_restore_request="true")).startswith("<!doctype html>")


def test_every_page_carries_the_security_headers() -> None:
    page = answer(request(), "message.html", reader=READER, heading="H", text="T", actions=())
    for name, value in SECURITY_HEADERS.items():
        assert page.headers[name] == value
    assert page.headers["cache-control"] == "no-store"


def test_the_policy_allows_no_foreign_script_and_no_frame() -> None:
    rules = dict(rule.split(" ", 1) for rule in content_security_policy().split("; "))
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert "form-action 'self' https://app.example" in content_security_policy(["https://app.example"])


def test_the_address_keeps_filters_while_order_and_page_change() -> None:
    address = address_of(request("/people", "q=a%26b&group=x&group=y&page=3"))
    assert address.set(sort="-name", page=None) == "/people?q=a%26b&group=x&group=y&sort=-name"
    assert address.set(page=4) == "/people?q=a%26b&group=x&group=y&page=4"
    assert address.get("q") == "a&b"
    assert str(address) == "/people?q=a%26b&group=x&group=y&page=3"
    assert address_of(request("/people", "page=2")).set(page=None) == "/people"


def test_times_are_in_the_readers_zone() -> None:
    assert said(formats.clock, NOW) == "09:41"
    assert said(formats.clock_seconds, NOW, zone="Asia/Kolkata") == "13:11:52"
    assert said(formats.iso, NOW) == "2026-04-14T07:41:52Z"
    with pytest.raises(ValueError, match="2026"):
        said(formats.clock, NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("language", "day", "with_year"),
    [
        ("en", "14 April", "14 April 2025"),
        ("nl", "14 april", "14 april 2025"),
        ("de", "14. April", "14. April 2025"),
        ("fr", "14 avril", "14 avril 2025"),
    ],
)
def test_dates_read_as_the_language_writes_them(language: str, day: str, with_year: str) -> None:
    assert said(formats.day, NOW, locale=language) == day
    assert said(formats.day, NOW.replace(year=2025), locale=language) == with_year


def test_a_day_is_the_day_at_the_readers_place() -> None:
    late = datetime(2026, 4, 14, 23, 30, tzinfo=UTC)
    assert said(formats.day, late) == "15 April"
    assert said(formats.day, late, zone="America/New_York") == "14 April"
    assert said(formats.day, date(2026, 4, 14), zone="Pacific/Auckland") == "14 April"


@pytest.mark.parametrize(
    ("distance", "english", "dutch"),
    [
        (timedelta(minutes=-4), "4 minutes ago", "4 minuten geleden"),
        (timedelta(hours=-1), "1 hour ago", "1 uur geleden"),
        (timedelta(hours=3), "in 3 hours", "over 3 uur"),
        (timedelta(hours=-23), "23 hours ago", "23 uur geleden"),
        (timedelta(days=-1), "13 April", "13 april"),
    ],
)
def test_time_is_relative_up_to_a_day(distance: timedelta, english: str, dutch: str) -> None:
    assert said(formats.ago, NOW + distance) == english
    assert said(formats.ago, NOW + distance, locale="nl") == dutch


@pytest.mark.parametrize(
    ("count", "english", "german"),
    [(0, "0 B", "0 B"), (999, "999 B", "999 B"), (3_140_000, "3.1 MB", "3,1 MB"), (250_000_000, "250 MB", "250 MB")],
)
def test_sizes_have_three_digits_at_most(count: int, english: str, german: str) -> None:
    assert said(formats.size, count) == english
    assert said(formats.size, count, locale="de") == german


def test_numbers_are_grouped_as_the_language_does_it() -> None:
    assert said(formats.number, 1204) == "1,204"
    assert said(formats.number, 1204, locale="de") == "1.204"
    assert said(formats.percent, 0.86) == "86%"
    assert said(formats.moment, NOW, locale="de") == "14. April, 09:41"
