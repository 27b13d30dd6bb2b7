"""Every setting is a flag of `serve`, made from the class that has it."""

from dataclasses import fields
from typing import Any

import click

from workhall.cli import command as workhall
from workhall.settings import Settings


def options(name: str) -> dict[str, click.Option]:
    found: Any = workhall.get_command(click.Context(workhall), name)
    return {option.name or "": option for option in found.params if isinstance(option, click.Option)}


def test_serve_has_a_flag_for_every_setting_with_its_help() -> None:
    offered = options("serve")
    for setting in fields(Settings):
        option = offered[setting.name]
        assert option.opts == [f"--{setting.name.replace('_', '-')}"]
        assert str(setting.metadata["help"]) in (option.help or "")


def test_a_flag_has_no_default_of_its_own_so_that_the_environment_counts() -> None:
    command: Any = workhall.get_command(click.Context(workhall), "serve")
    given = command.make_context("serve", []).params
    assert {name: value for name, value in given.items() if value is not None} == {}


def test_every_other_command_says_which_house_is_meant() -> None:
    for name in ("migrate", "backup", "restore", "doctor"):
        assert {"data_dir", "database_url"} <= options(name).keys(), name
