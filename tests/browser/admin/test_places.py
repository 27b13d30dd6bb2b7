"""Places in a real browser: a building goes up, its levels get desks and a plan, a room is added; wide and narrow."""

from dataclasses import replace
from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.browser.admin.conftest import SignIn
from tests.browser.browsing import Window
from tests.browser.conftest import Axe, OpenPage, Photograph
from tests.server import ADMIN_EMAIL, ADMIN_PASSWORD, ServerProcess

pytestmark = pytest.mark.browser
DESK: Final = Window()
PHONE: Final = Window(width=390, height=844)
PLAN: Final = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120">
<rect x="2" y="2" width="236" height="116" fill="#fff" stroke="#333" stroke-width="3"/>
<rect id="area-2.01" x="10" y="10" width="70" height="50" fill="#dde" stroke="#335"/>
<rect id="area-2.02" x="90" y="10" width="70" height="50" fill="#ded" stroke="#353"/>
<path d="M10 80h220" stroke="#aaa" stroke-dasharray="4 4"/></svg>"""


async def fits(page: Page) -> None:
    wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than its window"


async def save(page: Page, button: str) -> None:
    await page.get_by_role("button", name=button, exact=True).click()


async def add_zone(page: Page, home: str, name: str, tag: str, *, within: str = "") -> str:
    """Add a zone by its form; the page stays on it. Answers its id."""
    await page.goto(f"{home}/zones/new?in={within}")
    await page.locator("#name").fill(name)
    box = page.locator(f"input[name=tags][value={tag}]")
    if not await box.is_checked():
        await box.check(force=True)
    await save(page, "Add zone")
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url.rpartition("/")[2]


async def write_desks(page: Page, level: str) -> str:
    """Put desks on a level, with a slip at first, and bring a former version back. Answers the document's page."""
    await page.goto(f"{level}/metadata")
    await page.get_by_role("link", name="Add document").first.click()
    await page.locator("#name").fill("desks")
    await page.locator("#details").fill('[\n  {"id": "d-1", "name": "Desk 1"\n  "bookable": true}\n]')
    await save(page, "Add document")
    await expect(page.get_by_role("alert")).to_contain_text("line 3, column 3: a comma")
    await expect(page.locator("#details-e")).to_be_visible()
    await page.locator("#details").fill('[\n  {"id": "d-1", "name": "Desk 1",\n  "bookable": true}\n]')
    await save(page, "Add document")
    await expect(page.get_by_text("desks is added")).to_be_visible()
    document = page.url
    await page.locator("#details").fill('[{"id": "d-1", "name": "Desk One", "bookable": false}]')
    await save(page, "Save changes")
    await page.get_by_role("link", name="History").click()
    await page.get_by_role("button", name="Restore version 1").click()
    await expect(page.get_by_text("desks reads as it did in version 1")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("desks reads as it did in version 2")).to_be_visible()
    return document


async def draw_plan(page: Page, home: str, level: str) -> str:
    """Upload a plan and make it that of a level. Answers the page of the upload."""
    await page.goto(f"{home}/uploads/new")
    await page.locator("#file").set_input_files({"name": "level-2.svg", "mimeType": "image/svg+xml", "buffer": PLAN})
    await page.locator("#tags").fill("plan")
    await save(page, "Upload")
    await expect(page.get_by_role("heading", level=1)).to_have_text("level-2.svg")
    await expect(page.get_by_role("img", name="Preview of level-2.svg")).to_be_visible()
    upload = page.url
    await page.goto(f"{level}/edit")
    await page.locator("#plan").select_option(label="level-2.svg")
    await save(page, "Save changes")
    picture = page.get_by_role("img", name="Plan of Havenkade 12, level 2")
    await expect(picture).to_be_visible()
    await page.wait_for_function("document.querySelector('#plan img').naturalWidth > 0")
    return upload


async def add_room(page: Page, level: str) -> str:
    await page.goto(f"{level}/systems")
    await page.get_by_role("link", name="Add system in it").first.click()
    await page.locator("#name").fill("Ember")
    await page.locator("#capacity").fill("8")
    await page.locator("#features").fill("Whiteboard\nScreen")
    await save(page, "Add system")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ember")
    await expect(page.get_by_role("link", name="Havenkade 12", exact=True)).to_be_visible()
    return page.url


def every_page(home: str, made: dict[str, str]) -> dict[str, str]:
    """The pages of places, by the name of their picture."""
    building, level, document, room = (made[one] for one in ("building", "level", "document", "room"))
    return {
        "zones": f"{home}/zones",
        "zones-found": f"{home}/zones?tag=level",
        "zone": level,
        "zone-new": f"{home}/zones/new?in={building.rpartition('/')[2]}",
        "zone-edit": f"{level}/edit",
        "zone-children": f"{building}/children",
        "zone-systems": f"{level}/systems",
        "zone-documents": f"{level}/metadata",
        "document": document,
        "document-history": f"{document}/history",
        "document-rename": f"{document}/rename",
        "zone-settings": f"{level}/settings",
        "zone-setting": f"{level}/settings/never",
        "zone-history": f"{level}/history",
        "systems": f"{home}/systems",
        "system": room,
        "system-edit": f"{room}/edit",
        "system-modules": f"{room}/modules",
        "assets": f"{home}/assets",
        "asset-new": f"{home}/assets/new",
        "assets-paste": f"{home}/assets/paste",
        "asset-types": f"{home}/assets/types",
        "asset-type-new": f"{home}/assets/types/new",
        "asset-categories": f"{home}/assets/categories",
        "asset-category-new": f"{home}/assets/categories/new",
        "uploads": f"{home}/uploads",
        "upload": made["upload"],
        "upload-new": f"{home}/uploads/new",
    }


