"""Settings as flags, made from the class that has them, so that neither can lack one."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import click

from workhall.kernel.errors import Invalid
from workhall.observability.plain import configure_plain
from workhall.settings import Settings, load, variable

OF_THE_HOUSE = ("data_dir", "database_url", "secret_key", "public_url", "port")
"""What every command needs to find the house, and to name its address in links."""

Command = Callable[..., Any]


def every_setting(command: Command) -> Command:
    """A flag for each setting."""
    return _flags(command, [one.name for one in fields(Settings)])


def settings_of_the_house(command: Command) -> Command:
    """The flags that say which house is meant."""
    return _flags(command, list(OF_THE_HOUSE))


def read(flags: Mapping[str, object]) -> Settings:
    """Read the settings and set up logging; a setting that cannot be meant is a usage error."""
    try:
        settings = load(flags)
    except Invalid as error:
        raise click.UsageError(f"{error} (see workhall serve --help)") from error
    configure_plain(settings.log_format, settings.log_level)
    return settings


def read_quietly(flags: Mapping[str, object]) -> Settings:
    """As `read`, for commands whose own words matter: only warnings are logged, unless a level is asked for."""
    settings = read(flags)
    if variable("log_level") not in os.environ:
        logging.getLogger().setLevel(logging.WARNING)
    return settings


def _flags(command: Command, names: list[str]) -> Command:
    known = {one.name: one for one in fields(Settings)}
    for name in reversed(names):
        one = known[name]
        flag = f"--{name.replace('_', '-')}"
        shown = "" if one.default in ("", None) else f"  [default: {one.default}]"
        command = click.option(flag, name, help=f"{one.metadata['help']}{shown}", metavar=_kind(one.default))(command)
    return command


def _kind(default: object) -> str:
    return "NUMBER" if isinstance(default, int) else "TEXT"
