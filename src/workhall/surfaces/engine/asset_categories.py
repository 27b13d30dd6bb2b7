"""`/asset_categories`: kinds of things; apps keep desks and lockers in hidden ones (engine API contract B.12)."""

from starlette.responses import Response

from workhall.domain import assets
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_if_asked, part
from workhall.surfaces.engine.wire import asset_catalogue as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("asset_categories",)))


@routes.on("GET", "/asset_categories")
async def index(call: Call) -> Response:
    page = page_if_asked(call)
    found = await assets.categories(call.tx, call.query.text("q"), page, hidden=call.query.optional_flag("hidden"))
    return part(call, "asset_category", [_shown(call, one) for one in found], found.total)


@routes.on("POST", "/asset_categories")
async def create(call: Call) -> Response:
    draft = wire.category_changes(call.body(wire.CategoryBody))
    return answer(_shown(call, await assets.add_category(call.tx, call.actor, draft)), 201)


@routes.on("GET", "/asset_categories/{id}")
async def show(call: Call) -> Response:
    return answer(_shown(call, await assets.category(call.tx, call.values["id"])))


@routes.on("PUT PATCH", "/asset_categories/{id}")
async def update(call: Call) -> Response:
    given = wire.category_changes(call.body(wire.CategoryBody))
    return answer(_shown(call, await assets.change_category(call.tx, call.actor, call.values["id"], given)))


@routes.on("DELETE", "/asset_categories/{id}")
async def remove(call: Call) -> Response:
    await assets.remove_category(call.tx, call.actor, call.values["id"])
    return accepted()


def _shown(call: Call, found: assets.Category) -> dict[str, object]:
    return wire.category(found, call.residence.domain_id)
