"""Where the Staff API lives, and what its routes have in common."""

from workhall.domain import bookings, connections
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.markup import plain

BASE = "/api/staff/v1"
_LONGEST_SOURCE = 255


async def caller_of(call: Call) -> bookings.Caller:
    """Say who asks, and through which calendar connection: that of the host name and the caller's e-mail domain."""
    email = None if call.actor.is_anonymous else call.actor.email
    connection = await connections.serving(call.tx, call.residence.host, email)
    source = plain(call.query.text("utm_source", "") or "")[:_LONGEST_SOURCE]
    return bookings.Caller(call.actor, connection, source or None)
