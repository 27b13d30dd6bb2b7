"""Directories that PostgreSQL's account can enter (pytest's own are closed to it), and every PostgreSQL at hand."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


def _at_hand() -> list[object]:
    found: list[object] = [pytest.param(None, id="wheel")]
    if DEBIAN_15.is_dir():
        found.append(pytest.param(DEBIAN_15, id="debian-15"))
    return found


@pytest.fixture(params=_at_hand())
def bin_dir(request: pytest.FixtureRequest) -> Path | None:
    """Every test that asks for it runs on each PostgreSQL."""
    chosen: Path | None = request.param
    return chosen


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty directory below /tmp that everybody may enter, and whoever the test becomes may write to."""
    directory = Path(tempfile.mkdtemp(prefix="workhall-test-", dir="/tmp"))
    directory.chmod(0o777 if os.geteuid() == 0 else 0o700)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)
