"""`workhall serve`: start everything, say where it is, and stay."""

import asyncio
import json
import os
from pathlib import Path

import click

from workhall import __version__
from workhall.app.supervisor import Serving, serve
from workhall.cli.settings import every_setting, read


@click.command("serve", short_help="start everything")
@every_setting
@click.option(
    "--ready-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="write address, port and process id into this file (JSON) when the server answers",
)
def command(ready_file: Path | None, **flags: str | None) -> None:
    """Start Workhall: its own PostgreSQL (unless --database-url names one), web and background work.

    Every flag is also an environment variable: --data-dir is WORKHALL_DATA_DIR. The flag wins.
    """
    settings = read(flags)

    def tell(serving: Serving) -> None:
        if ready_file is not None:
            _write(ready_file, serving)
        click.echo(greeting(serving))

    try:
        asyncio.run(serve(settings, on_serving=tell))
    finally:
        if ready_file is not None:
            ready_file.unlink(missing_ok=True)


def greeting(serving: Serving) -> str:
    """What somebody who has just started a server wants to know."""
    settings = serving.settings
    if serving.set_up_link:
        door = f"  First administrator   {serving.set_up_link}  (works once)"
    else:
        door = f"  Sign in               {settings.address}/admin"
    lines = [
        f"Workhall {__version__} answers.",
        f"  Open                  {settings.address}",
        door,
        *(f"  App                   {settings.address}{mount}/" for mount in settings.mounts),
        f"  Listening             {settings.host}, port {settings.port}",
        f"  Files                 {settings.data_dir}",
        f"  Database              {_database(serving)}",
        "  Stop                  Ctrl-C",
    ]
    return "\n".join(lines)


def _database(serving: Serving) -> str:
    if serving.settings.database_url:
        return "the one of WORKHALL_DATABASE_URL"
    return f"our own PostgreSQL; its log is {serving.settings.data_dir / 'postgres' / 'postgres.log'}"


def _write(file: Path, serving: Serving) -> None:
    """Whole or not at all: whoever waits for it must not read half."""
    settings = serving.settings
    known = {
        "address": settings.address,
        "host": settings.host,
        "port": settings.port,
        "pid": os.getpid(),
        "set_up_link": serving.set_up_link,
    }
    draft = file.with_name(file.name + ".new")
    draft.write_text(json.dumps(known) + "\n")
    draft.replace(file)
