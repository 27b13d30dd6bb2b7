"""A booking on the wire (staff API contract, 5.1): our words to theirs. Keys whose value is null are left out."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from workhall.domain.bookings import Booking, Step, state_of
from workhall.kernel.text import email_digest


class HistoryEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    state: str
    time: int
    source: str | None = None


class BookingShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What has a default is left out when it is null; the rest is always there."""

    id: int
    tenant_id: int
    booking_type: str
    booking_start: int
    booking_end: int
    all_day: bool
    timezone: str | None = None
    asset_id: str
    asset_ids: Sequence[str]
    zones: Sequence[str]
    user_id: str
    user_email: str
    user_name: str
    email_digest: str
    booked_by_id: str
    booked_by_email: str
    booked_by_name: str
    booked_by_email_digest: str
    booked_from: str | None = None
    title: str | None = None
    description: str | None = None
    department: str | None = None
    images: Sequence[str]
    extension_data: Mapping[str, Any]
    permission: str
    induction: str
    process_state: str | None = None
    approved: bool
    approved_at: int | None = None
    rejected: bool
    rejected_at: int | None = None
    approver_id: str | None = None
    approver_name: str | None = None
    approver_email: str | None = None
    checked_in: bool
    checked_in_at: int | None = None
    checked_out_at: int | None = None
    deleted: bool
    deleted_at: int | None = None
    created: int
    last_changed: int
    recurrence_type: str
    recurrence_days: int
    recurrence_nth_of_month: int
    recurrence_interval: int
    recurrence_end: int | None = None
    parent_id: int | None = None
    event_id: int | None = None
    current_state: str
    history: Sequence[HistoryEntry]
    linked_bookings: Sequence["BookingShown"] | UnsetType = UNSET
    linked_parent_booking: "BookingShown | UnsetType" = UNSET
    created_at: int
    updated_at: int


def show(booking: Booking, now_s: int) -> BookingShown:
    """Render a booking as it stands at a moment, with those linked to it; children have none."""
    is_child = booking.parent_id is not None
    return BookingShown(
        id=booking.booking_id,
        tenant_id=booking.tenant_id,
        booking_type=booking.type,
        booking_start=booking.starts_s,
        booking_end=booking.ends_s,
        all_day=booking.all_day,
        timezone=booking.timezone,
        asset_id=booking.asset_ids[0],
        asset_ids=booking.asset_ids,
        zones=booking.zones,
        user_id=booking.user_id,
        user_email=booking.user_email,
        user_name=booking.user_name,
        email_digest=_digest(booking.user_email),
        booked_by_id=booking.booked_by_id,
        booked_by_email=booking.booked_by_email,
        booked_by_name=booking.booked_by_name,
        booked_by_email_digest=_digest(booking.booked_by_email),
        booked_from=booking.booked_from,
        title=booking.title,
        description=booking.description,
        department=booking.department,
        images=booking.images,
        extension_data=booking.extension,
        permission=booking.permission,
        induction=booking.induction,
        process_state=booking.process_state,
        approved=booking.approved,
        approved_at=booking.approved_s,
        rejected=booking.rejected,
        rejected_at=booking.rejected_s,
        approver_id=booking.approver_id,
        approver_name=booking.approver_name,
        approver_email=booking.approver_email,
        checked_in=booking.checked_in,
        checked_in_at=booking.checked_in_s,
        checked_out_at=booking.checked_out_s,
        deleted=booking.deleted,
        deleted_at=booking.deleted_s,
        created=booking.created_s,
        last_changed=booking.last_changed_s,
        recurrence_type=booking.recurrence_type,
        recurrence_days=booking.recurrence_days,
        recurrence_nth_of_month=booking.recurrence_nth,
        recurrence_interval=booking.recurrence_interval,
        recurrence_end=booking.recurrence_ends_s,
        parent_id=booking.parent_id,
        event_id=booking.event_id,
        current_state=state_of(booking, now_s).value,
        history=[_entry(step) for step in booking.history],
        linked_bookings=UNSET if is_child else [show(child, now_s) for child in booking.children],
        linked_parent_booking=UNSET if booking.parent is None else show(booking.parent, now_s),
        created_at=booking.created_at_s,
        updated_at=booking.updated_at_s,
    )


@lru_cache(maxsize=10_000)
def _digest(address: str) -> str:
    return email_digest(address) if address else ""


def _entry(step: Step) -> HistoryEntry:
    return HistoryEntry(step["state"], step["time"], step["source"])
