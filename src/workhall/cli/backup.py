"""`workhall backup`: everything into one file."""

import asyncio
from pathlib import Path

import click

from workhall.app.keeping import back_up
from workhall.cli.output import Steps, absolute, readable_size
from workhall.cli.settings import read_quietly, settings_of_the_house


@click.command("backup", short_help="write everything into one file")
@settings_of_the_house
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path, **where: str | None) -> None:
    """Write database, uploads and secret key into FILE (.tar.gz), also while the server runs.

    The file holds secrets: keep it where only you can read it.
    """
    steps, target = Steps(), absolute(file)
    manifest = asyncio.run(back_up(read_quietly(where), target, steps.progress))
    steps.clear()
    size = readable_size(target.stat().st_size)
    click.echo(f"{target}: {len(manifest.files)} files, {size}, of Workhall {manifest.workhall}")
    if not any(name.endswith("/secret.key") for name in manifest.files):
        click.echo("The secret key is not in it: it came from WORKHALL_SECRET_KEY. Keep it elsewhere.", err=True)
