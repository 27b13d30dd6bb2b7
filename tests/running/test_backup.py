"""A backup brings everything back, into an empty place and nowhere else."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import ADMIN_EMAIL, ServerProcess

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess.fresh() as running:
        yield running


@pytest.fixture(scope="module")
def key(server: ServerProcess) -> str:
    """An API key: it opens nothing after a restore unless its person, its digest and its domain came along."""
    made = server.run("key", "create", "script", "--user", ADMIN_EMAIL, "--permissions", "admin", "--json")
    return str(json.loads(made.stdout)["key"])


@pytest.fixture(scope="module")
def zone(server: ServerProcess, key: str) -> str:
    made = httpx.post(
        f"{server.base_url}/api/engine/v2/zones",
        headers={"X-API-Key": key},
        json={"name": "Kept", "tags": ["building"]},
    )
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


@pytest.fixture(scope="module")
def backup(server: ServerProcess, zone: str) -> Path:
    """Taken while the server runs."""
    uploads = server.data_dir / "uploads" / "ab"
    uploads.mkdir(parents=True)
    (uploads / "plan.svg").write_text("<svg/>")
    file = server.data_dir.parent / "house.tar.gz"
    made = server.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    return file


def test_what_was_there_is_there_again(server: ServerProcess, backup: Path, key: str, zone: str) -> None:
    other = ServerProcess(backup.parent / "restored" / "data")
    other.data_dir.mkdir(parents=True)
    restored = server.run("restore", str(backup), "--data-dir", str(other.data_dir))
    assert restored.returncode == 0, restored.stderr
    try:
        other.start()
        answer = httpx.get(f"{other.base_url}/api/engine/v2/zones/{zone}", headers={"X-API-Key": key})
        assert answer.json()["name"] == "Kept"
        assert (other.data_dir / "uploads" / "ab" / "plan.svg").read_text() == "<svg/>"
        assert (other.data_dir / "secret.key").read_text() == (server.data_dir / "secret.key").read_text()
        assert ADMIN_EMAIL in other.run("user", "list").stdout
    finally:
        other.end()


def test_nobody_else_may_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_can_be_checked_without_restoring_it(server: ServerProcess, backup: Path) -> None:
    checked = server.run("restore", "--check", str(backup))
    assert (checked.returncode, "is whole" in checked.stdout) == (0, True)


def test_a_damaged_backup_is_refused_and_leaves_nothing(server: ServerProcess, backup: Path, tmp_path: Path) -> None:
    content = bytearray(gzip.decompress(backup.read_bytes()))
    content[len(content) // 2] ^= 0xFF
    damaged = backup.with_name("damaged.tar.gz")
    damaged.write_bytes(gzip.compress(bytes(content)))
    refused = server.run("restore", str(damaged), "--data-dir", str(tmp_path / "new"))
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_was_cut_off_is_refused(server: ServerProcess, backup: Path, tmp_path: Path) -> None:
    short = backup.with_name("short.tar.gz")
    short.write_bytes(backup.read_bytes()[:-1000])
    assert "cut off" in server.run("restore", "--check", str(short)).stderr


def test_a_directory_that_holds_something_is_never_restored_into(server: ServerProcess, backup: Path) -> None:
    refused = server.run("restore", str(backup))
    assert (refused.returncode, "is not empty" in refused.stderr) == (1, True)


def test_an_existing_file_is_never_overwritten(server: ServerProcess, backup: Path) -> None:
    refused = server.run("backup", str(backup))
    assert (refused.returncode, "exists already" in refused.stderr) == (1, True)
