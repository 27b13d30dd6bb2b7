"""Run the generator over one API description of a running server, as somebody."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
LONG: Final = os.environ.get("WORKHALL_SOAK") == "long"
_CHECKS: Final = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
_PATIENCE_S: Final = 240


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: examples of each operation, and whether every boundary of every field is tried too.

    `seconds`: go on with ever new examples until they are over. 0: the same few examples every time.
    """

    examples: int
    boundaries: bool = False
    seconds: int = 0


def fuzz(
    base_url: str,
    document: str,
    *,
    shown: Mapping[str, str],
    effort: Effort,
    spares: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
) -> None:
    """Fail with the report when an answer is a 5xx, or is not what the description says.

    `shown` are headers; records named in `spares` are left alone; paths matching `excluded` are not asked.
    """
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        base_url + document,
        f"--checks={_CHECKS}",
        f"--phases={'examples,coverage,fuzzing' if effort.boundaries else 'examples,fuzzing'}",
        f"--max-examples={effort.examples}",
        *_repeated(effort),
        "--continue-on-failure",
        "--no-color",
        "--warnings=off",
        "--suppress-health-check=all",
        "--request-timeout=20",
        *(f"--header={name}:{value}" for name, value in shown.items()),
        *(f"--exclude-path-regex={pattern}" for pattern in excluded),
    ]
    surroundings = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.contract.fuzzing.hooks",
        "PYTHONPATH": str(ROOT),
        "FUZZ_SPARES": " ".join(spares),
    }
    with tempfile.TemporaryDirectory(prefix="workhall-fuzz-") as scratch:
        done = subprocess.run(
            command,
            cwd=scratch,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=effort.seconds + _PATIENCE_S,
            check=False,
        )
    assert done.returncode == 0, f"{document} as {sorted(shown)}:\n{done.stdout[-20_000:]}\n{done.stderr[-4_000:]}"
    cases = re.search(r"(\d+) generated", done.stdout)
    assert cases is not None, done.stdout
    assert int(cases[1]) > 0, done.stdout


def _repeated(effort: Effort) -> list[str]:
    if effort.seconds:
        return [f"--max-time={effort.seconds}", "--generation-database=none"]
    return ["--generation-deterministic"]
