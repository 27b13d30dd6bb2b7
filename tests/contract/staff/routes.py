"""The routes of the Staff API that clients in the field call, of what is there: base, tenants, bookings.

Written down from the outside: a route that is missing here and served, or the other way round, is a mistake of one
of the two. `instance` is the original start of one occurrence of a series, in seconds.
"""

from typing import Final

BASE: Final = "/api/staff/v1"

_TOLD: Final = """
GET                   /
GET                   /openapi.json
GET POST              /tenants
PUT PATCH DELETE      /tenants/{id}
GET                   /tenants/current_limits
GET                   /tenants/current_early_checkin
GET POST              /tenants/{id}/limits
GET POST              /tenants/{id}/early_checkin
GET POST              /bookings
GET                   /bookings/booked
POST                  /bookings/clashing-assets
GET PUT PATCH DELETE  /bookings/{id}
GET PUT PATCH DELETE  /bookings/{id}/instance/{instance}
PATCH                 /bookings/{id}/ext_data
PATCH                 /bookings/{id}/ext_data/{instance}
POST                  /bookings/{id}/approve
POST                  /bookings/{id}/approve/{instance}
POST                  /bookings/{id}/reject
POST                  /bookings/{id}/reject/{instance}
POST                  /bookings/{id}/check_in
POST                  /bookings/{id}/check_in/{instance}
POST                  /bookings/{id}/checkin
POST                  /bookings/{id}/checkin/{instance}
POST                  /bookings/{id}/update_state
POST                  /bookings/{id}/update_state/{instance}
POST                  /bookings/{id}/update_induction
POST                  /bookings/{id}/update_induction/{instance}
GET                   /bookings/{id}/guests
POST                  /bookings/{id}/guests/{guest}/check_in
POST                  /bookings/{id}/guests/{guest}/checkin
POST                  /bookings/{id}/attendee
DELETE                /bookings/{id}/attendee/{email}
"""

ROUTES: Final = frozenset(
    (method, (BASE + path).rstrip("/"))
    for *methods, path in (line.split() for line in _TOLD.strip().splitlines())
    for method in methods
)
