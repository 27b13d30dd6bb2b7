"""Driving a real Chromium: where it is, how it starts, and the accessibility check of what it shows."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright

HERE: Final = Path(__file__).parent
AXE: Final = HERE / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS: Final = HERE.parents[1] / "build" / "screenshots"

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_CHROMIUM: Final = (
    "The browser tests need Chromium. Run `make test`, which installs one, "
    "or install it yourself: `apt-get install chromium` as root, or `playwright install chromium`."
)
_NO_AXE: Final = "The accessibility check is not installed. Run `make test`, or `npm ci` in tests/browser."
_QUIET: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


async def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium, else Playwright's own; where neither is, the test fails and says what to do."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    # Chromium refuses to run as root with its sandbox; containers often run as root.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    try:
        return await playwright.chromium.launch(executable_path=found, args=[*_QUIET, *sandbox])
    except Error as error:
        pytest.fail(f"{_NO_CHROMIUM}\n{error.message}")


@dataclass(frozen=True, slots=True)
class Window:
    """What kind of reader looks: size in pixels, colour scheme, language, script or none."""

    width: int = 1440
    height: int = 900
    dark: bool = False
    locale: str = "en-GB"
    zone: str = "Europe/Amsterdam"
    script: bool = True

    async def open(self, browser: Browser) -> BrowserContext:
        """Make a fresh context. No request of it leaves the machine unless a test routes it there."""
        return await browser.new_context(
            viewport={"width": self.width, "height": self.height},
            color_scheme="dark" if self.dark else "light",
            locale=self.locale,
            timezone_id=self.zone,
            java_script_enabled=self.script,
            reduced_motion="reduce",
            ignore_https_errors=True,
        )


def collect_errors(page: Page, into: list[str]) -> None:
    """Write down what the page complains of: script errors, refused policies, failed loads."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            into.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: into.append(f"{page.url}: {error}"))


async def violations(page: Page) -> list[str]:
    """Run axe-core over the page as it stands, and say each finding with the elements it means."""
    if not AXE.exists():
        pytest.fail(_NO_AXE)
    await page.evaluate(AXE.read_text())  # evaluated, not loaded: our policy lets no foreign script in
    outcome: Mapping[str, Any] = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [_said(finding) for finding in outcome["violations"]]


def _said(finding: Mapping[str, Any]) -> str:
    places = "; ".join(f"{' '.join(map(str, node['target']))}: {node['html'][:200]}" for node in finding["nodes"])
    return f"{finding['id']} ({finding['impact']}): {finding['help']} at {places}"
