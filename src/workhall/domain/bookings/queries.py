"""The questions about bookings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from workhall.domain import holds
from workhall.domain.bookings import asked as rules_of_lists
from workhall.domain.bookings import rights
from workhall.domain.bookings.asked import Asked
from workhall.domain.bookings.errors import BadBooking, NoBooking
from workhall.domain.bookings.model import GROUP, VISITOR, Booking, Caller, Permission, Wish
from workhall.domain.bookings.rules import need_possible_times
from workhall.domain.bookings.store import listing, reading
from workhall.domain.bookings.store.listing import Wanted
from workhall.kernel.ids import BookingId, UserId
from workhall.kernel.paging import Found
from workhall.kernel.time import Interval
from workhall.persistence import Transaction


async def get(tx: Transaction, caller: Caller, booking_id: BookingId) -> Booking:
    """Find a booking with those linked to it; also a deleted one. Raises NoBooking."""
    found = await reading.by_id(tx, caller.tenant_id, booking_id)
    if found is None:
        raise NoBooking(booking_id)
    return (await linked(tx, [found]))[0]


async def linked(tx: Transaction, bookings: Sequence[Booking]) -> list[Booking]:
    """Add to each booking those linked to it, in one query."""
    parents: dict[BookingId, list[Booking]] = {one.booking_id: [] for one in bookings if one.parent_id is None}
    if parents:
        for child in await reading.children(tx, list(parents)):
            if child.parent_id is not None:
                parents[child.parent_id].append(child)
    return [replace(one, children=children) if (children := parents.get(one.booking_id)) else one for one in bookings]


async def listed(tx: Transaction, caller: Caller, asked: Asked, limit: int, offset: int) -> Found[Booking]:
    """A page of the bookings asked for. Nobody in particular sees public ones, without whose they are."""
    wanted = _wanted(caller, asked)
    if wanted is None:
        return Found((), 0)
    found = await listing.find(tx, wanted, limit, offset)
    rows = await linked(tx, found.rows)
    if asked.include_parents:
        rows = await _with_parents(tx, caller, rows)
    rows = [redacted(one) if _keeps_from(caller, one) else one for one in rows]
    return Found(tuple(rows), found.total)


async def booked_assets(
    tx: Transaction, caller: Caller, asked: Asked, limit: int, offset: int
) -> tuple[list[str], int, int]:
    """The assets of a page of bookings, each once; how many bookings they come from, and how many there are in all."""
    wanted = _wanted(caller, asked)
    if wanted is None:
        return [], 0, 0
    rows, total = await listing.assets(tx, wanted, limit, offset)
    return list(dict.fromkeys(asset for row in rows for asset in row)), len(rows), total


def _keeps_from(caller: Caller, booking: Booking) -> bool:
    """Whether a list does not tell this caller whose the booking is."""
    if caller.actor.is_anonymous:
        return True
    return caller.connection.redacts_owners and not caller.actor.is_support and not rights.is_own(caller, booking)


def _wanted(caller: Caller, asked: Asked) -> Wanted | None:
    parent_id = rules_of_lists.parent_named(asked.event) if asked.event is not None else None
    if asked.event is not None and parent_id is None:
        return None
    return Wanted(
        caller.tenant_id,
        asked,
        rules_of_lists.period(asked),
        rules_of_lists.whose(asked, caller),
        rules_of_lists.permission(asked, caller),
        parent_id,
    )


async def _with_parents(tx: Transaction, caller: Caller, rows: Sequence[Booking]) -> list[Booking]:
    ids = {one.parent_id for one in rows if one.parent_id is not None}
    parents = {one.booking_id: one for one in await reading.by_ids(tx, caller.tenant_id, list(ids))} if ids else {}
    return [replace(one, parent=parents[one.parent_id]) if one.parent_id in parents else one for one in rows]


def redacted(booking: Booking) -> Booking:
    """Take out whose it is and who dealt with it; of its kin only what is public stays."""
    parent = booking.parent
    return replace(
        booking,
        user_id="",
        user_email="",
        user_name="",
        booked_by_id=UserId(""),
        booked_by_email="",
        booked_by_name="",
        approver_id=None,
        approver_name=None,
        approver_email=None,
        history=[{**step, "source": None} for step in booking.history],
        children=[redacted(one) for one in booking.children if one.permission == Permission.PUBLIC],
        parent=redacted(parent) if parent is not None and parent.permission == Permission.PUBLIC else None,
    )


@dataclass(frozen=True, slots=True)
class _Sought:
    """The assets somebody asks about, what each is held by (a room by its system), and the holds others have."""

    named: Sequence[str]
    keys: Mapping[str, str]
    held: Sequence[holds.Held]


async def _sought(tx: Transaction, wish: Wish, but: BookingId | None) -> _Sought:
    if not (wish.get("type") and "starts_s" in wish and "ends_s" in wish):
        raise BadBooking(None, "booking_start, booking_end and booking_type are required")
    need_possible_times(wish["starts_s"], wish["ends_s"])
    named = list(wish.get("asset_ids") or [one for one in (wish.get("asset_id"),) if one])
    if wish["type"].lower() in {VISITOR, GROUP}:
        return _Sought(named, {one: one for one in named}, ())
    keys = await holds.keys_of(tx, wish["type"], named)
    interval = Interval(wish["starts_s"], wish["ends_s"])
    held = await holds.overlapping(tx, wish["type"], interval, asset_ids=list(keys.values()) or None, but=but)
    return _Sought(named, keys, held)


async def available(tx: Transaction, wish: Wish, *, but: BookingId | None = None) -> list[str]:
    """Say which of the named assets nobody else has in a time. Raises BadBooking when type or times are missing."""
    sought = await _sought(tx, wish, but)
    busy = {one.asset_id for one in sought.held}
    return [asset for asset in sought.named if sought.keys[asset] not in busy]


async def clashing(tx: Transaction, wish: Wish, *, but: BookingId | None = None) -> list[tuple[str, Interval]]:
    """Say which assets somebody else has when: of those named, else of all of the type.

    A taken booking's other assets are named too. Raises BadBooking when type or times are missing.
    """
    sought = await _sought(tx, wish, but)
    assets = await reading.assets_of(tx, [one.booking_id for one in sought.held if one.booking_id is not None])
    called: dict[str, list[str]] = {}
    for asset in sought.named:
        called.setdefault(sought.keys[asset], []).append(asset)
    taken: dict[tuple[str, Interval], None] = {}
    for one in sought.held:
        taken |= {(asset, one.interval): None for asset in assets.get(one.booking_id or BookingId(0), [one.asset_id])}
    for one in sought.held:
        taken |= {(asset, one.interval): None for asset in called.get(one.asset_id, ())}
    return list(taken)
