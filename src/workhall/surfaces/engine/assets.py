"""`/assets`: single things, one by one and in bulk (engine API contract B.12)."""

from typing import TypeVar

from starlette.responses import Response

from workhall.domain import assets
from workhall.kernel.errors import Invalid
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.wire import assets as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("assets",)))
_MOST = 10_000
T = TypeVar("T")


@routes.on("GET", "/assets")
async def index(call: Call) -> Response:
    query = call.query
    wanted = assets.AssetFilter(
        q=query.text("q"),
        zone_id=query.text("zone_id") or None,
        zones=tuple(query.list("zones")),
        type_id=query.text("type_id") or query.text("asset_type_id") or None,
        order_id=query.text("order_id") or query.text("purchase_order_id") or None,
        barcode=query.text("barcode") or None,
        serial_number=query.text("serial_number") or None,
        bookable=query.optional_flag("bookable"),
        accessible=query.optional_flag("accessible"),
        features=tuple(query.list("features")),
    )
    found = await assets.find(call.tx, wanted, page_of(call))
    return paged(call, "asset", [wire.show(one) for one in found], found.total)


@routes.on("POST", "/assets")
async def create(call: Call) -> Response:
    (made,) = await assets.add(call.tx, call.actor, [wire.changes(call.body(wire.AssetBody))])
    return answer(wire.show(made), 201)


@routes.on("GET", "/assets/{id}")
async def show(call: Call) -> Response:
    return answer(wire.show(await assets.get(call.tx, call.values["id"])))


@routes.on("PUT PATCH", "/assets/{id}")
async def update(call: Call) -> Response:
    given = {call.values["id"]: wire.changes(call.body(wire.AssetBody))}
    (changed,) = await assets.change(call.tx, call.actor, given)
    return answer(wire.show(changed))


@routes.on("DELETE", "/assets/{id}")
async def remove(call: Call) -> Response:
    await assets.remove(call.tx, call.actor, [call.values["id"]])
    return accepted()


@routes.on("POST", "/assets/bulk")
async def create_many(call: Call) -> Response:
    bodies = _not_too_many(call.body(list[wire.AssetBody]))
    made = await assets.add(call.tx, call.actor, [wire.changes(body) for body in bodies])
    return answer([wire.show(one) for one in made], 201)


@routes.on("PUT PATCH", "/assets/bulk")
async def update_many(call: Call) -> Response:
    """What carries no id is passed over; the answer is in the order asked for."""
    bodies = _not_too_many(call.body(list[wire.AssetBody]))
    given = {body.id: wire.changes(body) for body in bodies if isinstance(body.id, str)}
    changed = {one.asset_id: one for one in await assets.change(call.tx, call.actor, given)}
    return answer([wire.show(changed[asset_id]) for asset_id in given])


@routes.on("DELETE", "/assets/bulk")
async def remove_many(call: Call) -> Response:
    await assets.remove(call.tx, call.actor, _not_too_many(call.body(list[str])))
    return accepted()


def _not_too_many(given: list[T]) -> list[T]:
    if len(given) > _MOST:
        raise Invalid(None, f"at most {_MOST} assets can be given at once")
    return given
