"""The source as the architecture tests see it: files, their trees, and where they stand in the house."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SRC: Final = ROOT / "src"
SERVER: Final = SRC / "workhall"
SLICES: Final = SERVER / "domain"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def python_files(*folders: Path) -> list[Path]:
    """All Python files below the folders (by default the source, the bench and the tests)."""
    chosen = folders or (SRC, ROOT / "bench", ROOT / "tests")
    return sorted(
        path
        for folder in chosen
        if folder.is_dir()
        for path in folder.rglob("*.py")
        if not {"node_modules", "__pycache__"} & set(path.parts)
    )


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def where(path: Path, line: int = 1) -> str:
    """Name a place as editors and people read it."""
    return f"{path.relative_to(ROOT)}:{line}"


def module_name(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Each text of a file that is not a docstring, with its line; the holes of an f-string read as `…`."""
    module = tree(path)
    parts = {id(value) for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for value in node.values}
    silent = parts | _docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            pieces = (str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
            yield node.lineno, "".join(pieces)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def _docstrings(module: ast.Module) -> set[int]:
    """Texts that stand alone as a statement: docstrings, and the comments some write as texts."""
    return {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}


def told(broken: list[str], rule: str) -> str:
    """Say what is broken, where, and what to do instead."""
    return f"\n{rule}\n  " + "\n  ".join(sorted(broken)) + "\n"
