"""What somebody meets who types the bare address, or a wrong one."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.places import Place
from workhall.app.build import build_site

pytestmark = pytest.mark.database
PAGE = {"Accept": "text/html"}


async def test_the_front_page_says_whose_house_it_is_and_where_to_go(place: Place) -> None:
    answer = await place.client().get("/", headers=PAGE)
    assert answer.status_code == 200
    assert place.host in answer.text
    assert 'href="/admin/"' in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


async def test_the_front_page_speaks_the_readers_language(place: Place) -> None:
    answer = await place.client().get("/", headers={**PAGE, "Accept-Language": "de"})
    assert 'lang="de"' in answer.text
    assert "Verwaltung" in answer.text


async def test_the_front_page_leads_to_the_chosen_app_once_it_is_mounted(place: Place, tmp_path: Path) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "update domains set config = $1 where domain_id = $2", {"default_app": "/workplace/"}, place.domain_id
        )
    assert (await place.client().get("/")).status_code == 200
    (tmp_path / "index.html").write_text("<!doctype html>")
    site = build_site(replace(place.house, mounts={"/workplace": tmp_path}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url=f"http://{place.host}") as client:
        answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/workplace/")


async def test_an_unknown_address_is_a_page_for_people_and_json_for_programs(place: Place) -> None:
    page = await place.client().get("/nowhere", headers=PAGE)
    told = await place.client().get("/nowhere")
    assert (page.status_code, told.status_code) == (404, 404)
    assert page.headers["content-type"].startswith("text/html")
    assert told.json()["code"] == "unknown_route"


async def test_style_sheets_are_served_to_the_pages_that_ask_for_them(place: Place) -> None:
    client = place.client()
    page = (await client.get("/", headers=PAGE)).text
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert (await client.get(sheet)).headers["content-type"].startswith("text/css")


async def test_search_engines_are_sent_away_and_browsers_find_an_icon(place: Place) -> None:
    client = place.client()
    assert "Disallow: /" in (await client.get("/robots.txt")).text
    assert (await client.get("/favicon.ico", follow_redirects=True)).headers["content-type"].startswith("image/svg")
