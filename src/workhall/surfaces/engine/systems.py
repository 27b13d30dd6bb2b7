"""`/systems`: rooms, and logical groups of equipment (engine API contract, B.2)."""

from starlette.responses import Response

from workhall.domain import places
from workhall.domain.places import System
from workhall.kernel import search, text
from workhall.kernel.errors import WorkhallError
from workhall.kernel.paging import LONGEST_PAGE, Found, Page
from workhall.surfaces.engine import metadata, settings
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged, whole
from workhall.surfaces.engine.wire import systems as wire
from workhall.surfaces.engine.wire import zones as zones_wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.parameters import BadParameter, MissingParameter
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router
from workhall.surfaces.web.sayings import sentence

READS = Access(("systems",), guests=True)
routes = Router(BASE, access=Access(("systems",)))

# Groups of systems by other things than zones are not kept: who asks for one gets none.
_NEVER_FITS = ("trigger_id", "group_id", "subsystem")


class WebsocketOnly(WorkhallError):
    code = "websocket_only"


@routes.on("GET", "/systems")
async def index(call: Call) -> Response:
    found = await _find(call)
    if not call.query.flag("complete"):
        return paged(call, "sys", [wire.show(system) for system in found], found.total)
    known = await places.systems.zones_of(call.tx, found.rows)
    return paged(call, "sys", [wire.show_complete(system, known) for system in found], found.total)


@routes.on("GET", "/systems/with_emails")
async def with_emails(call: Call) -> Response:
    call.query.need_text("in")
    emails = tuple(text.email(one) for one in call.query.list("in"))
    if not emails:
        return whole("sys", [])
    wanted = places.SystemFilter(emails=emails, zone_ids=tuple(call.query.list("zone_id")))
    found = await places.systems.find(call.tx, wanted, Page(LONGEST_PAGE))
    return whole("sys", [wire.show(system) for system in found])


@routes.on("GET", "/systems/control")
async def control(_: Call) -> Response:
    """The websocket's address; plain requests are told so."""
    said = sentence(WebsocketOnly("this address speaks websocket only"))
    return answer(said, 426, {"Upgrade": "websocket", "Connection": "Upgrade"})


@routes.on("POST", "/systems")
async def create(call: Call) -> Response:
    system = await places.systems.create(call.tx, call.actor, wire.changes(call.body(wire.SystemBody)))
    return answer(wire.show(system), 201)


@routes.on("GET", "/systems/{id}", access=READS)
async def show(call: Call) -> Response:
    system = await _system(call)
    if not call.query.flag("complete"):
        return answer(wire.show(system))
    return answer(wire.show_complete(system, await places.systems.zones_of(call.tx, [system])))


@routes.on("PUT PATCH", "/systems/{id}")
async def update(call: Call) -> Response:
    version = call.query.integer("version")
    if version is None:
        raise _version_needed(call)
    given = wire.changes(call.body(wire.SystemBody))
    system = await places.systems.update(call.tx, call.actor, call.values["id"], given, version=version)
    return answer(wire.show(system))


@routes.on("DELETE", "/systems/{id}")
async def delete(call: Call) -> Response:
    await places.systems.delete(call.tx, call.actor, call.values["id"])
    return accepted()


@routes.on("GET", "/systems/{id}/zones", access=READS)
async def zones(call: Call) -> Response:
    system = await _system(call)
    return whole("zone", [zones_wire.show(zone) for zone in await places.zones.those(call.tx, system.zones)])


@routes.on("GET", "/systems/{id}/metadata", access=READS)
async def documents(call: Call) -> Response:
    return await metadata.documents_of(call, call.values["id"])


@routes.on("GET", "/systems/{id}/settings")
async def chain(call: Call) -> Response:
    return await settings.chain_of(call, await _system(call))


async def _system(call: Call) -> System:
    return await places.systems.show(call.tx, call.actor, call.values["id"])


async def _find(call: Call) -> Found[System]:
    if any(name in call.query for name in _NEVER_FITS):
        return Found((), 0)
    query = call.query
    wanted = places.SystemFilter(
        search.parse(query.text("q")),
        zone_ids=tuple(query.list("zone_id")),
        emails=tuple(text.email(one) for one in query.list("email")),
        features=tuple(query.list("features")),
        module_id=query.text("module_id"),
        capacity=query.integer("capacity"),
        bookable=query.optional_flag("bookable"),
        signage=query.optional_flag("signage"),
        public=query.optional_flag("public"),
    )
    return await places.systems.find(call.tx, wanted, page_of(call))


def _version_needed(call: Call) -> MissingParameter | BadParameter:
    if call.query.text("version", "") == "":
        return MissingParameter("version", "Int32")
    return BadParameter("version", "parameter 'version' must be a whole number", "Int32")
