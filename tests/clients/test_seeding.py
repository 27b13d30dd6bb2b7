"""A fresh server is filled by the end-to-end set-up of the workplace app, the first time and with no waiting."""

import pytest

from tests.clients.running import play
from tests.server import ServerProcess

pytestmark = pytest.mark.server


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_fresh_server_is_filled_the_first_time(apps: str, workers: str) -> None:
    with ServerProcess.fresh(apps=apps, workers=workers) as server:
        play("seeding", server.base_url)


def test_a_server_without_mounted_apps_is_filled_too() -> None:
    with ServerProcess.fresh() as server:
        play("seeding", server.base_url)
