"""Fetch what the tests need beyond Python: Node packages and a browser.

`make test` runs this before pytest. Whatever cannot be had ends it with a sentence that says how to get it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parent
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """Something the tests need that this machine would not give."""


def main() -> int:
    try:
        for folder in (TESTS / "clients", TESTS / "browser"):
            if (folder / "package-lock.json").exists():
                node_packages(folder)
        if (TESTS / "browser").is_dir():
            browser()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def node_packages(folder: Path) -> None:
    """Install the locked packages of one folder, unless they are there already."""
    installed = folder / "node_modules" / ".package-lock.json"
    lock = folder / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    if not (shutil.which("node") and shutil.which("npm")) and not from_debian("nodejs", "npm"):
        raise Missing(
            "The client tests need Node 18 or newer with npm: https://nodejs.org, then run `make test` again."
        )
    print(f"Installing the Node packages of tests/{folder.name} …", flush=True)
    if not succeeds("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder):
        raise Missing(f"`npm ci` failed in tests/{folder.name}; its words are above. It needs the npm registry.")
    installed.touch()


def browser() -> None:
    """Have a Chromium: the machine's own, else Debian's, else the one Playwright brings."""
    if any(shutil.which(name) for name in BROWSERS) or playwright_has_one():
        return
    if from_debian("chromium", "fonts-liberation") and shutil.which("chromium"):
        return
    print("Installing Playwright's Chromium …", flush=True)
    if not succeeds(sys.executable, "-m", "playwright", "install", "chromium"):
        raise Missing(
            "The browser tests need Chromium, and neither Debian's package nor Playwright's own could be installed. "
            "Install one (`apt-get install chromium` as root), or run the other tests: "
            "make test PYTEST_ARGS='--ignore=tests/browser'."
        )


def playwright_has_one() -> bool:
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    return any(Path(home).glob("chromium*"))


def from_debian(*packages: str) -> bool:
    """Install Debian packages where we may: as root, or with sudo that asks no password."""
    if not shutil.which("apt-get"):
        return False
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if root and not succeeds(*root, "true", quiet=True):
        return False
    print(f"Installing {' and '.join(packages)} …", flush=True)
    install = [*root, "apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if succeeds(*install, quiet=True):
        return True
    return succeeds(*root, "apt-get", "update", quiet=True) and succeeds(*install, quiet=True)


def succeeds(*command: str, cwd: Path | None = None, quiet: bool = False) -> bool:
    """Run a command and say whether it went well; quiet ones speak only of failure."""
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL, capture_output=quiet, check=False
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
