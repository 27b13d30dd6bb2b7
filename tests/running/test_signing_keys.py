"""The key that signs tokens is changed from the command line, while the server runs."""

import json
import time
from base64 import urlsafe_b64decode

import httpx
import pytest

from tests.server import ServerProcess

pytestmark = pytest.mark.server

CURRENT = "/api/engine/v2/users/current"


def key_of(token: str) -> str:
    head = token.partition(".")[0]
    return str(json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"])


def keys_of(server: ServerProcess) -> set[str]:
    answer = httpx.get(f"{server.base_url}/auth/oauth/discovery/keys", timeout=10)
    return {key["kid"] for key in answer.json()["keys"]}


def status(server: ServerProcess, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(server.base_url + CURRENT, headers=headers, timeout=10).status_code


def rotate(server: ServerProcess, *flags: str) -> str:
    """Do it, and wait until every web process has heard of it: none offers another set of keys any more."""
    said = server.run("key", "rotate-signing", *flags)
    assert said.returncode == 0, said.stderr
    newest = said.stdout.split()[0]
    deadline = time.monotonic() + 15
    heard = 0
    while heard < 20:  # the system hands connections to either process
        heard = heard + 1 if newest in keys_of(server) else 0
        assert time.monotonic() < deadline, "the server goes on with its old key"
        time.sleep(0.02)
    return newest


def test_another_key_signs_without_a_restart_and_old_tokens_end_only_when_withdrawn() -> None:
    with ServerProcess.fresh(workers="2") as server:
        first = server.token()
        second_key = rotate(server)
        second = server.token()
        assert key_of(second) == second_key != key_of(first)
        assert keys_of(server) == {key_of(first), second_key}
        assert [status(server, token) for token in (first, second)] == [200, 200]

        third_key = rotate(server, "--withdraw")
        assert keys_of(server) == {third_key}
        assert [status(server, token) for token in (first, second)] == [401, 401]
        third = server.token()
        assert key_of(third) == third_key
        assert status(server, third) == 200
        assert "error" not in server.failures()
