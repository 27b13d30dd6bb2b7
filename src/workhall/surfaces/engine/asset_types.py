"""`/asset_types`: types of things in a category (engine API contract B.12)."""

from starlette.responses import Response

from workhall.domain import assets
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_if_asked, part
from workhall.surfaces.engine.wire import asset_catalogue as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("asset_types",)))


@routes.on("GET", "/asset_types")
async def index(call: Call) -> Response:
    """`zone_id` restricts what is counted, not what is listed."""
    query = call.query
    wanted = assets.TypeFilter(
        q=query.text("q"),
        category_id=query.text("category_id") or None,
        brand=query.text("brand") or None,
        model_number=query.text("model_number") or None,
        zone_id=query.text("zone_id") or None,
    )
    found = await assets.types(call.tx, wanted, page_if_asked(call))
    return part(call, "asset_type", [wire.asset_type(one) for one in found], found.total)


@routes.on("POST", "/asset_types")
async def create(call: Call) -> Response:
    draft = wire.type_changes(call.body(wire.TypeBody))
    return answer(wire.asset_type(await assets.add_type(call.tx, call.actor, draft)), 201)


@routes.on("GET", "/asset_types/{id}")
async def show(call: Call) -> Response:
    zone_id = call.query.text("zone_id") or None
    return answer(wire.asset_type(await assets.asset_type(call.tx, call.values["id"], zone_id)))


@routes.on("PUT PATCH", "/asset_types/{id}")
async def update(call: Call) -> Response:
    given = wire.type_changes(call.body(wire.TypeBody))
    return answer(wire.asset_type(await assets.change_type(call.tx, call.actor, call.values["id"], given)))


@routes.on("DELETE", "/asset_types/{id}")
async def remove(call: Call) -> Response:
    await assets.remove_type(call.tx, call.actor, call.values["id"])
    return accepted()
