"""`/api_keys`: keys that act as a person (engine API contract B.7)."""

from starlette.responses import Response

from workhall import identity
from workhall.kernel.time import seconds
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.scopes import RESOURCES
from workhall.surfaces.engine.wire import api_keys as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("api_keys",)))


@routes.on("GET", "/api_keys")
async def index(call: Call) -> Response:
    found = await identity.find_keys(
        call.tx,
        call.actor,
        page_of(call),
        q=call.query.text("q"),
        domain_id=call.query.text("authority_id") or None,
    )
    return paged(call, "api_key", [wire.show(key) for key in found], found.total)


@routes.on("POST", "/api_keys")
async def create(call: Call) -> Response:
    body = call.body(wire.ApiKeyBody)
    draft = wire.draft(body, user_id=call.actor.user_id, domain_id=call.residence.domain_id)
    return answer(wire.show_new(await identity.create_key(call.tx, call.actor, draft)), 201)


@routes.on("GET", "/api_keys/{id}")
async def show(call: Call) -> Response:
    return answer(wire.show(await identity.key_of(call.tx, call.actor, call.values["id"])))


@routes.on("PUT PATCH", "/api_keys/{id}")
async def update(call: Call) -> Response:
    change = wire.change(call.body(wire.ApiKeyBody), call.tx.now)
    return answer(wire.show(await identity.update_key(call.tx, call.actor, call.values["id"], change)))


@routes.on("DELETE", "/api_keys/{id}")
async def remove(call: Call) -> Response:
    await identity.delete_key(call.tx, call.actor, call.values["id"])
    return accepted()


@routes.on("GET", "/api_keys/inspect", access=Access(scopes=RESOURCES, guests=True))
async def inspect(call: Call) -> Response:
    """Say what the caller's own key or token claims. Anybody may ask."""
    return answer(identity.inspect(call.actor, call.residence.host, seconds(call.tx.now)))
