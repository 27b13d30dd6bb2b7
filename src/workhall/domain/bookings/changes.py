"""From a wish to a booking: the draft of a new one, and what an edit makes of one that exists."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from workhall.domain.bookings.model import NEW, UNALLOCATED, Booking, Caller, State, Wish
from workhall.domain.bookings.state import stepped

_PATCHED = (
    "starts_s",
    "ends_s",
    "all_day",
    "zones",
    "title",
    "description",
    "images",
    "induction",
    "permission",
)
_NOT_DRAFTED = frozenset(
    {"asset_id", "asset_ids", "event", "approved", "rejected", "checked_in", "checked_in_s", "deleted", "deleted_s"}
)


def drafted(wish: Wish, caller: Caller, now_s: int) -> Booking:
    """Draft a booking; for the caller, as far as nobody else is named. The essentials are there already."""
    actor = caller.actor
    given: dict[str, Any] = {key: value for key, value in wish.items() if key not in _NOT_DRAFTED}
    booking = Booking(
        **{
            "user_id": actor.user_id,
            "user_email": actor.email,
            "user_name": actor.name,
            "booked_from": caller.source,
            **given,
        },
        booking_id=NEW,
        tenant_id=caller.tenant_id,
        asset_ids=assets_after((), wish),
        booked_by_id=actor.user_id,
        booked_by_email=actor.email,
        booked_by_name=actor.name,
        created_s=now_s,
        last_changed_s=now_s,
        created_at_s=now_s,
        updated_at_s=now_s,
    )
    return _marked(booking, wish, now_s)


def _marked(booking: Booking, wish: Wish, now_s: int) -> Booking:
    """Set the marks that a create may carry; a mark without its moment was made now."""
    if wish.get("checked_in"):
        booking = replace(booking, checked_in=True, checked_in_s=wish.get("checked_in_s") or now_s)
    if wish.get("deleted"):
        booking = replace(booking, deleted=True, deleted_s=wish.get("deleted_s") or now_s)
    return booking


def assets_after(before: Sequence[str], wish: Wish) -> Sequence[str]:
    """`asset_ids` wins; `asset_id` alone replaces the only asset, and counts for nothing where there are several."""
    if listed := wish.get("asset_ids"):
        return tuple(listed)
    first = wish.get("asset_id")
    return (first,) if first and len(before) <= 1 else before


def revised(booking: Booking, wish: Wish) -> Booking:
    """Apply an edit: only what may be edited, and only what is given. An equal value leaves the booking equal."""
    given: dict[str, Any] = {key: value for key, value in wish.items() if key in _PATCHED}
    given["asset_ids"] = list(assets_after(booking.asset_ids, wish))
    given["extension"] = {**booking.extension, **wish.get("extension", {})}
    return replace(booking, **given)


def resets(before: Booking, after: Booking) -> bool:
    """Whether an edit makes another booking of it: other assets, or more time than was granted."""
    reassigned = after.asset_ids != before.asset_ids and not before.asset_ids[0].startswith(UNALLOCATED)
    return reassigned or not before.interval.contains(after.interval)


def reset(booking: Booking, now_s: int, by: str) -> Booking:
    """Take back what was granted to the booking as it was: approval, rejection, presence."""
    blank = replace(
        booking,
        checked_in=False,
        checked_in_s=None,
        approved=False,
        approved_s=None,
        rejected=False,
        rejected_s=None,
        last_changed_s=now_s,
    )
    return stepped(blank, State.RESERVED, now_s, f"updated by {by}")
