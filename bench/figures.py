"""What was measured: printed as a table, and written to a file."""

import json
import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One row. `goal` says what it should be, `met` whether it is; None where there is no goal."""

    name: str
    value: float
    unit: str
    goal: str = ""
    met: bool | None = None


@dataclass(slots=True)
class Figures:
    rows: list[Figure] = field(default_factory=list)

    def at_most(self, name: str, value: float, unit: str, goal: float) -> None:
        self._add(Figure(name, value, unit, f"≤ {goal:g}", value <= goal))

    def at_least(self, name: str, value: float, unit: str, goal: float) -> None:
        self._add(Figure(name, value, unit, f"≥ {goal:g}", value >= goal))

    def plain(self, name: str, value: float, unit: str) -> None:
        self._add(Figure(name, value, unit))

    def _add(self, figure: Figure) -> None:
        self.rows.append(figure)
        mark = {True: "met", False: "NOT MET", None: ""}[figure.met]
        print(f"  {figure.name:<58} {figure.value:>10.2f} {figure.unit:<10} {figure.goal:<8} {mark}", flush=True)

    def write(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        now = datetime.now(UTC)
        machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
        rows = [{name: getattr(row, name) for name in Figure.__slots__} for row in self.rows]
        path = folder / f"{now:%Y%m%dT%H%M%SZ}.json"
        path.write_text(json.dumps({"at": now.isoformat(), "machine": machine, "figures": rows}, indent=1) + "\n")
        return path
