"""`workhall doctor`: what is well, what is not, and what to do."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict

import click

from workhall.app.examination import Finding, Verdict, examine
from workhall.cli.desk import as_json
from workhall.cli.output import Steps, show_json
from workhall.cli.settings import every_setting, read_quietly

_SIGNS = {Verdict.WELL: "ok  ", Verdict.DOUBT: "warn", Verdict.BAD: "BAD "}
_WIDTH = 15


@click.command("doctor", short_help="check everything and say what to do")
@every_setting
@as_json
def command(*, in_json: bool, **flags: str | None) -> None:
    """Check versions, files, disk, database, roles, clock, port and TLS; exit code 1 when something is bad.

    Give it the same settings as `serve`. It changes nothing.
    """
    found = asyncio.run(_examine(flags, aloud=not in_json))
    if in_json:
        show_json([asdict(finding) for finding in found])
    if any(finding.verdict is Verdict.BAD for finding in found):
        raise SystemExit(1)


async def _examine(flags: Mapping[str, str | None], *, aloud: bool) -> list[Finding]:
    steps = Steps()
    found = []
    steps.progress("looking …")
    async for finding in examine(read_quietly(flags)):
        found.append(finding)
        steps.clear()
        if aloud:
            _say(finding)
        steps.progress("looking …")
    steps.clear()
    return found


def _say(finding: Finding) -> None:
    click.echo(f"{_SIGNS[finding.verdict]}  {finding.subject:{_WIDTH}}  {finding.seen}")
    if finding.remedy:
        click.echo(f"{'':4}  {'':{_WIDTH}}  → {finding.remedy}")
