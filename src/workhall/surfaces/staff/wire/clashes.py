"""What `clashing-assets` asks for and answers (staff API contract, 5.5)."""

from collections.abc import Sequence
from enum import Enum, auto

from workhall.domain.bookings import Wish
from workhall.kernel.errors import Invalid
from workhall.kernel.time import Interval
from workhall.surfaces.web.parameters import Query


class Wanted(Enum):
    TAKEN = auto()
    TIMES = auto()
    AVAILABLE = auto()


def wanted(query: Query, wish: Wish) -> Wanted:
    """Read which of the answers is wanted. Raises Invalid when they exclude each other, or no asset is named."""
    available, times = query.flag("return_available"), query.flag("include_clash_time")
    if available and times:
        raise Invalid("include_clash_time", "cannot be combined with return_available")
    if available and not (wish.get("asset_ids") or wish.get("asset_id")):
        raise Invalid("asset_ids", "are needed to say which of them are available")
    if available:
        return Wanted.AVAILABLE
    return Wanted.TIMES if times else Wanted.TAKEN


def show(taken: Sequence[tuple[str, Interval]], what: Wanted) -> list[object]:
    if what is Wanted.TAKEN:
        return list(dict.fromkeys(asset for asset, _ in taken))
    return [
        {"asset_id": asset, "booking_start": interval.start_s, "booking_end": interval.end_s}
        for asset, interval in taken
    ]
