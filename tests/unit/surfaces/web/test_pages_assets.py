"""Static files: addresses that change with the content, kept for a year, and nothing served by accident."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from workhall.surfaces.web.pages import Assets, StaticFile, asset, assets
from workhall.surfaces.web.pages.assets import STATIC


def found(path: str) -> StaticFile:
    file = assets().lookup(path)
    assert file is not None
    return file


def ask(path: str, **headers: str) -> Response:
    names = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": names, "server": ("h", 80)}
    return assets().respond(Request(scope))


def test_a_file_is_served_for_a_year_under_a_name_that_holds_its_content() -> None:
    file = found(asset("base.css"))
    assert file.content == (STATIC / "base.css").read_bytes()
    assert file.media_type == "text/css; charset=utf-8"
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_a_changed_file_changes_every_address(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    (tmp_path / "b.css").write_text("b {}")
    before = Assets(tmp_path).url("b.css")
    (tmp_path / "a.css").write_text("a { color: red }")
    assert Assets(tmp_path).url("b.css") != before


def test_a_reference_inside_a_style_sheet_leads_to_a_file() -> None:
    for name in ("components.css", "views.css"):
        address = asset(name)
        for reference in re.findall(r'url\("?([^")#]+)"?\)', found(address).content.decode()):
            assert assets().lookup(f"{address.rpartition('/')[0]}/{reference}"), reference


def test_a_page_of_the_version_before_gets_the_file_but_may_not_keep_it() -> None:
    assert found("/static/0123456789ab/base.css").headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "../pages/engine.py", "VENDORED.md", "vendor/LICENSE-htmx", ""])
def test_nothing_else_is_served(name: str) -> None:
    assert assets().lookup(f"/static/{assets().tree_hash}/{name}") is None
    assert ask(f"/static/{assets().tree_hash}/{name}").status_code == 404


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        asset("nothing.css")


def test_a_browser_that_takes_gzip_gets_it() -> None:
    answer = ask(asset("components.css"), accept_encoding="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(bytes(answer.body)) == found(asset("components.css")).content
    plain = ask(asset("components.css"))
    assert "content-encoding" not in plain.headers
    assert plain.body == found(asset("components.css")).content


def test_a_browser_that_has_the_file_is_told_so() -> None:
    tag = ask(asset("base.css")).headers["etag"]
    again = ask(asset("base.css"), if_none_match=tag)
    assert again.status_code == 304
    assert not again.body


def test_weights_stay_within_the_budget() -> None:
    def weight(*names: str) -> int:
        return sum(len(found(asset(name)).content) for name in names)

    assert weight("tokens.css", "base.css", "components.css") <= 25_000
    assert weight("views.css") <= 20_000
    assert weight("workhall.js") <= 6_000
    assert weight("floor-map.js") <= 4_000
    assert weight("icons.svg", "chevron.svg", "mark.svg") <= 8_000


def test_a_page_loads_less_than_a_hundred_kilobytes_on_the_wire() -> None:
    loaded = ("tokens.css", "base.css", "components.css", "views.css", "workhall.js", "icons.svg", "chevron.svg")
    scripts = ("vendor/htmx.min.js", "vendor/sse.min.js")
    assert sum(len(found(asset(name)).packed) for name in (*loaded, *scripts)) <= 60_000


def test_vendored_files_are_the_ones_written_down() -> None:
    rows = re.findall(
        r"^\| `(vendor/[^`]+)` .*`([0-9a-f]{64})` \|$", (STATIC / "VENDORED.md").read_text(), re.MULTILINE
    )
    assert {name for name, _ in rows} == {path.relative_to(STATIC).as_posix() for path in STATIC.glob("vendor/*.js")}
    for name, digest in rows:
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest
