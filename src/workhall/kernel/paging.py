"""A page of a list: what is asked for, and what is found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)
LONGEST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted; out of range values are drawn in."""

    limit: int = 100
    offset: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "limit", min(max(self.limit, 0), LONGEST_PAGE))
        object.__setattr__(self, "offset", max(self.offset, 0))


@dataclass(frozen=True, slots=True)
class Found(Generic[T_co]):
    """The records of one page, and how many there are in all."""

    rows: tuple[T_co, ...]
    total: int

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
