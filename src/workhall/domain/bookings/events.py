"""What bookings announce; drivers, mailers and catering listen (staff API contract, 1.9)."""

from dataclasses import dataclass

from workhall.domain.bookings.model import Booking

CREATE = "create"
CHANGED = "changed"
METADATA_CHANGED = "metadata_changed"
EXTENSION_CHANGED = "extdata_changed"
CANCELLED = "cancelled"
APPROVED = "approved"
REJECTED = "rejected"
CHECKED_IN = "checked_in"
PROCESS_STATE = "process_state"
INDUCTION = "induction"


@dataclass(frozen=True, slots=True)
class BookingChanged:
    """`before` is the booking as it was; of no interest to a new or cancelled one."""

    action: str
    booking: Booking
    before: Booking | None = None
    channel: str = "staff/booking/changed"

    def payload(self) -> dict[str, object]:
        document = {"action": self.action, **_common(self.booking)}
        if self.action == CREATE:
            return document
        document |= {
            "instance": None,
            "approver_name": self.booking.approver_name,
            "approver_email": self.booking.approver_email,
        }
        if self.action == CANCELLED:
            return document
        before = self.before or self.booking
        return document | {
            "previous_booking_start": before.starts_s,
            "previous_booking_end": before.ends_s,
            "previous_zones": before.zones,
            "induction": self.booking.induction,
        }


def _common(booking: Booking) -> dict[str, object]:
    return {
        "id": booking.booking_id,
        "booking_type": booking.type,
        "booking_start": booking.starts_s,
        "booking_end": booking.ends_s,
        "timezone": booking.timezone,
        "resource_id": booking.asset_ids[0],
        "resource_ids": booking.asset_ids,
        "user_id": booking.user_id,
        "user_email": booking.user_email,
        "user_name": booking.user_name,
        "zones": booking.zones,
        "process_state": booking.process_state,
        "last_changed": booking.last_changed_s,
        "title": booking.title,
        "checked_in": booking.checked_in,
        "description": booking.description,
        "extension_data": booking.extension,
        "booked_by_email": booking.booked_by_email,
        "booked_by_name": booking.booked_by_name,
    }


@dataclass(frozen=True, slots=True)
class HostChanged:
    """Somebody else is the holder now."""

    booking: Booking
    previous_email: str
    channel: str = "staff/booking/host_changed"

    def payload(self) -> dict[str, object]:
        return {
            "action": "host_changed",
            "booking_id": self.booking.booking_id,
            "resource_id": self.booking.asset_ids[0],
            "resource_ids": self.booking.asset_ids,
            "event_title": self.booking.title,
            "event_summary": self.booking.summary,
            "event_starting": self.booking.starts_s,
            "previous_host_email": self.previous_email,
            "new_host_email": self.booking.user_email,
            "zones": self.booking.zones,
        }
