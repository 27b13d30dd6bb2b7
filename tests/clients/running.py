"""Run one scenario of the client in Node, against a server."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.server import ADMIN_EMAIL, ADMIN_PASSWORD

HERE = Path(__file__).parent
CLIENT = HERE / "node_modules" / "@placeos" / "ts-client"
_PATIENCE_S = 120
_OLDEST_NODE = 18


def need_node() -> None:
    """Fail, never skip, where the client cannot run: a green run without it would tell nothing."""
    node = shutil.which("node")
    if node is None:
        raise AssertionError(
            f"The client tests need Node {_OLDEST_NODE} or newer: `apt-get install nodejs npm`, or https://nodejs.org."
        )
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < _OLDEST_NODE:
        raise AssertionError(f"The client tests need Node {_OLDEST_NODE} or newer, and this is {version}.")
    if not (CLIENT / "dist" / "index.es.js").is_file():
        raise AssertionError("The client is not installed: `make test` does it, or `npm ci` in tests/clients.")


def play(scenario: str, base_url: str, **told: str) -> str:
    """Run `scenarios/<scenario>.mjs`; what it printed. Fails with all it said."""
    surroundings = {
        **os.environ,
        "SERVER_URL": base_url,
        "ADMIN_EMAIL": ADMIN_EMAIL,
        "ADMIN_PASSWORD": ADMIN_PASSWORD,
        **{name.upper(): value for name, value in told.items()},
    }
    done = subprocess.run(
        ["node", "run.mjs", scenario],  # noqa: S607  whichever Node this machine has
        cwd=HERE,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, f"{scenario}:\n{done.stdout}\n{done.stderr}"
    return done.stdout
