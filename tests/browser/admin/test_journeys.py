"""What administrators do, in a real browser: by pointer, by keyboard, without script, wide and narrow."""

from dataclasses import replace

import pytest
from playwright.async_api import Page, expect

from tests.browser.admin.conftest import SignIn
from tests.browser.browsing import Window
from tests.browser.conftest import Axe, OpenPage, Photograph
from tests.server import ADMIN_EMAIL, ADMIN_PASSWORD, ServerProcess

pytestmark = pytest.mark.browser
DESK = Window()
PHONE = Window(width=390, height=844)
SECTIONS = {
    "overview": "",
    "people": "people",
    "person-new": "people/new",
    "groups": "groups",
    "keys": "keys",
    "key-new": "keys/new",
    "applications": "applications",
    "application-new": "applications/new",
    "organisation": "organisation",
    "domains": "domains",
    "domain-new": "domains/new",
    "audit": "audit",
    "jobs": "jobs",
    "search": "search",
    "preferences": "preferences",
}


async def fits(page: Page) -> None:
    wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than its window"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESK], ids=["390", "1440"])
async def test_every_page_is_accessible_and_fits(
    server: ServerProcess, sign_in: SignIn, axe: Axe, photograph: Photograph, window: Window, *, dark: bool
) -> None:
    page = await sign_in(replace(window, dark=dark))
    for name, path in SECTIONS.items():
        await page.goto(f"{server.base_url}/admin/{path}")
        await photograph(page, f"admin-{name}-{window.width}-{'dark' if dark else 'light'}")
        await axe(page)
        await fits(page)


async def test_long_german_words_wrap_on_a_phone(
    server: ServerProcess, sign_in: SignIn, axe: Axe, photograph: Photograph
) -> None:
    page = await sign_in(PHONE)
    for name, path in SECTIONS.items():
        await page.goto(f"{server.base_url}/admin/{path}?language=de")
        await expect(page.locator("html")).to_have_attribute("lang", "de")
        await photograph(page, f"admin-{name}-390-de")
        await fits(page)
    await axe(page)


async def test_a_person_is_added_found_disabled_and_brought_back(
    sign_in: SignIn, axe: Axe, photograph: Photograph
) -> None:
    page = await sign_in(DESK)
    await page.get_by_role("link", name="People", exact=True).first.click()
    await page.get_by_role("link", name="Add person").first.click()
    await page.get_by_label("E-mail address").fill("mei@example.com")
    await page.locator("#name").fill("Mei Tanaka")
    await page.get_by_label("Groups").fill("Facilities\nFirst aid")
    await page.get_by_role("button", name="Add person").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mei Tanaka")
    await expect(page.get_by_text("Mei Tanaka is added")).to_be_visible()
    await photograph(page, "admin-person-1440")
    await axe(page)
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="Disable").click()
    await expect(page.get_by_text("Mei Tanaka is disabled.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Mei Tanaka is back")).to_be_visible()
    await page.get_by_role("link", name="People", exact=True).first.click()
    await page.get_by_role("searchbox").first.fill("tanaka")
    await expect(page.get_by_role("link", name="Mei Tanaka")).to_be_visible()
    await expect(page.get_by_role("link", name="Admin", exact=True)).to_have_count(0)
    assert "q=tanaka" in page.url, "the address holds the search"


async def test_a_form_that_is_refused_says_what_to_mend(
    server: ServerProcess, sign_in: SignIn, axe: Axe, photograph: Photograph, console_errors: list[str]
) -> None:
    page = await sign_in(PHONE)
    await page.goto(f"{server.base_url}/admin/people/new")
    await page.locator("#email").fill(ADMIN_EMAIL)
    await page.locator("#name").fill("Somebody else")
    await page.get_by_role("button", name="Add person").click()
    await expect(page.get_by_role("alert")).to_contain_text("somebody else has this already")
    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.locator("#name")).to_have_value("Somebody else")
    assert (await page.title()).startswith("Problem:")
    await photograph(page, "admin-refused-390")
    await axe(page)
    console_errors[:] = [error for error in console_errors if "422" not in error]


async def test_a_key_is_seen_once_then_deleted_by_typing_its_name(
    server: ServerProcess, sign_in: SignIn, axe: Axe, photograph: Photograph
) -> None:
    page = await sign_in(DESK)
    await page.goto(f"{server.base_url}/admin/keys/new")
    await page.locator("#name").fill("Reception screens")
    await page.locator("#scopes").fill("bookings.read")
    await page.get_by_role("button", name="Create key").click()
    secret = await page.get_by_label("New key").input_value()
    assert "." in secret
    await photograph(page, "admin-key-once-1440")
    await axe(page)
    await page.get_by_role("link", name="I have copied it").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Reception screens")
    assert secret not in await page.content()
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete Reception screens?")
    await expect(dialog).to_be_visible()
    await axe(page)
    await photograph(page, "admin-key-delete-1440")
    await dialog.get_by_role("textbox").fill("Reception screens")
    await dialog.get_by_role("button", name="Delete key").click()
    await expect(page.get_by_text("Reception screens is deleted")).to_be_visible()


async def test_a_group_is_made_by_keyboard_alone(sign_in: SignIn) -> None:
    page = await sign_in(DESK)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("add group")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Add group")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.locator("#name").focus()
    await page.keyboard.type("Night shift")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Night shift")


async def test_everything_works_without_script(server: ServerProcess, sign_in: SignIn) -> None:
    page = await sign_in(replace(DESK, script=False))
    await page.goto(f"{server.base_url}/admin/groups/new")
    await page.locator("#name").fill("No script")
    await page.get_by_role("button", name="Add group").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("No script")
    await page.locator("#who").fill(ADMIN_EMAIL)
    await page.get_by_role("button", name="Add to group").click()
    await expect(page.get_by_role("table").get_by_role("link", name="Admin")).to_be_visible()
    await page.get_by_role("link", name="Search").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Search")


async def test_signing_out_closes_the_administration(
    server: ServerProcess, open_page: OpenPage, sign_in: SignIn
) -> None:
    page = await sign_in(DESK)
    await page.get_by_role("button", name="your account").click()
    await page.get_by_role("button", name="Sign out").click()
    await page.goto(f"{server.base_url}/admin/people")
    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    await page.get_by_label("E-mail address").fill(ADMIN_EMAIL)
    await page.get_by_label("Password").fill(ADMIN_PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("People")
