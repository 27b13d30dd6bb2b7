"""Every page of the administration: it opens, says what it is, and keeps its budget."""

import re

import pytest

from tests.contract.admin.conftest import Visit, Visitor, title
from tests.places import Place, Somebody

pytestmark = pytest.mark.database

PAGES = {
    "/admin/": "Overview",
    "/admin/health": "Health",
    "/admin/zones": "Zones",
    "/admin/zones/new": "Add zone",
    "/admin/systems": "Systems",
    "/admin/systems/new": "Add system",
    "/admin/assets": "Assets",
    "/admin/assets/new": "Add asset",
    "/admin/assets/paste": "Add many assets",
    "/admin/assets/types": "Types of assets",
    "/admin/assets/types/new": "Add type",
    "/admin/assets/categories": "Categories of assets",
    "/admin/assets/categories/new": "Add category",
    "/admin/uploads": "Uploads",
    "/admin/uploads/new": "Upload a file",
    "/admin/people": "People",
    "/admin/people/new": "Add person",
    "/admin/groups": "Groups",
    "/admin/groups/new": "Add group",
    "/admin/keys": "API keys",
    "/admin/keys/new": "Create API key",
    "/admin/applications": "Applications",
    "/admin/applications/new": "Register application",
    "/admin/organisation": "Organisation",
    "/admin/domains": "Domains",
    "/admin/domains/new": "Add domain",
    "/admin/audit": "Audit log",
    "/admin/jobs": "Jobs",
    "/admin/search": "Search",
    "/admin/preferences": "Language and time zone",
}


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_opens_and_says_what_it_is(office: Visitor, place: Place, path: str) -> None:
    page = await office.get(path)
    assert page.status_code == 200, page.text
    assert title(page) == f"{PAGES[path]} · {place.host} · Workhall"
    assert page.text.count("<h1") == 1
    assert len(page.content) < 40_000
    assert len(re.findall(r"<[a-z]", page.text)) < 1500


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_sees_a_page_without_signing_in(place: Place, path: str) -> None:
    answer = await place.client().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?continue=/admin")


@pytest.mark.parametrize("path", PAGES)
async def test_people_without_rights_see_no_page(visit: Visit, ada: Somebody, path: str) -> None:
    assert (await (await visit(ada)).get(path)).status_code == 403


@pytest.mark.parametrize("language", ["nl", "de", "fr"])
async def test_pages_speak_the_readers_language(office: Visitor, language: str) -> None:
    said = {"nl": "Laatste wijzigingen", "de": "Letzte Änderungen", "fr": "Dernières modifications"}
    page = await office.get("/admin/", headers={"accept-language": language})
    assert f'<html lang="{language}"' in page.text
    assert said[language] in page.text
