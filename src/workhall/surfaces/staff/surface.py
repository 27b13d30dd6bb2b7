"""The Staff API put together."""

from workhall.surfaces.staff import about, booking_actions, bookings, not_yet, tenants
from workhall.surfaces.staff.base import BASE
from workhall.surfaces.staff.errors import refuse
from workhall.surfaces.web.router import Router
from workhall.surfaces.web.surface import Surface

ROUTERS: tuple[Router, ...] = (about.routes, tenants.routes, bookings.routes, booking_actions.routes, not_yet.routes)

surface = Surface("staff", (BASE,), Router().include(*ROUTERS), refuse)
