"""The verbs of booking. Each one decides, writes, and says what happened."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from workhall.domain import holds, people
from workhall.domain.bookings import changes, events, keeping, limits, queries, rights, rules
from workhall.domain.bookings.asked import parent_named
from workhall.domain.bookings.errors import BadBooking, Clash, TimesOfParent
from workhall.domain.bookings.events import BookingChanged, HostChanged
from workhall.domain.bookings.model import Booking, Caller, Wish
from workhall.domain.bookings.state import noted
from workhall.domain.bookings.store import reading, writing
from workhall.identity import record
from workhall.kernel.errors import NotFound
from workhall.kernel.ids import BookingId
from workhall.kernel.text import email as tidy_email
from workhall.kernel.time import seconds
from workhall.persistence import Transaction


async def book(tx: Transaction, caller: Caller, wish: Wish, *, limit_override: int | None = None) -> Booking:
    """Hold assets for somebody. Clash before limit before meaning: the order clients know.

    Raises:
        BadBooking: naming what is missing or cannot be meant.
        Clash: an asset is already held in that time.
        LimitReached: the holder has used up the allowance for this type.
    """
    rules.need_essentials(wish)
    booking = changes.drafted(await _for_whom(tx, caller, await _linked_to(tx, caller, wish)), caller, seconds(tx.now))
    rules.need_possible_times(booking.starts_s, booking.ends_s)
    rules.need_short_enough(booking)
    booking = noted(await _decided(tx, caller, booking, wish), seconds(tx.now), caller.source)
    claim = rules.claim_of(booking, await holds.keys_of(tx, booking.type, booking.asset_ids))
    if len(claim.asset_ids) > 1:
        await holds.stand_in_line(tx, [claim])
    booking_id, held = await writing.insert(tx, booking, claim)
    booking = replace(booking, booking_id=booking_id)
    if not held:
        raise Clash(await keeping.in_the_way(tx, caller, claim, but=booking_id))
    await limits.check(tx, caller, booking, limit_override)
    rules.need_meaning(booking)
    tx.announce(BookingChanged(events.CREATE, booking))
    record(tx, caller.actor, events.CREATE, ("booking", str(booking_id)), after=_noted(booking))
    return booking


def _noted(booking: Booking) -> dict[str, object]:
    return {
        "type": booking.type,
        "starts_s": booking.starts_s,
        "ends_s": booking.ends_s,
        "asset_ids": booking.asset_ids,
        "zones": booking.zones,
        "user_id": booking.user_id,
        "user_email": booking.user_email,
    }


async def _linked_to(tx: Transaction, caller: Caller, wish: Wish) -> Wish:
    """Find the booking this one is to hang on: named as `parent_id`, or as the event when it is a booking of ours."""
    field, parent_id = ("parent_id", wish.get("parent_id"))
    if wish.get("event"):
        field, parent_id = ("event_id", parent_named(wish["event"] or ""))
        if parent_id is None:
            raise BadBooking(field, "could not find the event")
    if parent_id is None:
        return wish
    parent = await reading.lock(tx, caller.tenant_id, parent_id)
    if parent is None or parent.deleted or not rights.is_own(caller, parent):
        manages = parent is not None and not parent.deleted and await rights.manages(tx, caller, parent.zones)
        if not manages:
            raise BadBooking(field, "could not find a booking of yours with this id")
    if parent is not None and parent.parent_id is not None:
        raise BadBooking(field, "names a booking that is linked to another itself")
    return {**wish, "parent_id": parent_id}


async def _for_whom(tx: Transaction, caller: Caller, wish: Wish) -> Wish:
    """Complete whom the booking is for from our own records.

    A known address decides the id, whatever id was sent: limits count by it. Who is unknown stays as sent.
    """
    address, user_id = tidy_email(wish.get("user_email", "")), wish.get("user_id")
    if not address and not user_id:
        return {key: value for key, value in wish.items() if key not in {"user_id", "user_email"}}  # type: ignore[return-value]  # fewer keys of the same kinds
    if (address, user_id) == (tidy_email(caller.actor.email), caller.actor.user_id):
        return {**wish, "user_email": address, "user_name": wish.get("user_name") or caller.actor.name}
    known = await people.by_email(tx, address) if address else None
    if known is None and user_id and not address:
        known = next(iter(await people.by_ids(tx, [user_id])), None)
    if known is not None:
        return {
            **wish,
            "user_id": known.user_id,
            "user_email": known.email,
            "user_name": wish.get("user_name") or known.name,
        }
    named = wish.get("user_name") or address or caller.actor.name
    return {**wish, "user_id": user_id or address, "user_email": address or caller.actor.email, "user_name": named}


async def _decided(tx: Transaction, caller: Caller, booking: Booking, wish: Wish) -> Booking:
    """Take an approval or rejection that comes with a create from whoever may decide; from others it is ignored."""
    wants = wish.get("approved") or wish.get("rejected")
    if not wants or not await rights.manages(tx, caller, booking.zones):
        return booking
    return decided(booking, caller, approved=bool(wish.get("approved")), now_s=seconds(tx.now))


def decided(booking: Booking, caller: Caller, *, approved: bool, now_s: int) -> Booking:
    """Mark a booking as approved or rejected by the caller; one undoes the other."""
    return replace(
        booking,
        approved=approved,
        approved_s=now_s if approved else None,
        rejected=not approved,
        rejected_s=None if approved else now_s,
        approver_id=caller.actor.user_id,
        approver_name=caller.actor.name,
        approver_email=caller.actor.email,
    )


async def change(
    tx: Transaction, caller: Caller, booking_id: BookingId, wish: Wish, *, limit_override: int | None = None
) -> Booking:
    """Edit a booking; equal values are no change, though told again. More time or other assets make it a new request.

    Raises:
        NoBooking, NotYours, BadBooking.
        TimesOfParent: it takes its times from the booking it is linked to.
        Clash: an asset is already held in that time.
        LimitReached: the edit asks for more, and the holder has used up the allowance.
    """
    before = await rights.own(tx, caller, booking_id)
    after = await _rehosted(tx, changes.revised(before, wish), wish)
    if after == before:
        tx.announce(BookingChanged(events.METADATA_CHANGED, before, before))
        return (await queries.linked(tx, [before]))[0]
    if before.parent_id is not None and after.interval != before.interval:
        raise TimesOfParent
    rules.need_possible_times(after.starts_s, after.ends_s)
    rules.need_short_enough(after)
    rules.need_meaning(after)
    is_reset = changes.resets(before, after)
    if is_reset:
        after = changes.reset(after, seconds(tx.now), caller.actor.email)
    action = events.CHANGED if is_reset else events.METADATA_CHANGED
    after = (await keeping.save(tx, caller, [(before, after), *await _followers(tx, before, after)], action))[0]
    if is_reset:
        await limits.check(tx, caller, after, limit_override)
    if after.user_email != before.user_email:
        tx.announce(HostChanged(after, before.user_email))
    return (await queries.linked(tx, [after]))[0]


async def _rehosted(tx: Transaction, after: Booking, wish: Wish) -> Booking:
    """Give the booking to somebody else, who must be known to us. Raises NotFound."""
    address = tidy_email(wish.get("user_email", ""))
    if not address or address == after.user_email:
        return after
    known = await people.by_email(tx, address)
    if known is None:
        raise NotFound(f"could not find user with email: {address}")
    return replace(after, user_id=known.user_id, user_email=known.email, user_name=known.name)


async def _followers(tx: Transaction, before: Booking, after: Booking) -> list[tuple[Booking, Booking]]:
    """The linked bookings as they follow their parent to another time."""
    if before.parent_id is not None or before.interval == after.interval:
        return []
    children = await reading.lock_children(tx, before.booking_id)
    return [(child, replace(child, starts_s=after.starts_s, ends_s=after.ends_s)) for child in children]


async def cancel(tx: Transaction, caller: Caller, booking_id: BookingId) -> None:
    """Give a booking back, and those linked to it; doing so twice changes nothing."""
    before = await rights.own(tx, caller, booking_id)
    if before.deleted:
        return
    family = [before, *await reading.lock_children(tx, booking_id)]
    now_s = seconds(tx.now)
    pairs = [(one, replace(one, deleted=True, deleted_s=now_s)) for one in family]
    await keeping.save(tx, caller, pairs, events.CANCELLED)


async def merge_extension(
    tx: Transaction, caller: Caller, booking_id: BookingId, more: Mapping[str, Any], *, tell: bool
) -> Booking:
    """Merge a document into the booking's own, key by key; announced only if `tell`."""
    before = await rights.own(tx, caller, booking_id)
    after = replace(before, extension={**before.extension, **more})
    if after != before:
        action = events.EXTENSION_CHANGED
        after = (await keeping.save(tx, caller, [(before, after)], action, silent=not tell))[0]
    return (await queries.linked(tx, [after]))[0]


async def set_process_state(tx: Transaction, caller: Caller, booking_id: BookingId, state: str) -> Booking:
    before = await rights.own(tx, caller, booking_id)
    after = replace(before, process_state=state)
    rules.need_short_enough(after)
    return await _kept(tx, caller, (before, after), events.PROCESS_STATE)


async def set_induction(tx: Transaction, caller: Caller, booking_id: BookingId, induction: str) -> Booking:
    before = await rights.own(tx, caller, booking_id)
    return await _kept(tx, caller, (before, replace(before, induction=induction)), events.INDUCTION)


async def _kept(tx: Transaction, caller: Caller, pair: tuple[Booking, Booking], action: str) -> Booking:
    return (await queries.linked(tx, await keeping.save(tx, caller, [pair], action)))[0]
