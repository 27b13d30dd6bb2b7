"""`workhall migrate`: bring the database up to this version, without serving."""

import asyncio
from collections.abc import Mapping

import click

from workhall.app.ground import ground
from workhall.cli.output import Steps
from workhall.cli.settings import read_quietly, settings_of_the_house
from workhall.persistence import migrate as migrations


@click.command("migrate", short_help="bring the database up to this version")
@settings_of_the_house
@click.option("--check", is_flag=True, help="change nothing; exit code 1 when something would be applied")
def command(*, check: bool, **where: str | None) -> None:
    """Bring the database up to this version. `serve` does it by itself; this is for those who do it beforehand."""
    if asyncio.run(_migrate(where, check=check)):
        raise SystemExit(1)


async def _migrate(where: Mapping[str, str | None], *, check: bool) -> bool:
    """Answers whether something is left to be done."""
    steps = Steps()
    async with ground(read_quietly(where)) as here:
        lacking = await migrations.pending(here.owner_url)
        if check:
            click.echo("\n".join(lacking) if lacking else "The database is of this version.")
            return bool(lacking)
        await migrations.migrate(here.owner_url, tell=lambda name: steps.tell(f"applying {name}"))
    click.echo(f"{len(lacking)} migrations applied." if lacking else "The database is of this version already.")
    return False
