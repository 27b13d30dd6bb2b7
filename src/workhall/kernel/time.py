"""Time: aware moments, half-open intervals, named zones. Epoch seconds appear only at the edges."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

EARLIEST_S = 0
LATEST_S = 253_402_214_400  # 9999-12-31: later seconds do not fit a date


def utc_now() -> datetime:
    return datetime.now(UTC)


def seconds(moment: datetime) -> int:
    """Say a moment in whole Unix seconds, rounding down."""
    return int(moment.timestamp() // 1)


def moment(at_s: int) -> datetime:
    """Read Unix seconds; outside 1970 to 9999 raises ValueError."""
    if not EARLIEST_S <= at_s <= LATEST_S:
        raise ValueError(at_s)
    return datetime.fromtimestamp(at_s, UTC)


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open stretch of time in Unix seconds: touching is not overlapping."""

    start_s: int
    end_s: int

    def overlaps(self, other: "Interval") -> bool:
        return self.start_s < other.end_s and other.start_s < self.end_s

    def contains(self, other: "Interval") -> bool:
        return self.start_s <= other.start_s and other.end_s <= self.end_s

    @property
    def length(self) -> timedelta:
        return timedelta(seconds=self.end_s - self.start_s)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    """Find an IANA time zone; an unknown name raises ValueError."""
    if name not in _names():
        raise ValueError(name)
    return ZoneInfo(name)
