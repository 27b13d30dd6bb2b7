"""`/triggers` and `/webhook`: what happens by itself (engine API contract, B.9).

Triggers watch and call modules; while no driver is installed there is nothing to watch, and none can be made.
"""

from starlette.responses import Response

from workhall.domain import places
from workhall.kernel.errors import Invalid
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import paged
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(("triggers",)))
ANYBODY = Access(anonymous=True)
VERBS = "GET POST PUT PATCH DELETE"


@routes.on("GET", "/triggers")
async def index(call: Call) -> Response:
    call.actor.need_support()
    return paged(call, "trigger", [], 0)


@routes.on("POST", "/triggers")
async def create(call: Call) -> Response:
    call.actor.need_support()
    raise Invalid("actions", "need a module to call; no driver is installed on this server")


@routes.on("GET PUT PATCH DELETE", "/triggers/{id}")
@routes.on("GET", "/triggers/{id}/instances")
async def trigger(call: Call) -> Response:
    raise places.equipment.UnknownTrigger(f"there is no trigger {call.values['id']}")


@routes.on(VERBS, "/webhook/{id}/notify", access=ANYBODY)
@routes.on(VERBS, "/webhook/{id}/notify/{secret}", access=ANYBODY)
@routes.on(VERBS, "/webhook/{id}/notify/{secret}/{module}/{index}/{method}", access=ANYBODY)
async def webhook(_: Call) -> Response:
    """Unknown id, wrong secret and switched off look alike from outside."""
    raise places.equipment.UnknownTrigger("there is no such webhook")
