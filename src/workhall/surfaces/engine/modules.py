"""`/modules`: running driver instances (engine API contract, B.3). No driver is installed on this server yet."""

from starlette.responses import Response

from workhall.domain import places
from workhall.kernel.errors import Invalid
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import paged
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(("modules",)))


@routes.on("GET", "/modules")
async def index(call: Call) -> Response:
    call.actor.need_support()
    return paged(call, "mod", [], 0)


@routes.on("POST", "/modules")
async def create(call: Call) -> Response:
    call.actor.need_support()
    raise Invalid("driver_id", "is no driver of this server")


@routes.on("GET PUT PATCH DELETE", "/modules/{id}")
@routes.on("POST", "/modules/{id}/start", "/modules/{id}/stop", "/modules/{id}/load", "/modules/{id}/ping")
@routes.on("GET", "/modules/{id}/state", "/modules/{id}/settings", "/modules/{id}/error")
@routes.on("GET", "/modules/{id}/state/{key}")
@routes.on("POST", "/modules/{id}/exec/{method}")
async def module(call: Call) -> Response:
    raise places.equipment.UnknownModule(f"there is no module {call.values['id']}")
