"""A server for the client, with two apps mounted as their builds look: an index and the page the client ships."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clients.running import CLIENT, need_node, play
from tests.server import ServerProcess

Play = Callable[..., str]


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The setting that mounts two apps."""
    need_node()
    mounted = []
    for name in ("workplace", "backoffice"):
        folder = tmp_path_factory.mktemp(name)
        (folder / "index.html").write_text(f"<!doctype html><title>{name}</title>")
        shutil.copy(Path(CLIENT, "dist", "oauth-resp.html"), folder)
        mounted.append(f"/{name}={folder}")
    return ",".join(mounted)


@pytest.fixture(scope="session")
def server(apps: str) -> Iterator[ServerProcess]:
    with ServerProcess.fresh(apps=apps) as running:
        yield running


@pytest.fixture
def scenario(server: ServerProcess) -> Play:
    """Play a scenario against the server."""

    def run(name: str, **told: str) -> str:
        return play(name, server.base_url, **told)

    return run
