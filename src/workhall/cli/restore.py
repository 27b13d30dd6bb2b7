"""`workhall restore`: a backup back into an empty place."""

import asyncio
from pathlib import Path

import click

from workhall.app.keeping import check, restore
from workhall.cli.output import Steps, absolute
from workhall.cli.settings import read_quietly, settings_of_the_house


@click.command("restore", short_help="bring a backup back into an empty place")
@settings_of_the_house
@click.option("--check", "only_check", is_flag=True, help="only read FILE to its end and check all of it")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(file: Path, *, only_check: bool, **where: str | None) -> None:
    """Bring FILE back into an empty --data-dir (and, with --database-url, into an empty database)."""
    steps, archive = Steps(), absolute(file)
    settings = read_quietly(where)
    work = check(archive, steps.progress) if only_check else restore(settings, archive, steps.progress)
    manifest = asyncio.run(work)
    steps.clear()
    made = f"made {manifest.made_at:%Y-%m-%d %H:%M} UTC by Workhall {manifest.workhall}"
    if only_check:
        click.echo(f"{archive} is whole: {len(manifest.files)} files, {made}.")
        return
    click.echo(f"Restored what was {made}. Begin with: workhall serve --data-dir {settings.data_dir.absolute()}")
