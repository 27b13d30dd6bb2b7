"""Holds: who has what, when. The heart of the house: the database itself refuses a second holder."""

from workhall.domain.holds.model import Claim, Held, lock_key
from workhall.domain.holds.queries import keys_of
from workhall.domain.holds.store import (
    RELEASING,
    TAKING,
    claimed,
    count_starting,
    overlapping,
    release,
    stand_in_line,
    take,
)

__all__ = [
    "RELEASING",
    "TAKING",
    "Claim",
    "Held",
    "claimed",
    "count_starting",
    "release",
    "keys_of",
    "lock_key",
    "overlapping",
    "stand_in_line",
    "take",
]
