"""`/metadata`: named documents of zones, systems and people (engine API contract, B.4)."""

from starlette.responses import Response

from workhall.domain import places
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of
from workhall.surfaces.engine.wire import metadata as wire
from workhall.surfaces.engine.wire import zones as zones_wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

READS = Access(("metadata",), guests=True)
routes = Router(BASE, access=Access(("metadata",)))


@routes.on("GET", "/metadata/{parent_id}", access=READS)
async def show(call: Call) -> Response:
    return await documents_of(call, call.values["parent_id"])


async def documents_of(call: Call, parent_id: str) -> Response:
    """All documents of a parent, or the one named; absent ones, and absent parents, answer `{}` at once."""
    name = call.query.text("name")
    places.metadata.need_open(call.actor, [parent_id], name)
    return answer(wire.by_name(await places.metadata_of(call.tx, parent_id, name)))


@routes.on("GET", "/metadata/{parent_id}/children", access=READS)
async def children(call: Call) -> Response:
    parent_id, name = call.values["parent_id"], call.query.text("name")
    places.metadata.need_open(call.actor, [parent_id], name)
    zones = await places.zones.children_of(call.tx, parent_id)
    documents = await places.metadata_of_each(call.tx, [zone.zone_id for zone in zones], name)
    return answer(
        [{"zone": zones_wire.show(zone), "metadata": wire.by_name(documents[zone.zone_id])} for zone in zones]
    )


@routes.on("GET", "/metadata/{name}/bulk", access=READS)
async def bulk(call: Call) -> Response:
    name = call.values["name"]
    call.query.need_text("parent_ids")
    parent_ids = call.query.list("parent_ids")
    places.metadata.need_open(call.actor, parent_ids, name)
    found = await places.metadata_of_each(call.tx, parent_ids, name)
    return answer({parent: wire.show(documents[name]) if documents else None for parent, documents in found.items()})


@routes.on("GET", "/metadata/{parent_id}/history")
async def history(call: Call) -> Response:
    page = page_of(call)
    found = await places.metadata.history_of(call.tx, call.values["parent_id"], call.query.text("name"), page)
    return answer({name: [wire.show(version) for version in versions] for name, versions in found.items()})


@routes.on("PUT", "/metadata/{parent_id}")
async def replace(call: Call) -> Response:
    return await _write(call, merges=False)


@routes.on("PATCH", "/metadata/{parent_id}")
async def merge(call: Call) -> Response:
    return await _write(call, merges=True)


async def _write(call: Call, *, merges: bool) -> Response:
    writing = wire.writing(call.body(wire.MetadataBody), merges=merges)
    return answer(wire.show(await places.metadata.write(call.tx, call.actor, call.values["parent_id"], writing)))


@routes.on("PUT PATCH", "/metadata/{parent_id}/name")
async def rename(call: Call) -> Response:
    body = call.body(wire.RenameBody)
    document = await places.metadata.rename(
        call.tx,
        call.actor,
        call.values["parent_id"],
        name=wire.name(body.current_name),
        new_name=wire.name(body.new_name),
    )
    return answer(wire.show(document))


@routes.on("DELETE", "/metadata/{parent_id}")
async def delete(call: Call) -> Response:
    name = call.query.need_text("name")
    await places.metadata.delete(call.tx, call.actor, call.values["parent_id"], name)
    return accepted()
