"""A running house, and somebody signed in to its administration in a real browser."""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.browsing import Window
from tests.browser.conftest import OpenPage
from tests.server import ADMIN_EMAIL, ADMIN_PASSWORD, ServerProcess

SignIn = Callable[[Window], Awaitable[Page]]


@pytest.fixture(scope="session")
def server() -> Iterator[ServerProcess]:
    """One house for all journeys; each makes people and keys of its own."""
    with ServerProcess.fresh() as running:
        yield running


@pytest.fixture
def sign_in(server: ServerProcess, open_page: OpenPage) -> SignIn:
    """Open a window at the administration and come in by the sign-in page."""

    async def come_in(window: Window) -> Page:
        page = await open_page(window)
        await page.goto(f"{server.base_url}/admin/")
        await page.get_by_label("E-mail address").fill(ADMIN_EMAIL)
        await page.get_by_label("Password").fill(ADMIN_PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
        return page

    return come_in
