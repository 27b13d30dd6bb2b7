"""What every journey stands on: a Chromium of its own, pages that may not complain, and an accessibility check.

    async def test_somebody_signs_in(browser_page: Page, axe: Axe) -> None:
        await browser_page.goto(server.url)
        ...
        await axe(browser_page)

Whatever a page writes to the console as an error fails the test at its end; a test that expects one clears
`console_errors`. Screenshots go to `build/screenshots/`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.browsing import SCREENSHOTS, Window, collect_errors, launch, violations

Axe = Callable[[Page], Awaitable[None]]
OpenPage = Callable[[Window], Awaitable[Page]]
Photograph = Callable[[Page, str], Awaitable[None]]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests of this process."""
    async with async_playwright() as playwright:
        chromium = await launch(playwright)
        yield chromium
        await chromium.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the pages of this test complained of."""
    return []


@pytest.fixture
async def open_page(browser: Browser, console_errors: list[str]) -> AsyncIterator[OpenPage]:
    """Open a page in a fresh context, as often as wanted: one window for each person of a journey."""
    async with AsyncExitStack() as opened:

        async def open_in(window: Window) -> Page:
            context = await opened.enter_async_context(await window.open(browser))
            page = await context.new_page()
            collect_errors(page, console_errors)
            return page

        yield open_in
    assert not console_errors, "\n".join(console_errors)


@pytest.fixture
async def browser_page(open_page: OpenPage) -> Page:
    """A page 1440 wide, light, in English."""
    return await open_page(Window())


@pytest.fixture
def axe() -> Axe:
    """Fail with every finding of the accessibility check."""

    async def check(page: Page) -> None:
        found = await violations(page)
        assert not found, "\n".join(found)

    return check


@pytest.fixture
def photograph() -> Photograph:
    """Keep a picture of the whole page for somebody to look at."""

    async def take(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return take
