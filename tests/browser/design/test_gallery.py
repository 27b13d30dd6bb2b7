"""Every part of the design system in a real browser: both schemes, phone and desk, accessible, and quiet."""

from dataclasses import replace

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.browsing import Window
from tests.browser.conftest import Axe, OpenPage, Photograph
from workhall.surfaces.web.pages import SECURITY_HEADERS, Reader, Theme, assets, render
from workhall.surfaces.web.pages.engine import environment
from workhall.surfaces.web.pages.gallery import NOW, gallery

pytestmark = pytest.mark.browser

HOUSE = "https://workhall.test"
READER = Reader(zone="Europe/Amsterdam", csrf="token", now=NOW)
BRAND = ":root { --brand: yellow }"
PHONE = Window(width=390, height=844)
DESK = Window()


async def show(page: Page, reader: Reader = READER, template: str = "gallery.html", **values: object) -> None:
    """Serve the gallery to this page as the server would, with its policy, and nothing else."""

    async def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        found = assets().lookup(path)
        if path == "/brand.css":
            await route.fulfill(body=BRAND, headers={"Content-Type": "text/css"})
        elif path == "/refused":
            refusal = "{{ ui.error_summary({'name': 'Give a name.'}) }}"
            await route.fulfill(status=422, body=environment().from_string(refusal).render())
        elif found:
            await route.fulfill(body=found.content, headers={**found.headers, "Content-Type": found.media_type})
        elif route.request.headers.get("hx-request"):
            await route.fulfill(status=503, body="")
        else:
            text = render(template, gallery() | values, reader=reader)
            headers = {**SECURITY_HEADERS, "Content-Type": "text/html; charset=utf-8"}
            await route.fulfill(body=text, headers=headers)

    await page.route("**/*", answer)
    await page.goto(f"{HOUSE}/gallery")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESK], ids=["390", "1440"])
