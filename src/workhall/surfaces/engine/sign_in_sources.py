"""`/oauth_auths`, `/saml_auths`, `/ldap_auths`: outside sources of sign-in (engine API contract B.8)."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from workhall import identity
from workhall.identity import SourceKind
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.wire import sign_in_sources as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Handler, Router

routes = Router(BASE, access=Access(scopes=("domains",)))

_Of = Callable[[Call, SourceKind], Awaitable[Response]]
_TABLES = {SourceKind.OAUTH: "oauth_strat", SourceKind.SAML: "adfs_strat", SourceKind.LDAP: "ldap_strat"}


def _of(kind: SourceKind, handler: _Of) -> Handler:
    """The same handler for one kind of source."""

    async def handle(call: Call) -> Response:
        return await handler(call, kind)

    return handle


async def index(call: Call, kind: SourceKind) -> Response:
    domain_id = call.query.text("authority_id") or None
    found = await identity.find_sources(call.tx, call.actor, kind, page_of(call), domain_id=domain_id)
    return paged(call, _TABLES[kind], [wire.show(source) for source in found], found.total)


async def create(call: Call, kind: SourceKind) -> Response:
    draft = wire.draft(call.document(), kind, call.residence.domain_id)
    source = await identity.create_source(call.tx, call.actor, draft, sealer=call.house.sealer)
    return answer(wire.show(source), 201)


async def show(call: Call, kind: SourceKind) -> Response:
    return answer(wire.show(await identity.source_of(call.tx, call.actor, call.values["id"], kind)))


async def update(call: Call, kind: SourceKind) -> Response:
    body = call.document()
    source = await identity.source_of(call.tx, call.actor, call.values["id"], kind)
    changed = await identity.update_source(
        call.tx,
        call.actor,
        source.source_id,
        settings=body,
        sealer=call.house.sealer,
        name=wire.name(body),
        domain_id=wire.domain(body),
    )
    return answer(wire.show(changed))


async def remove(call: Call, kind: SourceKind) -> Response:
    source = await identity.source_of(call.tx, call.actor, call.values["id"], kind)
    await identity.delete_source(call.tx, call.actor, source.source_id)
    return accepted()


for _path, _kind in (
    ("/oauth_auths", SourceKind.OAUTH),
    ("/saml_auths", SourceKind.SAML),
    ("/ldap_auths", SourceKind.LDAP),
):
    routes.on("GET", _path)(_of(_kind, index))
    routes.on("POST", _path)(_of(_kind, create))
    routes.on("GET", f"{_path}/{{id}}")(_of(_kind, show))
    routes.on("PUT PATCH", f"{_path}/{{id}}")(_of(_kind, update))
    routes.on("DELETE", f"{_path}/{{id}}")(_of(_kind, remove))
