"""A booking on the wire (staff API contract, 5.1): our words to theirs. Keys whose value is null are left out."""

from typing import Any

from workhall.domain.bookings import Booking, state_of
from workhall.kernel.text import email_digest


def show(booking: Booking, now_s: int) -> dict[str, Any]:
    """Render a booking as it stands at a moment, with those linked to it."""
    shown: dict[str, Any] = {
        "id": booking.booking_id,
        "tenant_id": booking.tenant_id,
        "booking_type": booking.type,
        "booking_start": booking.starts_s,
        "booking_end": booking.ends_s,
        "all_day": booking.all_day,
        "asset_id": booking.asset_ids[0],
        "asset_ids": booking.asset_ids,
        "zones": booking.zones,
        "user_id": booking.user_id,
        "user_email": booking.user_email,
        "user_name": booking.user_name,
        "email_digest": _digest(booking.user_email),
        "booked_by_id": booking.booked_by_id,
        "booked_by_email": booking.booked_by_email,
        "booked_by_name": booking.booked_by_name,
        "booked_by_email_digest": _digest(booking.booked_by_email),
        "images": booking.images,
        "extension_data": booking.extension,
        "permission": booking.permission,
        "induction": booking.induction,
        "approved": booking.approved,
        "rejected": booking.rejected,
        "checked_in": booking.checked_in,
        "deleted": booking.deleted,
        "created": booking.created_s,
        "last_changed": booking.last_changed_s,
        "recurrence_type": booking.recurrence_type,
        "recurrence_days": booking.recurrence_days,
        "recurrence_nth_of_month": booking.recurrence_nth,
        "recurrence_interval": booking.recurrence_interval,
        "current_state": state_of(booking, now_s).value,
        "history": [_step(step) for step in booking.history],
        "created_at": booking.created_at_s,
        "updated_at": booking.updated_at_s,
    }
    shown |= {key: value for key, value in _optional(booking) if value is not None}
    if booking.parent_id is None:
        shown["linked_bookings"] = [show(child, now_s) for child in booking.children]
    if booking.parent is not None:
        shown["linked_parent_booking"] = show(booking.parent, now_s)
    return shown


def _optional(booking: Booking) -> tuple[tuple[str, object], ...]:
    return (
        ("timezone", booking.timezone),
        ("booked_from", booking.booked_from),
        ("title", booking.title),
        ("description", booking.description),
        ("department", booking.department),
        ("process_state", booking.process_state),
        ("approved_at", booking.approved_s),
        ("rejected_at", booking.rejected_s),
        ("approver_id", booking.approver_id),
        ("approver_name", booking.approver_name),
        ("approver_email", booking.approver_email),
        ("checked_in_at", booking.checked_in_s),
        ("checked_out_at", booking.checked_out_s),
        ("deleted_at", booking.deleted_s),
        ("recurrence_end", booking.recurrence_ends_s),
        ("parent_id", booking.parent_id),
        ("event_id", booking.event_id),
    )


def _digest(address: str) -> str:
    return email_digest(address) if address else ""


def _step(step: Any) -> dict[str, Any]:  # noqa: ANN401  a row's JSON: a Step
    shown = {"state": step["state"], "time": step["time"]}
    return shown | {"source": step["source"]} if step["source"] else shown
