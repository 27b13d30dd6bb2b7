"""The client is the one its makers publish: pinned to the digit, locked by hash, from whichever registry."""

import json
import re

import pytest

from tests.clients.running import HERE, need_node


def _lock() -> dict[str, dict[str, str]]:
    packages: dict[str, dict[str, str]] = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    return {name: package for name, package in packages.items() if name}


def test_the_client_is_pinned_to_the_digit() -> None:
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]
    assert wanted["@placeos/ts-client"] == "4.7.7"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


@pytest.mark.parametrize("name", sorted(_lock()))
def test_a_package_is_locked_by_its_hash_and_names_no_registry(name: str) -> None:
    package = _lock()[name]
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in package


def test_node_is_there() -> None:
    need_node()
