"""Writing bookings back, together with what they hold: the one way a change of any kind is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from workhall.domain import holds
from workhall.domain.bookings import queries
from workhall.domain.bookings.errors import Clash
from workhall.domain.bookings.events import BookingChanged
from workhall.domain.bookings.model import Booking, Caller
from workhall.domain.bookings.rules import claim_of
from workhall.domain.bookings.state import noted
from workhall.domain.bookings.store import reading, writing
from workhall.domain.holds import Claim
from workhall.identity import record
from workhall.kernel.ids import BookingId
from workhall.kernel.time import seconds
from workhall.persistence import Transaction

_UNTOLD = frozenset({"history", "updated_at_s", "children", "parent"})
_TOLD = tuple(name for name in Booking.__struct_fields__ if name not in _UNTOLD)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A booking before and after a change, and what it holds before and after."""

    before: Booking
    after: Booking
    former: Claim
    claim: Claim

    @property
    def needed(self) -> bool:
        return self.former != self.claim


async def save(
    tx: Transaction, caller: Caller, pairs: Sequence[tuple[Booking, Booking]], action: str, *, silent: bool = False
) -> list[Booking]:
    """Keep a change of a booking (the first pair, before and after) and of the bookings linked to it.

    Holds that change are exchanged. The booking itself must get what it claims; a linked one that does not is
    rejected instead. `silent`: written down, but not announced.

    Raises:
        Clash: somebody else holds an asset the booking wants.
    """
    exchanges = [await _exchange(tx, caller, *pair) for pair in pairs]
    wanted = [claim for one in exchanges if one.needed and one.claim for claim in (one.former, one.claim)]
    await holds.stand_in_line(tx, wanted)
    kept = []
    for one in exchanges:
        if not await _write(tx, one):
            if one is exchanges[0]:
                raise Clash(await in_the_way(tx, caller, one.claim, but=one.before.booking_id))
            one = await _turn_down(tx, caller, one)  # noqa: PLW2901  what is kept is the rejected one
        if not silent:
            tx.announce(BookingChanged(action, one.after, one.before))
        _note(tx, caller, action, one)
        kept.append(one.after)
    return kept


async def _exchange(tx: Transaction, caller: Caller, before: Booking, after: Booking) -> Exchange:
    keys = await holds.keys_of(tx, after.type, [*before.asset_ids, *after.asset_ids])
    now_s = seconds(tx.now)
    after = replace(noted(after, now_s, caller.source), updated_at_s=now_s)
    return Exchange(before, after, claim_of(before, keys), claim_of(after, keys))


async def _write(tx: Transaction, one: Exchange) -> bool:
    await writing.save(tx, one.after, releasing=one.needed)
    if (one.before.interval, one.before.zones) != (one.after.interval, one.after.zones):
        await writing.place(tx, one.after)
    return not one.needed or await holds.take(tx, one.claim, one.after.booking_id)


async def _turn_down(tx: Transaction, caller: Caller, one: Exchange) -> Exchange:
    """Reject a linked booking that cannot follow; what it got of its claim goes too."""
    now_s = seconds(tx.now)
    rejected = replace(one.after, rejected=True, rejected_s=now_s, approved=False, approved_s=None)
    rejected = noted(rejected, now_s, caller.source)
    await writing.save(tx, rejected, releasing=True)
    return Exchange(one.before, rejected, one.former, one.claim)


async def in_the_way(tx: Transaction, caller: Caller, claim: Claim, *, but: BookingId) -> list[Booking]:
    """Find who has what the booking `but` claims, as far as the caller's connection may know."""
    others = await holds.overlapping(tx, claim.kind, claim.interval, asset_ids=claim.asset_ids, but=but)
    ids = [held.booking_id for held in others if held.booking_id is not None]
    return await queries.linked(tx, await reading.by_ids(tx, caller.tenant_id, ids))


def _note(tx: Transaction, caller: Caller, action: str, one: Exchange) -> None:
    changed = [name for name in _TOLD if getattr(one.before, name) != getattr(one.after, name)]
    record(
        tx,
        caller.actor,
        action,
        ("booking", str(one.after.booking_id)),
        before={name: getattr(one.before, name) for name in changed},
        after={name: getattr(one.after, name) for name in changed},
    )
