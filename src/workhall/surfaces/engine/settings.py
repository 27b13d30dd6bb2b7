"""`/settings`: texts of zones and systems, one per level of secrecy (engine API contract, B.5)."""

from starlette.responses import Response

from workhall.domain import places
from workhall.domain.places import System
from workhall.kernel import search
from workhall.kernel.paging import Page
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged, whole
from workhall.surfaces.engine.wire import settings as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer, page_headers
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(("settings",)))
_VERSIONS = 15


@routes.on("GET", "/settings")
async def index(call: Call) -> Response:
    parent_ids, wanted = call.query.list("parent_id"), search.parse(call.query.text("q"))
    sealer = call.house.sealer
    if parent_ids:
        told = await places.settings.of_parents(call.tx, call.actor, parent_ids, wanted, sealer=sealer)
        return whole("sets", [wire.show(one) for one in told])
    found = await places.settings.find(call.tx, call.actor, wanted, page_of(call), sealer=sealer)
    return paged(call, "sets", [wire.show(one) for one in found], found.total)


@routes.on("POST", "/settings")
async def create(call: Call) -> Response:
    given = wire.changes(call.body(wire.SettingsBody))
    told = await places.settings.create(call.tx, call.actor, given, sealer=call.house.sealer)
    return answer(wire.show(told), 201)


@routes.on("GET", "/settings/{id}")
async def show(call: Call) -> Response:
    told = await places.settings.show(call.tx, call.actor, call.values["id"], sealer=call.house.sealer)
    return answer(wire.show(told))


@routes.on("PUT PATCH", "/settings/{id}")
async def update(call: Call) -> Response:
    given = wire.changes(call.body(wire.SettingsBody))
    told = await places.settings.update(call.tx, call.actor, call.values["id"], given, sealer=call.house.sealer)
    return answer(wire.show(told))


@routes.on("DELETE", "/settings/{id}")
async def delete(call: Call) -> Response:
    await places.settings.delete(call.tx, call.actor, call.values["id"])
    return accepted()


@routes.on("GET", "/settings/{id}/history")
async def history(call: Call) -> Response:
    page = Page(call.query.integer_or("limit", _VERSIONS), call.query.integer_or("offset", 0))
    found = await places.settings.history(call.tx, call.actor, call.values["id"], page, sealer=call.house.sealer)
    headers = page_headers(
        "sets",
        call.request.url.path,
        call.query.pairs,
        offset=page.offset,
        returned=len(found),
        total=found.total,
        limit=page.limit,
    )
    return answer([wire.show(version) for version in found], headers=headers)


async def chain_of(call: Call, system: System) -> Response:
    """The settings that add up for a system, in ascending priority: its zones in their order, then itself."""
    await places.need_manage(call.tx, call.actor, system.zones)
    parent_ids = [*system.zones, system.system_id]
    told = await places.settings.chain(call.tx, call.actor, parent_ids, sealer=call.house.sealer)
    return whole("sets", [wire.show(one) for one in told])