async def test_every_part_is_accessible_and_fits(
    open_page: OpenPage, axe: Axe, photograph: Photograph, window: Window, *, dark: bool
) -> None:
    page = await open_page(replace(window, dark=dark))
    await show(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Gallery")
    await photograph(page, f"gallery-{window.width}-{'dark' if dark else 'light'}")
    await axe(page)
    wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0, f"the page is {wider} px wider than its window"


async def test_long_german_labels_wrap_on_a_phone(open_page: OpenPage, axe: Axe, photograph: Photograph) -> None:
    page = await open_page(PHONE)
    await show(page, replace(READER, locale="de"))
    await photograph(page, "gallery-390-de")
    await axe(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("window", [Window(width=320, height=568), Window(width=768, height=1024)], ids=["320", "768"])
async def test_nothing_is_wider_than_a_small_window(open_page: OpenPage, axe: Axe, window: Window) -> None:
    page = await open_page(window)
    await show(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    await axe(page)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["390", "1440"])
async def test_the_page_reads_from_right_to_left(open_page: OpenPage, photograph: Photograph, window: Window) -> None:
    page = await open_page(window)
    await show(page)
    await page.evaluate("document.documentElement.dir = 'rtl'")
    await photograph(page, f"gallery-{window.width}-rtl")
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_a_yellow_brand_keeps_the_contrast(open_page: OpenPage, axe: Axe, *, dark: bool) -> None:
    page = await open_page(replace(DESK, dark=dark))
    await show(page, replace(READER, brand="/brand.css"))
    brand = "getComputedStyle(document.documentElement).getPropertyValue('--brand')"
    assert await page.evaluate(brand) == "yellow"
    await axe(page)


async def test_the_first_tab_offers_to_skip_the_navigation(open_page: OpenPage) -> None:
    page = await open_page(DESK)
    await show(page, problems={})
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()


async def test_a_form_that_comes_back_takes_the_reader_to_its_problems(
    open_page: OpenPage, console_errors: list[str]
) -> None:
    page = await open_page(DESK)
    await show(page, problems={})
    await page.evaluate("htmx.ajax('POST', '/refused', '#tables')")
    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.get_by_role("alert")).to_contain_text("Give a name.")
    console_errors.clear()  # Chromium reports every answer above 399


async def test_a_reader_who_pinned_dark_gets_dark_on_a_light_system(open_page: OpenPage) -> None:
    page = await open_page(DESK)
    await show(page, replace(READER, theme=Theme.DARK))
    light = await page.evaluate("getComputedStyle(document.body).colorScheme")
    assert light == "dark"


async def test_the_theme_button_pins_the_other_scheme_and_tells_the_server(open_page: OpenPage) -> None:
    page = await open_page(DESK)
    await show(page)
    await page.locator("main").get_by_role("button", name="Light or dark").click()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"
    cookies = await page.context.cookies(HOUSE)
    assert [cookie.get("value") for cookie in cookies if cookie.get("name") == "theme"] == ["dark"]


async def test_the_navigation_is_a_popover_on_a_phone(open_page: OpenPage, axe: Axe, photograph: Photograph) -> None:
    page = await open_page(PHONE)
    await show(page)
    side = page.get_by_role("navigation", name="Administration")
    await expect(side).to_be_hidden()
    await page.get_by_role("button", name="Open navigation").click()
    await expect(side).to_be_visible()
    await photograph(page, "gallery-390-navigation")
    await axe(page)
    await page.keyboard.press("Escape")
    await expect(side).to_be_hidden()


async def test_deleting_is_possible_only_after_typing_the_name(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page(DESK)
    await show(page)
    await page.get_by_role("button", name="Type the name").click()
    dialog = page.get_by_role("dialog", name="Delete Havenkade 12?")
    await expect(dialog).to_be_visible()
    await axe(page)
    field = dialog.get_by_role("textbox")
    await field.fill("Havenkade 1")
    assert await dialog.locator("form").evaluate("form => form.checkValidity()") is False
    await field.fill("Havenkade 12")
    assert await dialog.locator("form").evaluate("form => form.checkValidity()") is True
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(dialog).to_be_hidden()


async def test_ticking_rows_shows_how_many_are_selected(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page(DESK)
    await show(page)
    bar = page.locator(".bulk")
    await expect(bar).to_be_hidden()
    await page.get_by_role("checkbox", name="Select Ana Diaz").check()
    await expect(bar).to_contain_text("1 selected")
    await page.get_by_role("checkbox", name="Select all").check()
    await expect(bar).to_contain_text("3 selected")
    await axe(page)


async def test_the_palette_opens_filters_and_says_when_nothing_is_found(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page(DESK)
    await show(page)
    await page.keyboard.press("Control+k")
    search = page.get_by_role("combobox", name="Search")
    await expect(search).to_be_focused()
    await axe(page)
    await search.fill("tenant")
    await expect(page.get_by_role("listbox", name="Results").get_by_role("option")).to_have_count(1)
    await search.fill("xyz")
    await expect(page.get_by_text("Nothing found.")).to_be_visible()


async def test_copying_a_new_secret_says_so_in_the_readers_language(open_page: OpenPage) -> None:
    page = await open_page(DESK)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await show(page, replace(READER, locale="nl"))
    await page.locator("[data-copy-from=key]").click()
    await expect(page.locator("[data-copy-from=key]")).to_have_text("Gekopieerd")
    assert await page.evaluate("navigator.clipboard.readText()") == "wh_live_7Qe2mVt9XbK4sRfLzP0a"


async def test_a_request_that_fails_says_so_with_its_code(open_page: OpenPage, console_errors: list[str]) -> None:
    page = await open_page(DESK)
    await show(page)
    await page.get_by_role("searchbox", name="Search people").fill("ana")
    await expect(page.locator("#toasts .toast").last).to_contain_text("That did not go through.")
    await expect(page.locator("#toasts .toast").last).to_contain_text("503")
    assert any("503" in error for error in console_errors)
    console_errors.clear()


async def test_a_menu_opens_and_its_destructive_line_leads_to_a_question(open_page: OpenPage, axe: Axe) -> None:
    page = await open_page(DESK)
    await show(page)
    await page.get_by_role("button", name="More for Ana Diaz").click()
    await axe(page)
    await page.locator("#m-p1").get_by_role("button", name="Delete…").click()
    await expect(page.get_by_role("dialog", name="Delete Havenkade 12?")).to_be_visible()


@pytest.mark.parametrize("template", ["message.html", "error.html"])
async def test_a_message_is_a_whole_page(open_page: OpenPage, axe: Axe, photograph: Photograph, template: str) -> None:
    page = await open_page(PHONE)
    await show(
        page,
        template=template,
        heading="There is nothing here",
        text="The link may be old, or the room was removed.",
        actions=[],
        request_id="req-1",
        toasts=(),
    )
    await expect(page).to_have_title("There is nothing here · Workhall")
    await photograph(page, template.removesuffix(".html"))
    await axe(page)


async def test_the_page_can_be_read_without_script(open_page: OpenPage) -> None:
    page = await open_page(replace(PHONE, script=False))
    await show(page)
    await page.get_by_role("button", name="Open navigation").click()
    await expect(page.get_by_role("link", name="Zones")).to_be_visible()
