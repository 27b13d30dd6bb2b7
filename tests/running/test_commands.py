"""The commands beside a running server: what they change counts at the next request."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import asyncpg
import httpx
import pytest

from tests.server import ADMIN_EMAIL, ServerProcess
from workhall.persistence.embedded import running_at

pytestmark = pytest.mark.server

PASSWORD = "a password long enough"


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess.fresh() as running:
        yield running


def told(server: ServerProcess, *arguments: str, stdin: str = "") -> Any:
    """What a command answers for scripts."""
    said = server.run(*arguments, "--json", stdin=stdin)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def refused(server: ServerProcess, *arguments: str, stdin: str = "") -> str:
    """The one sentence with which a command says no."""
    said = server.run(*arguments, stdin=stdin)
    assert said.returncode in {1, 2}, said.stdout
    assert "Traceback" not in said.stderr
    return said.stderr


def test_somebody_added_with_a_password_signs_in(server: ServerProcess) -> None:
    made = told(server, "user", "add", "Ada@Example.com", "--group", "Staff", "--password", stdin=f"{PASSWORD}\n")
    assert (made["email"], made["role"], made["groups"]) == ("ada@example.com", "user", ["Staff"])
    assert server.token("ada@example.com", PASSWORD)


def test_somebody_added_without_one_gets_a_link_to_choose_it(server: ServerProcess) -> None:
    link = told(server, "user", "add", "bo@example.com", "--support")["link"]
    assert link.startswith(f"{server.base_url}/setup/")
    assert httpx.get(link, headers={"Accept": "text/html"}).status_code == 200


def test_somebody_shut_out_is_out_at_once_and_can_come_back(server: ServerProcess) -> None:
    told(server, "user", "add", "cy@example.com", "--password", stdin=f"{PASSWORD}\n")
    shown = {"Authorization": f"Bearer {server.token('cy@example.com', PASSWORD)}"}
    current = f"{server.base_url}/api/engine/v2/users/current"
    assert httpx.get(current, headers=shown).status_code == 200
    assert server.run("user", "disable", "cy@example.com").returncode == 0
    assert httpx.get(current, headers=shown).status_code == 401
    assert server.run("user", "enable", "cy@example.com").returncode == 0
    assert server.token("cy@example.com", PASSWORD)


def test_the_last_administrator_stays(server: ServerProcess) -> None:
    assert "last administrator" in refused(server, "user", "disable", ADMIN_EMAIL)
    assert "last administrator" in refused(server, "user", "make-ordinary", ADMIN_EMAIL)


def test_a_weak_password_and_an_unknown_person_are_refused(server: ServerProcess) -> None:
    assert "at least 10 characters" in refused(server, "user", "password", ADMIN_EMAIL, stdin="short\n")
    assert "no such person" in refused(server, "user", "show", "nobody@example.com")


def test_a_key_opens_the_house_until_it_is_disabled(server: ServerProcess) -> None:
    made = told(server, "key", "create", "kiosk", "--user", ADMIN_EMAIL, "--permissions", "admin", "--days", "2")
    current, shown = f"{server.base_url}/api/engine/v2/users/current", {"X-API-Key": made["key"]}
    assert httpx.get(current, headers=shown).json()["email"] == ADMIN_EMAIL
    server.run("key", "disable", "kiosk")
    assert httpx.get(current, headers=shown).status_code == 401
    server.run("key", "enable", "kiosk")
    assert httpx.get(current, headers=shown).status_code == 200
    assert [key["name"] for key in told(server, "key", "list")] == ["kiosk"]
    server.run("key", "delete", made["id"])
    assert httpx.get(current, headers=shown).status_code == 401


def test_keys_of_another_environment_are_not_offered_and_it_says_so(server: ServerProcess) -> None:
    assert "not offered by this version" in refused(server, "key", "list", "--environment", "acme")


def test_another_organisation_answers_at_its_own_name_and_sees_nothing_of_the_first(server: ServerProcess) -> None:
    made = told(server, "organisation", "add", "Acme", "--environment", "acme", "--domain", "acme.example")
    assert made["set_up_link"].startswith(f"http://acme.example:{server.port}/setup/")
    at_acme = {"Host": "acme.example"}
    assert httpx.get(f"{server.base_url}/auth/authority", headers=at_acme).json()["domain"] == "acme.example"
    assert told(server, "user", "list", "--organisation", "acme") == []
    assert server.run("organisation", "domains", "add", "acme2.example", "--organisation", "acme").returncode == 0
    shown = told(server, "organisation", "show", "--organisation", "acme")
    assert set(shown["domains"]) == {"acme.example", "acme2.example"}
    assert server.run("organisation", "domains", "remove", "acme2.example", "--organisation", "acme").returncode == 0
    assert "only domain" in refused(
        server, "organisation", "domains", "remove", "acme.example", "--organisation", "acme"
    )


def test_an_environment_that_does_not_exist_is_named(server: ServerProcess) -> None:
    assert "no environment nowhere" in refused(server, "user", "list", "--organisation", "nowhere")


def test_the_audit_log_names_the_command_line(server: ServerProcess) -> None:
    assert server.run("user", "make-support", "bo@example.com").returncode == 0
    assert any(name.startswith("Command line (") for name in asyncio.run(_actors(server)))


async def _actors(server: ServerProcess) -> set[str]:
    access = running_at(server.data_dir)
    assert access is not None
    connection = await asyncpg.connect(access.owner_url)
    try:
        return {row["actor_name"] for row in await connection.fetch("select distinct actor_name from audit")}
    finally:
        await connection.close()
