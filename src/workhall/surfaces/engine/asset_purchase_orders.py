"""`/asset_purchase_orders`: what assets were bought with (engine API contract B.12)."""

from starlette.responses import Response

from workhall.domain import assets
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.wire import asset_catalogue as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("asset_purchase_orders",)))


@routes.on("GET", "/asset_purchase_orders")
async def index(call: Call) -> Response:
    found = await assets.orders(call.tx, call.query.text("q"), page_of(call))
    return paged(call, "asset_purchase_order", [wire.order(one) for one in found], found.total)


@routes.on("POST", "/asset_purchase_orders")
async def create(call: Call) -> Response:
    draft = wire.order_changes(call.body(wire.OrderBody))
    return answer(wire.order(await assets.add_order(call.tx, call.actor, draft)), 201)


@routes.on("GET", "/asset_purchase_orders/{id}")
async def show(call: Call) -> Response:
    return answer(wire.order(await assets.order(call.tx, call.values["id"])))


@routes.on("PUT PATCH", "/asset_purchase_orders/{id}")
async def update(call: Call) -> Response:
    given = wire.order_changes(call.body(wire.OrderBody))
    return answer(wire.order(await assets.change_order(call.tx, call.actor, call.values["id"], given)))


@routes.on("DELETE", "/asset_purchase_orders/{id}")
async def remove(call: Call) -> Response:
    await assets.remove_order(call.tx, call.actor, call.values["id"])
    return accepted()
