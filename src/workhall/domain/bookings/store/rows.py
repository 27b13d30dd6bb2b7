"""The columns of a booking, and from a row to a booking."""

from asyncpg import Record

from workhall.domain.bookings.model import Booking

# In the order of the fields of Booking.
_OWN = (
    "booking_id",
    "tenant_id",
    "booking_type",
    "starts_s",
    "ends_s",
    "all_day",
    "timezone",
    "asset_ids",
    "zones",
    "user_id",
    "user_email",
    "user_name",
    "booked_by_id",
    "booked_by_email",
    "booked_by_name",
    "booked_from",
    "title",
    "description",
    "department",
    "images",
    "extension",
    "permission",
    "induction",
    "process_state",
    "approved",
    "approved_s",
    "rejected",
    "rejected_s",
    "approver_id",
    "approver_name",
    "approver_email",
    "checked_in",
    "checked_in_s",
    "checked_out_s",
    "deleted",
    "deleted_s",
    "history",
    "recurrence_type",
    "recurrence_days",
    "recurrence_nth",
    "recurrence_interval",
    "recurrence_ends_s",
    "parent_id",
    "event_id",
    "created_s",
    "last_changed_s",
)
_FIELDS = ("type" if name == "booking_type" else name for name in _OWN)
FIELDS = (*_FIELDS, "created_at_s", "updated_at_s")
COLUMNS = ", ".join(
    (
        *(f"b.{name}" for name in _OWN),
        "floor(extract(epoch from b.created_at))::bigint",
        "floor(extract(epoch from b.updated_at))::bigint",
    )
)
WIDTH = len(FIELDS)

# What a create writes, and what a later save writes again.
INSERTED = tuple(name for name in _OWN if name != "booking_id")
SAVED = tuple(name for name in INSERTED if name not in {"tenant_id", "booking_type", "created_s"})


def booking(row: Record) -> Booking:
    """Read a row that begins with COLUMNS."""
    return Booking(**dict(zip(FIELDS, row.values(), strict=False)))


def value(one: Booking, column: str) -> object:
    return getattr(one, "type" if column == "booking_type" else column)
