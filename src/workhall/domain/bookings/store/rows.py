"""The columns of a booking, and between a row and a booking."""

from asyncpg import Record
from msgspec.structs import astuple

from workhall.domain.bookings.model import Booking

_FIELDS = Booking.__struct_fields__
_FIRST_INSERTED = _FIELDS.index("tenant_id")
_FIRST_SAVED = _FIELDS.index("starts_s")  # what comes before never changes
_MOMENTS = _FIELDS.index("created_at_s")
_WIDTH = _FIELDS.index("children")
_OWN = tuple("booking_type" if name == "type" else name for name in _FIELDS[:_MOMENTS])

INSERTED = _OWN[_FIRST_INSERTED:]
SAVED = _OWN[_FIRST_SAVED:]
COLUMNS = ", ".join(
    (
        *(f"b.{name}" for name in _OWN),
        "floor(extract(epoch from b.created_at))::bigint",
        "floor(extract(epoch from b.updated_at))::bigint",
    )
)


def booking(row: Record) -> Booking:
    """Read a row that begins with COLUMNS."""
    return Booking(*tuple(row)[:_WIDTH])


def inserted(one: Booking) -> tuple[object, ...]:
    return astuple(one)[_FIRST_INSERTED:_MOMENTS]


def saved(one: Booking) -> tuple[object, ...]:
    return astuple(one)[_FIRST_SAVED:_MOMENTS]
