"""`/drivers`: the catalogue of installed drivers (engine API contract, B.3). None is installed on this server yet."""

from starlette.responses import Response

from workhall.domain import places
from workhall.kernel.errors import Invalid
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import paged
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(("drivers",)))


@routes.on("GET", "/drivers")
async def index(call: Call) -> Response:
    call.actor.need_support()
    return paged(call, "driver", [], 0)


@routes.on("POST", "/drivers")
async def create(call: Call) -> Response:
    call.actor.need_admin()
    raise Invalid("file_name", "is no driver of this server; drivers are installed with it, not over the API")


@routes.on("GET PUT PATCH DELETE", "/drivers/{id}")
@routes.on("GET", "/drivers/{id}/compiled", "/drivers/{id}/readme")
@routes.on("POST", "/drivers/{id}/recompile", "/drivers/{id}/reload")
async def driver(call: Call) -> Response:
    raise places.equipment.UnknownDriver(f"there is no driver {call.values['id']}")
