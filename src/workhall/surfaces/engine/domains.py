"""`/domains`: the host names the organisation answers to (engine API contract B.8)."""

from starlette.responses import Response

from workhall.domain import organisations
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.wire import domains as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("domains",)))


@routes.on("GET", "/domains")
async def index(call: Call) -> Response:
    call.actor.need_support()
    found = await organisations.domains(call.tx, call.query.text("q"), page_of(call))
    return paged(call, "authority", [wire.show(one) for one in found], found.total)


@routes.on("GET", "/domains/{id}")
async def show(call: Call) -> Response:
    call.actor.need_support()
    return answer(wire.show(await organisations.domain(call.tx, call.values["id"])))


@routes.on("POST", "/domains")
async def create(call: Call) -> Response:
    given = wire.changes(call.body(wire.DomainBody))
    domain = await organisations.add_domain(call.tx, call.actor, given)
    _forget(call)
    return answer(wire.show(domain), 201)


@routes.on("PUT PATCH", "/domains/{id}")
async def update(call: Call) -> Response:
    given = wire.changes(call.body(wire.DomainBody))
    domain = await organisations.change_domain(call.tx, call.actor, call.values["id"], given)
    _forget(call)
    return answer(wire.show(domain))


@routes.on("DELETE", "/domains/{id}")
async def remove(call: Call) -> Response:
    await organisations.remove_domain(call.tx, call.actor, call.values["id"])
    _forget(call)
    return accepted()


@routes.on("GET", "/domains/lookup/{email}", access=Access(anonymous=True))
async def lookup(call: Call) -> Response:
    """Tell a native app, before anybody has signed in, where somebody with this address does."""
    return answer(await organisations.domain_of_email(call.tx, call.values["email"]))


def _forget(call: Call) -> None:
    """The change counts for this node's next request; other nodes look again within two seconds."""
    call.tx.after_commit(call.house.residences.forget)
