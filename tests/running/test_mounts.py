"""Mounted front ends: what a browser gets of a built app, and what nobody gets."""

import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.places import Place
from workhall.app.build import build_site
from workhall.app.mounting import check_mounts
from workhall.kernel.errors import Invalid
from workhall.settings import Settings

pytestmark = pytest.mark.database

MAIN = "console.log('workplace')\n" * 40
PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What a build of an app leaves behind."""
    app = tmp_path / "built"
    (app / "assets").mkdir(parents=True)
    (app / "index.html").write_text("<!doctype html><title>Workplace</title>")
    (app / "oauth-resp.html").write_text("<!doctype html><title>Signed in</title>")
    (app / "main-EZ4WX2BQ.js").write_text(MAIN)
    (app / "main-EZ4WX2BQ.js.gz").write_bytes(gzip.compress(MAIN.encode()))
    (app / "ngsw-worker.js").write_text("self.x = 1")
    (app / "assets" / "engine.wasm").write_bytes(b"\0asm")
    (app / "assets" / "settings.json").write_text("{}")
    (app / ".env").write_text("SECRET=1")
    (tmp_path / "outside.txt").write_text("not yours")
    (app / "leak.txt").symlink_to(tmp_path / "outside.txt")
    return app


@pytest.fixture
async def browser(place: Place, built: Path) -> AsyncIterator[httpx.AsyncClient]:
    site = build_site(replace(place.house, mounts={"/workplace": built}))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=site), base_url=f"http://{place.host}", follow_redirects=False
    ) as client:
        yield client


async def test_the_mount_itself_leads_to_its_directory_and_keeps_the_query(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/workplace?x-api-key=1")
    assert (answer.status_code, answer.headers["location"]) == (308, "/workplace/?x-api-key=1")


async def test_the_index_is_asked_for_again_each_time(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/workplace/", headers=PAGE)
    assert "Workplace" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == "frame-ancestors 'self'"


async def test_a_file_named_by_its_content_is_kept_for_a_year(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/workplace/main-EZ4WX2BQ.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("name", ["ngsw-worker.js", "oauth-resp.html", "assets/settings.json"])
async def test_a_file_with_an_ordinary_name_is_asked_for_again(browser: httpx.AsyncClient, name: str) -> None:
    assert (await browser.get(f"/workplace/{name}")).headers["cache-control"] == "no-cache"


async def test_an_unchanged_file_is_not_sent_again(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/workplace/ngsw-worker.js")
    by_tag = await browser.get("/workplace/ngsw-worker.js", headers={"If-None-Match": first.headers["etag"]})
    by_date = await browser.get(
        "/workplace/ngsw-worker.js", headers={"If-Modified-Since": first.headers["last-modified"]}
    )
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == b""
    assert by_tag.headers["etag"] == first.headers["etag"]


async def test_another_tag_brings_the_file(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/workplace/ngsw-worker.js", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_who_reads_gzip_gets_the_packed_neighbour(browser: httpx.AsyncClient) -> None:
    packed = await browser.get("/workplace/main-EZ4WX2BQ.js", headers={"Accept-Encoding": "gzip, br"})
    plain = await browser.get("/workplace/main-EZ4WX2BQ.js", headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text == MAIN
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])


async def test_an_address_of_the_app_itself_brings_its_index(browser: httpx.AsyncClient) -> None:
    for address in ("/workplace/book/spaces", "/workplace/people/ada@example.com"):
        answer = await browser.get(address, headers=PAGE)
        assert (answer.status_code, "Workplace" in answer.text) == (200, True), address


async def test_a_missing_part_of_a_page_is_missing_and_not_the_index(browser: httpx.AsyncClient) -> None:
    for name in ("gone-ABCDEF12.js", "assets/logo.png", "style.css"):
        assert (await browser.get(f"/workplace/{name}", headers=PAGE)).status_code == 404, name


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "%2e%2e/outside.txt", "..%2foutside.txt", "leak.txt", ".env", "assets/..%5c..%5coutside.txt"],
)
async def test_nothing_outside_or_hidden_is_served(browser: httpx.AsyncClient, name: str) -> None:
    answer = await browser.get(httpx.URL(str(browser.base_url) + f"/workplace/{name}"))
    assert "not yours" not in answer.text
    assert "SECRET" not in answer.text


async def test_head_and_ranges_are_answered(browser: httpx.AsyncClient) -> None:
    head = await browser.head("/workplace/main-EZ4WX2BQ.js")
    part = await browser.get(
        "/workplace/main-EZ4WX2BQ.js", headers={"Range": "bytes=0-6", "Accept-Encoding": "identity"}
    )
    assert (head.status_code, head.content) == (200, b"")
    assert (part.status_code, part.text) == (206, "console")
    assert (await browser.post("/workplace/")).status_code == 405


async def test_binary_files_have_their_own_type(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/workplace/assets/engine.wasm")
    assert (answer.content, answer.headers["content-type"]) == (b"\0asm", "application/wasm")


def test_a_mount_where_the_server_itself_answers_is_refused(built: Path) -> None:
    with pytest.raises(Invalid, match="the server itself answers there"):
        check_mounts(Settings(apps=f"/api={built}"))


def test_a_mount_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"has no index\.html"):
        check_mounts(Settings(apps=f"/workplace={tmp_path}"))
