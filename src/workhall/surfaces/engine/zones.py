"""`/zones`: the tree of places (engine API contract, B.1)."""

from starlette.responses import Response

from workhall.domain import places
from workhall.kernel import search
from workhall.surfaces.engine import metadata
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged, whole
from workhall.surfaces.engine.wire import zones as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

ROOT = "root"
routes = Router(BASE, access=Access(("zones",)))


@routes.on("GET", "/zones")
async def index(call: Call) -> Response:
    count_children = call.query.flag("include_children_count")
    found = await places.zones.find(call.tx, call.actor, _filter(call), page_of(call), count_children=count_children)
    return paged(call, "zone", [wire.show(one.zone, children=one.children) for one in found], found.total)


@routes.on("GET", "/zones/tags")
async def tags(call: Call) -> Response:
    return answer(await places.zones.tags(call.tx))


@routes.on("POST", "/zones")
async def create(call: Call) -> Response:
    zone = await places.zones.create(call.tx, call.actor, wire.changes(call.body(wire.ZoneBody)))
    return answer(wire.show(zone), 201)


@routes.on("GET", "/zones/{id}")
async def show(call: Call) -> Response:
    zone = await places.zones.show(call.tx, call.values["id"])
    return answer(wire.show(zone, complete=call.query.flag("complete")))


@routes.on("PUT PATCH", "/zones/{id}")
async def update(call: Call) -> Response:
    zone = await places.zones.update(call.tx, call.actor, call.values["id"], wire.changes(call.body(wire.ZoneBody)))
    return answer(wire.show(zone))


@routes.on("DELETE", "/zones/{id}")
async def delete(call: Call) -> Response:
    await places.zones.delete(call.tx, call.actor, call.values["id"])
    return accepted()


@routes.on("GET", "/zones/{id}/metadata", access=metadata.READS)
async def documents(call: Call) -> Response:
    return await metadata.documents_of(call, call.values["id"])


@routes.on("GET", "/zones/{id}/triggers")
async def triggers(call: Call) -> Response:
    call.actor.need_support()
    await places.zones.show(call.tx, call.values["id"])
    return whole("trigger", [])


@routes.on("POST", "/zones/{id}/exec/{module}/{method}")
async def execute(call: Call) -> Response:
    """Call a module of every system in the zone; while no driver is installed, all of them lack it."""
    call.actor.need_support()
    zone = await places.zones.show(call.tx, call.values["id"])
    lacking = await places.systems.ids_in_zone(call.tx, zone.zone_id)
    return answer({"success": [], "failure": [], "module_missing": lacking})


def _filter(call: Call) -> places.ZoneFilter:
    parents = call.query.list("parent_id")
    return places.ZoneFilter(
        search.parse(call.query.text("q")),
        tuple(parent for parent in parents if parent != ROOT),
        ROOT in parents,
        tuple(call.query.list("tags")),
    )
