"""The command `workhall`. One file per command; each parses, calls, and prints.

A command's file is loaded when that command is asked for: the supervisor stays small, and `--help` quick.
"""

import importlib
import sys
from typing import Final

import click

from workhall import __version__
from workhall.cli.refusals import explain

COMMANDS: Final = {
    "serve": "start everything: database, web, background work",
    "migrate": "bring the database up to this version",
    "organisation": "organisations and the host names they answer to",
    "user": "people: add, list, password, disable, administrators",
    "key": "API keys: create, list, disable, delete",
    "demo": "fill an organisation with believable people, places and bookings",
    "doctor": "check database, permissions, clock, TLS, disk and versions, and say what to do",
    "backup": "write everything into one file, also while the server runs",
    "restore": "bring a backup back into an empty directory or database",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"workhall.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101  each file of a command defines it
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """List without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Workhall", message="%(prog)s %(version)s")
def command() -> None:
    """Run Workhall, the digital workplace server.

    Each command takes its settings from flags, else from the environment (WORKHALL_…). Begin with: workhall serve
    """


def main() -> None:
    """Run the command line; whatever goes wrong is one sentence on standard error."""
    sys.exit(explain(command))