async def test_a_building_goes_up_and_every_page_of_it_holds(
    server: ServerProcess,
    sign_in: SignIn,
    axe: Axe,
    photograph: Photograph,
    console_errors: list[str],
) -> None:
    page, home = await sign_in(DESK), f"{server.base_url}/admin"
    building = await add_zone(page, home, "Havenkade 12", "building")
    await add_zone(page, home, "Havenkade 12, level 1", "level", within=building)
    level = f"{home}/zones/{await add_zone(page, home, 'Havenkade 12, level 2', 'level', within=building)}"
    await add_zone(page, home, "Quarter", "area", within=level.rpartition("/")[2])
    document = await write_desks(page, level)
    console_errors.clear()  # the browser tells of the 422 itself
    upload = await draw_plan(page, home, level)
    room = await add_room(page, level)

    await page.goto(f"{home}/zones")
    tree = page.get_by_role("navigation", name="All zones")
    await expect(tree.get_by_role("link", name="Quarter")).to_have_count(0)
    await tree.get_by_label("Parts of Havenkade 12, level 2").click()
    await expect(tree.get_by_role("link", name="Quarter")).to_be_visible()
    await photograph(page, "admin-zones-opened-1440")
    await axe(page)

    made = {"building": f"{home}/zones/{building}", "level": level, "document": document, "room": room}
    pages = every_page(home, {**made, "upload": upload})
    for window in (DESK, PHONE):
        for dark in (False, True):
            page = await sign_in(replace(window, dark=dark))
            for name, address in pages.items():
                await page.goto(address)
                await photograph(page, f"admin-{name}-{window.width}-{'dark' if dark else 'light'}")
                await axe(page)
                await fits(page)


async def test_many_assets_are_chosen_by_keyboard_and_deleted(
    server: ServerProcess, sign_in: SignIn, axe: Axe, photograph: Photograph
) -> None:
    page, home = await sign_in(DESK), f"{server.base_url}/admin"
    await add_zone(page, home, "Storehouse", "building")
    await page.goto(f"{home}/assets/categories/new")
    await page.locator("#name").fill("Chairs")
    await save(page, "Add category")
    await page.goto(f"{home}/assets/types/new")
    await page.locator("#name").fill("Leap")
    await page.locator("#brand").fill("Steelcase")
    await page.locator("#category_id").select_option(label="Chairs")
    await save(page, "Add type")
    await page.goto(f"{home}/assets/paste")
    await page.locator("#asset_type_id").select_option(label="Steelcase Leap")
    await page.locator("#zone_id").select_option(label="Storehouse")
    await page.locator("#table").fill("Chair 1,c-1\nChair 2,c-2\nChair 3,c-3")
    await save(page, "Add all")
    await expect(page.get_by_text("3 assets are added")).to_be_visible()
    bar = page.get_by_role("button", name="Delete chosen…")
    await expect(bar).to_be_hidden()
    await page.get_by_label("Select Chair 1").focus()
    await page.keyboard.press("Space")
    await page.get_by_label("Select Chair 3").focus()
    await page.keyboard.press("Space")
    await expect(bar).to_be_visible()
    await photograph(page, "admin-assets-chosen-1440")
    await axe(page)
    await bar.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Delete 2 assets?")
    await photograph(page, "admin-assets-delete-1440")
    await axe(page)
    await page.get_by_label("How many").fill("2")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("2 assets are deleted")).to_be_visible()
    await expect(page.get_by_role("link", name="Chair 2")).to_be_visible()


async def test_zones_and_uploads_work_without_script(
    server: ServerProcess, open_page: OpenPage, photograph: Photograph
) -> None:
    page, home = await open_page(replace(DESK, script=False)), f"{server.base_url}/admin"
    await page.goto(f"{home}/zones/new")
    await page.get_by_label("E-mail address").fill(ADMIN_EMAIL)
    await page.get_by_label("Password").fill(ADMIN_PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    house = await add_zone(page, home, "Quiet house", "building")
    level = await add_zone(page, home, "Quiet level", "level", within=house)
    await add_zone(page, home, "Quiet corner", "area", within=level)
    await page.goto(f"{home}/zones")
    await page.get_by_label("Parts of Quiet level").click()
    await page.get_by_role("link", name="Show what is in it").last.click()
    await expect(page.get_by_role("link", name="Quiet corner")).to_be_visible()
    await page.goto(f"{home}/uploads/new")
    await page.locator("#file").set_input_files({"name": "quiet.svg", "mimeType": "image/svg+xml", "buffer": PLAN})
    await save(page, "Upload")
    await expect(page.get_by_role("heading", level=1)).to_have_text("quiet.svg")
    await photograph(page, "admin-upload-noscript-1440")
