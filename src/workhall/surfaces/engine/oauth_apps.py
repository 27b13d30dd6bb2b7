"""`/oauth_apps`: applications that may ask for tokens (engine API contract B.8)."""

from starlette.responses import Response

from workhall import identity
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.wire import oauth_apps as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.parameters import path_integer
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("o_auth_applications", "oauth_apps")))


@routes.on("GET", "/oauth_apps")
async def index(call: Call) -> Response:
    """Everybody may: apps look for themselves here. Secrets are shown one by one, to administrators."""
    found = await identity.find_applications(
        call.tx, page_of(call), q=call.query.text("q"), domain_id=call.query.text("authority_id") or None
    )
    return paged(call, "oauth_applications", [wire.show(app) for app in found], found.total)


@routes.on("POST", "/oauth_apps")
async def create(call: Call) -> Response:
    draft = wire.draft(call.body(wire.ApplicationBody), call.residence.domain_id)
    app = await identity.create_application(call.tx, call.actor, draft, sealer=call.house.sealer)
    return answer(_shown(call, app), 201)


@routes.on("GET", "/oauth_apps/{id}")
async def show(call: Call) -> Response:
    call.actor.need_admin()
    return answer(_shown(call, await identity.application_of(call.tx, _id(call))))


@routes.on("PUT PATCH", "/oauth_apps/{id}")
async def update(call: Call) -> Response:
    call.actor.need_admin()
    change = wire.change(call.body(wire.ApplicationBody))
    return answer(_shown(call, await identity.update_application(call.tx, call.actor, _id(call), change)))


@routes.on("DELETE", "/oauth_apps/{id}")
async def remove(call: Call) -> Response:
    call.actor.need_admin()
    await identity.delete_application(call.tx, call.actor, _id(call))
    return accepted()


def _id(call: Call) -> int:
    return path_integer(call.values["id"])


def _shown(call: Call, app: identity.Application) -> dict[str, object]:
    return wire.show(app, identity.secret_of(call.house.sealer, app))
