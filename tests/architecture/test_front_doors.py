"""A slice is entered by its front door, and SQL is spoken in stores only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.house import SERVER, SLICES, module_name, python_files, texts, told, tree, where

DOMAIN: Final = "workhall.domain."
ROOMS: Final = {"commands", "events", "jobs", "model", "queries", "store"}

# Lower or upper case, as SQL is written; a sentence on a page begins with one capital.
SQL: Final = re.compile(
    r"""\s*(?:
        select\s (?: .*\bfrom\s | \s*\w+(?:\.\w+)?\( | \s*[\d$] )
      | insert\s+into\s
      | update\s+\S+(?:\s+(?:as\s+)?\w+)?\s+set\s
      | delete\s+from\s
      | with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\s*(?:(?:not\s+)?materialized\s*)?\(
      | (?:listen|notify)\s+\w+\s*$
    )""",
    re.VERBOSE | re.DOTALL,
)


def test_outside_a_slice_only_its_front_door_is_imported() -> None:
    broken = [
        f"{where(path, line)} imports {name}"
        for path in python_files(SERVER)
        for line, name in _imports(path)
        if (room := _room(name)) and room != _slice_of(path)
    ]
    assert not broken, told(
        broken, "Import the name from the slice (workhall.domain.<slice>), whose __init__ offers it:"
    )


def test_sql_is_spoken_in_stores_only() -> None:
    broken = [
        f"{where(path, line)}  {' '.join(text.split())[:70]}"
        for path in python_files(SERVER)
        if not _may_speak_sql(path)
        for line, text in texts(path)
        if _is_sql(text)
    ]
    assert not broken, told(
        broken, "Move the statement to the store.py beside it, as a function that names the question:"
    )


def test_the_sql_test_knows_sql_from_sentences() -> None:
    spoken = ["select id\nfrom users", "with due as (select 1)", "SELECT now()", "update t set a = 1", "select $1::int"]
    sentences = [
        "Select a zone from the list",
        "with care",
        "update the settings",
        "delete this",
        "select",
        "with it as",
    ]
    assert [_is_sql(text) for text in spoken + sentences] == [True] * len(spoken) + [False] * len(sentences)


def _is_sql(text: str) -> bool:
    return bool(SQL.match(text) or (text.isupper() and SQL.match(text.lower())) or SQL.match(_lowered_verb(text)))


def _lowered_verb(text: str) -> str:
    """Lower the first word when it is written in capitals throughout."""
    first, gap, rest = text.strip().partition(" ")
    return f"{first.lower()}{gap}{rest}" if first.isupper() else ""


def _may_speak_sql(path: Path) -> bool:
    parts = path.relative_to(SERVER).with_suffix("").parts
    return parts[0] == "persistence" or "store" in parts


def _slice_of(path: Path) -> str | None:
    return path.relative_to(SLICES).parts[0] if path.is_relative_to(SLICES) else None


def _room(name: str) -> str | None:
    """The slice whose inside a dotted name points into, if it does.

    A large slice is a folder of small ones (`places.zones`), each with a front door of its own.
    """
    if not name.startswith(DOMAIN):
        return None
    slice_name, *inside = name.removeprefix(DOMAIN).split(".")
    folder = SLICES / slice_name
    for step in inside:
        if (folder / f"{step}.py").exists() or (step in ROOMS and (folder / step).is_dir()):
            return slice_name
        folder /= step
    return None


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each imported name, dotted. `from slice import name` counts as `slice.name`, which may be a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or module_name(path)
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)
