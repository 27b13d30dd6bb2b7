"""The reference pages and the code say the same: settings, error codes, dependencies."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, Final

from tests.architecture.house import ROOT, SERVER, python_files, told, tree
from workhall.settings import Settings

REFERENCE: Final = ROOT / "docs" / "reference"
SETTINGS_PAGE: Final = REFERENCE / "settings.md"
ERRORS_PAGE: Final = REFERENCE / "errors.md"
DEPENDENCIES_PAGE: Final = ROOT / "docs" / "decisions" / "dependencies.md"


def test_every_setting_is_documented_as_it_is() -> None:
    page = SETTINGS_PAGE.read_text("utf-8")
    rows = [setting_row(field) for field in fields(Settings)]
    missing = [row for row in rows if row not in page]
    assert not missing, told(missing, f"{SETTINGS_PAGE.relative_to(ROOT)} lacks these rows or has them differently:")


def test_no_documented_setting_is_gone() -> None:
    known = {variable(field) for field in fields(Settings)}
    told_of = set(re.findall(r"^\| `(WORKHALL_\w+)`", SETTINGS_PAGE.read_text("utf-8"), re.MULTILINE))
    assert told_of <= known, f"{SETTINGS_PAGE.relative_to(ROOT)} tells of settings that are gone: {told_of - known}"


def test_every_error_code_is_documented_and_no_other() -> None:
    promised = _error_codes()
    told_of = set(re.findall(r"^\| `([a-z0-9_]+)` \|", ERRORS_PAGE.read_text("utf-8"), re.MULTILINE))
    page = ERRORS_PAGE.relative_to(ROOT)
    missing = [f"| `{code}` | what happened | what to do |" for code in promised - told_of]
    assert not missing, told(missing, f"{page} lacks these codes; add a row for each, in your words:")
    assert told_of <= promised, f"{page} tells of codes that are gone: {sorted(told_of - promised)}"


def test_every_dependency_earns_its_place_in_writing() -> None:
    page = DEPENDENCIES_PAGE.read_text("utf-8")
    missing = [name for name in _dependencies() if f"| `{name}` |" not in page]
    assert not missing, told(missing, f"{DEPENDENCIES_PAGE.relative_to(ROOT)} does not say why we depend on:")


def test_every_dependency_is_locked_with_its_hashes() -> None:
    lock = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    missing = [
        name for name in _dependencies() if not re.search(rf"^{re.escape(name)}==.*\\\n +--hash=", lock, re.MULTILINE)
    ]
    assert not missing, told(missing, "Run `make lock`; requirements/ does not hold:")


def test_every_decision_is_in_the_index() -> None:
    folder = DEPENDENCIES_PAGE.parent
    index = (folder / "README.md").read_text("utf-8")
    missing = [page.name for page in sorted(folder.glob("[0-9]*.md")) if f"({page.name})" not in index]
    assert not missing, told(missing, "docs/decisions/README.md does not list:")


def test_no_link_between_our_pages_is_dead() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    dead = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert not dead, told(dead, "These links lead nowhere:")


def variable(field: "Field[Any]") -> str:
    return f"WORKHALL_{field.name.upper()}"


def setting_row(field: "Field[Any]") -> str:
    """The row of the settings page that says what the code says."""
    default = "" if field.default is MISSING else str(_plain(field.default))
    shown = f"`{default}`" if default else "–"
    return f"| `{variable(field)}` | `--{field.name.replace('_', '-')}` | {shown} | {field.metadata['help']} |"


def _plain(default: Any) -> object:
    return str.__str__(default) if isinstance(default, str) else default


def _error_codes() -> set[str]:
    """Codes of our refusals: `code = "…"` in an error's class, and `code="…"` where one is made."""
    errors = _error_names()
    return {
        code.value
        for path in python_files(SERVER)
        for node in ast.walk(tree(path))
        for code in _codes_of(node, errors)
        if isinstance(code, ast.Constant) and isinstance(code.value, str)
    }


def _codes_of(node: ast.AST, errors: set[str]) -> Iterator[ast.expr | None]:
    if isinstance(node, ast.ClassDef) and node.name in errors:
        yield from (s.value for s in node.body if isinstance(s, ast.Assign | ast.AnnAssign) and _target(s) == "code")
    if isinstance(node, ast.Call) and errors & set(ast.unparse(node.func).split(".")):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "code")


def _error_names() -> set[str]:
    """Every class below WorkhallError, by name."""
    parents = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in python_files(SERVER)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    }
    known = {"WorkhallError"}
    while more := {name for name, bases in parents.items() if bases & known} - known:
        known |= more
    return known


def _target(statement: ast.Assign | ast.AnnAssign) -> str:
    target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _dependencies() -> list[str]:
    project = tomllib.loads(Path(ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return [re.match(r"[\w.-]+", entry)[0].lower() for entry in wanted]  # type: ignore[index]  # each begins with a name
