"""The import contract of pyproject.toml holds, and nobody is excused from it."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.house import ROOT


def test_every_import_keeps_the_contract() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_no_import_is_excused_from_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    excused = [contract["name"] for contract in contracts if contract.get("ignore_imports")]
    assert not excused, f"Move the import instead of excusing it, in: {excused}"
