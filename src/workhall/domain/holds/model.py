"""What is held: assets of one kind, for a stretch of time. Whoever has a hold, nobody else gets one that overlaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from workhall.kernel.ids import BookingId, OrganisationId
from workhall.kernel.time import Interval

ROOM = "room"
"""Rooms are held by their system id, whether a booking or a calendar event names the system or its e-mail address."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody wants to hold. No assets: nothing. Each asset once, in text order: the order holds are taken in."""

    kind: str
    asset_ids: tuple[str, ...]
    interval: Interval

    @classmethod
    def of(cls, kind: str, asset_ids: Sequence[str], interval: Interval) -> "Claim":
        return cls(kind, tuple(sorted(set(asset_ids))), interval)

    def __bool__(self) -> bool:
        return bool(self.asset_ids)


@dataclass(frozen=True, slots=True)
class Held:
    """A hold somebody else has. `booking_id` is None where a calendar event has it."""

    asset_id: str
    interval: Interval
    booking_id: BookingId | None


def lock_key(organisation: OrganisationId, kind: str, asset_id: str) -> int:
    """Number an asset for PostgreSQL's advisory locks, which are 64-bit integers."""
    named = f"{organisation}\0{kind}\0{asset_id}".encode()
    return int.from_bytes(blake2b(named, digest_size=8).digest(), "big", signed=True)
