"""`/systems/{id}/…`: the modules and triggers of a system (engine API contract, B.2 and B.9).

No driver is installed on this server yet: counts are empty, and whatever is called is not found.
"""

from starlette.responses import Response

from workhall.domain import places
from workhall.domain.places import System
from workhall.kernel.errors import Invalid
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import whole
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import answer, empty
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(("systems",)))


@routes.on("GET", "/systems/{id}/types", "/systems/{id}/count")
async def types(call: Call) -> Response:
    """How many modules of each name there are."""
    await _system(call)
    return answer({})


@routes.on("POST", "/systems/{id}/start", "/systems/{id}/stop")
async def start_or_stop(call: Call) -> Response:
    call.actor.need_support()
    await _system(call)
    return empty()


@routes.on("GET", "/systems/{id}/functions/{module}")
@routes.on("GET", "/systems/{id}/{module}")
@routes.on("GET", "/systems/{id}/{module}/{name}")
@routes.on("POST", "/systems/{id}/{module}/{name}")
async def ask(call: Call) -> Response:
    """Functions, state and execution: for support staff, and groups that manage the system's zones."""
    module = places.equipment.module_name(call.values["module"])
    try:
        system = await _system(call)
    except places.systems.UnknownSystem as error:
        raise places.equipment.CallFailed("system not found", call.values["id"], module) from error
    await places.need_manage(call.tx, call.actor, system.zones)
    places.equipment.need_module(system, module)
    return empty()


@routes.on("PUT DELETE", "/systems/{id}/module/{module_id}")
async def add_or_remove(call: Call) -> Response:
    system = await _system(call)
    await places.need_administer(call.tx, call.actor, system.zones)
    raise places.equipment.UnknownModule(f"there is no module {call.values['module_id']}")


@routes.on("GET", "/systems/{id}/triggers")
async def triggers(call: Call) -> Response:
    call.actor.need_support()
    await _system(call)
    return whole("trig", [])


@routes.on("POST", "/systems/{id}/triggers")
async def add_trigger(call: Call) -> Response:
    call.actor.need_support()
    await _system(call)
    raise Invalid("trigger_id", "is no trigger here")


@routes.on("GET PUT PATCH DELETE", "/systems/{id}/triggers/{trigger_id}")
async def trigger(call: Call) -> Response:
    call.actor.need_support()
    await _system(call)
    raise places.equipment.UnknownTrigger(f"there is no trigger {call.values['trigger_id']}")


async def _system(call: Call) -> System:
    return await places.systems.show(call.tx, call.actor, call.values["id"])
