"""The Staff API put together."""

from workhall.surfaces.staff.errors import SAY
from workhall.surfaces.web.router import Router
from workhall.surfaces.web.surface import Surface, refuse_in_json

BASE = "/api/staff/v1"
ROUTERS: tuple[Router, ...] = ()

surface = Surface("staff", (BASE,), Router().include(*ROUTERS), refuse_in_json(SAY))
