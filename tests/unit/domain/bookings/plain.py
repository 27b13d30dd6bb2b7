"""A booking as plain as can be, to be changed by a test."""

from typing import Any

from workhall.domain.bookings import Booking
from workhall.kernel.ids import BookingId, TenantId, UserId

START, END = 10_000, 20_000


def booking(**more: Any) -> Booking:
    """One of desk-1, from START to END; anything else as said."""
    return Booking(
        **{
            "booking_id": BookingId(1),
            "tenant_id": TenantId(1),
            "type": "desk",
            "created_s": 1,
            "starts_s": START,
            "ends_s": END,
            "asset_ids": ["desk-1"],
            "user_id": "user-ada",
            "user_email": "ada@acme.example",
            "user_name": "Ada",
            "booked_by_id": UserId("user-ada"),
            "booked_by_email": "ada@acme.example",
            "booked_by_name": "Ada",
            "last_changed_s": 1,
            **more,
        }
    )
