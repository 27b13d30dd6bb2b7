"""The pure rules of a booking: what must be given, what can be meant, what it would hold."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfoNotFoundError

from workhall.domain.bookings.errors import BadBooking
from workhall.domain.bookings.model import GROUP, VISITOR, Booking, Wish
from workhall.domain.holds import Claim
from workhall.kernel.errors import Failure
from workhall.kernel.text import email as tidy_email
from workhall.kernel.text import looks_like_email
from workhall.kernel.time import EARLIEST_S, LATEST_S, zone

LONGEST_WORD = 255  # ids, types and addresses lie in indexes, which have no room for more
LONGEST_LINE = 2_000
MOST_ASSETS = 1_000
_WORDS = ("type", "timezone", "user_id", "user_email", "user_name", "booked_from", "department", "process_state")


def need_essentials(wish: Wish) -> None:
    """Raises BadBooking when start, end, type or asset are missing; text emptied by cleaning counts as missing."""
    assets = wish.get("asset_ids") or wish.get("asset_id")
    if not (wish.get("type") and assets and "starts_s" in wish and "ends_s" in wish):
        raise BadBooking(None, "booking_start, booking_end, booking_type and asset_id or asset_ids are required")


def need_possible_times(starts_s: int, ends_s: int) -> None:
    """Raises BadBooking for times nothing could be held in."""
    failures = [
        Failure(name, "must be between the years 1970 and 9999")
        for name, at_s in (("booking_start", starts_s), ("booking_end", ends_s))
        if not EARLIEST_S <= at_s <= LATEST_S
    ]
    if not failures and ends_s <= starts_s:
        failures = [Failure("booking_end", "must be after booking_start")]
    if failures:
        raise BadBooking.several(failures)


def need_short_enough(booking: Booking) -> None:
    """Raises BadBooking for what cannot be kept at all, however it is meant."""
    failures = [
        Failure(_WIRE.get(name, name), f"may have {LONGEST_WORD} characters")
        for name in _WORDS
        if len(getattr(booking, name) or "") > LONGEST_WORD
    ]
    failures += [
        Failure(name, f"may have {MOST_ASSETS} entries of {LONGEST_WORD} characters")
        for name in ("asset_ids", "zones")
        if _too_many(getattr(booking, name))
    ]
    if len(booking.title or "") > LONGEST_LINE:
        failures.append(Failure("title", f"may have {LONGEST_LINE} characters"))
    if failures:
        raise BadBooking.several(failures)


_WIRE = {"type": "booking_type"}


def _too_many(entries: Sequence[str]) -> bool:
    return len(entries) > MOST_ASSETS or any(len(entry) > LONGEST_WORD for entry in entries)


def need_meaning(booking: Booking) -> None:
    """Raises BadBooking with everything that cannot be meant. The last of the rules of a create (contract, 5.6)."""
    if failures := list(_failures(booking)):
        raise BadBooking.several(failures)


def _failures(booking: Booking) -> Iterator[Failure]:
    if len(set(booking.asset_ids)) < len(booking.asset_ids):
        yield Failure("asset_ids", "must be unique")
    if booking.timezone and not _is_zone(booking.timezone):
        yield Failure("timezone", "must be the IANA name of a time zone")
    if not looks_like_email(booking.user_email):
        yield Failure("user_email", "must be an e-mail address")


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except (ValueError, ZoneInfoNotFoundError):
        return False
    return True


def claim_of(booking: Booking, keys: Mapping[str, str]) -> Claim:
    """Say what a booking holds while it is alive; `keys` are the names its assets are held under.

    A group is a container and holds nothing. A visitor can be expected in any number of places, but not twice
    by one host in one window: that exact visit is what is held.
    """
    kind = booking.type.lower()
    if not booking.is_alive or kind == GROUP:
        return Claim.of(booking.type, (), booking.interval)
    if kind == VISITOR:
        return Claim.of(VISITOR, [_visit(booking, visitor) for visitor in booking.asset_ids], booking.interval)
    return Claim.of(booking.type, [keys.get(asset, asset) for asset in booking.asset_ids], booking.interval)


def _visit(booking: Booking, visitor: str) -> str:
    return f"{booking.user_email}|{tidy_email(visitor)}|{booking.starts_s}|{booking.ends_s}"
