"""Files say what they are, silenced rules say why, and nothing names the machine it was written on."""

import ast
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.house import ROOT, SRC, python_files, told, tree, where

SILENCED: Final = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)\b(?P<codes>:?\s*(?:\[[\w, -]+\]|[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)?)"
)
REASON: Final = re.compile(r"[a-zA-Z]{2,}.*\s.*[a-zA-Z]{2,}")  # two words at least

# Written in two pieces, so that this file does not name them either.
REGISTRIES: Final = tuple(
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
)
PERSONAL: Final = re.compile(r"(?<![\w./-])/(?:home|Users)/\w+/")
BINARY: Final = {".png", ".ico", ".woff2", ".jpg", ".gif", ".mo", ".pdf"}
LIBRARY_TEXT: Final = {"LICENSE"}


def test_every_source_file_says_what_it_is() -> None:
    broken = [where(path) for path in python_files(SRC) if not ast.get_docstring(tree(path))]
    assert not broken, told(broken, "Open the file with one to five lines that say what it is:")


def test_every_silenced_rule_has_its_reason_on_its_line() -> None:
    broken = [
        f"{where(path, line)}  {comment}"
        for path in python_files()
        for line, comment in _comments(path)
        if (found := SILENCED.search(comment)) and not (found["codes"].strip(": ") and _reasoned(comment, found.end()))
    ]
    assert not broken, told(broken, "Name the rule and say why on the same line, `# noqa: RULE  reason`:")


def test_nothing_names_a_machine_or_a_registry() -> None:
    checkout = re.compile(rf"(?<![\w.-]){re.escape(str(ROOT))}\b")
    broken = [
        f"{where(path, number)}  {found}"
        for path in _tracked()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if (found := _stranger(line, checkout))
    ]
    assert not broken, told(
        broken,
        "Paths of one machine and addresses of registries do not belong in the project (npm: "
        "omit-lockfile-registry-resolved=true in .npmrc keeps them out of package-lock.json):",
    )


def _reasoned(comment: str, end: int) -> bool:
    return bool(REASON.search(comment[end:]))


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    with tokenize.open(path) as lines:
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def _stranger(line: str, checkout: re.Pattern[str]) -> str:
    for registry in REGISTRIES:
        if registry in line:
            return registry
    found = checkout.search(line) or PERSONAL.search(line)
    return found[0] if found else ""


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607  the git of the machine
    names = listed.stdout.split("\0") if listed.returncode == 0 else [str(path) for path in python_files()]
    files = (ROOT / name for name in names if name)
    return [f for f in files if f.is_file() and f.suffix not in BINARY and f.name not in LIBRARY_TEXT]
