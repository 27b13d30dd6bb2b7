"""Holds: who has what, when. The heart of the house: the database itself refuses a second holder."""

from workhall.domain.holds.model import Claim, Held, lock_key
from workhall.domain.holds.queries import keys_of
from workhall.domain.holds.store import GIVING_UP, TAKING, claimed, give_up, overlapping, stand_in_line, take

__all__ = [
    "GIVING_UP",
    "TAKING",
    "Claim",
    "Held",
    "claimed",
    "give_up",
    "keys_of",
    "lock_key",
    "overlapping",
    "stand_in_line",
    "take",
]
