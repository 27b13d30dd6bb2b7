"""How commands answer: a table for people, JSON for scripts; progress where somebody watches."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click
import msgspec

Row = Mapping[str, object]
_WIDTH = 78


def show(rows: Sequence[Row], columns: Sequence[str], *, in_json: bool, empty: str) -> None:
    """Show a list: all of each row in JSON, or a table of some columns."""
    if in_json:
        show_json(list(rows))
    elif not rows:
        click.echo(empty)
    else:
        for line in table(rows, columns):
            click.echo(line)


def show_one(row: Row, *, in_json: bool) -> None:
    if in_json:
        show_json(row)
        return
    width = max(len(name) for name in row)
    for name, value in row.items():
        click.echo(f"{name.replace('_', ' '):{width}}  {_text(value)}")


def show_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def table(rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    """Align columns under their names."""
    cells = [[name.replace("_", " ").upper() for name in columns]]
    cells += [[_text(row.get(name)) for name in columns] for row in rows]
    widths = [max(len(line[at]) for line in cells) for at in range(len(columns))]
    return ["  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes").replace("+00:00", " UTC")
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(one) for one in value)
    return str(value)


class Steps:
    """Says what a long command is doing, on standard error: in place where a person watches."""

    def __init__(self) -> None:
        self._in_place = sys.stderr.isatty()
        self._shown = 0

    def tell(self, sentence: str) -> None:
        """Name a step; also into a log."""
        self.clear()
        click.echo(sentence, err=True)

    def progress(self, doing: str) -> None:
        """Say how far a step is; only to who watches."""
        if self._in_place:
            text = f"  {doing}"[:_WIDTH]
            click.echo(f"\r{text}{' ' * (self._shown - len(text))}", nl=False, err=True)
            self._shown = len(text)

    def clear(self) -> None:
        if self._shown:
            click.echo("\r" + " " * self._shown + "\r", nl=False, err=True)
            self._shown = 0


def readable_size(size: float) -> str:
    """Say a size in bytes as people do."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def password_from_terminal(purpose: str) -> str:
    """Ask twice where somebody types; else read one line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(purpose, hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def absolute(path: Path) -> Path:
    return path.expanduser().absolute()
