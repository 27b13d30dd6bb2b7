"""What jobs there are, and what runs by the clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workhall.persistence import Transaction

Work = Callable[[Transaction, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work of the house that one node does every so often."""

    name: str
    every: timedelta
    work: Callable[[Transaction], Awaitable[None]]


class Registry:
    """Filled by `app`, read by the worker."""

    def __init__(self) -> None:
        self.jobs: dict[str, Work] = {}
        self.schedules: list[Schedule] = []

    def add(self, name: str, work: Work) -> None:
        if name in self.jobs:
            raise ValueError(f"job {name} is declared twice")
        self.jobs[name] = work

    def every(self, every: timedelta, name: str, work: Callable[[Transaction], Awaitable[None]]) -> None:
        self.schedules.append(Schedule(name, every, work))
