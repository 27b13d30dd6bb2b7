"""`/tenants`: calendar connections, their limits, and how early one may check in (staff API contract, 2)."""

from typing import Any

from starlette.responses import Response

from workhall.domain import connections
from workhall.domain.connections import Connection
from workhall.kernel.ids import TenantId
from workhall.surfaces.staff.base import BASE, caller_of
from workhall.surfaces.staff.wire import tenants as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.parameters import path_integer
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("tenants",), write_reads=True))


@routes.on("GET", "/tenants")
async def index(call: Call) -> Response:
    call.actor.need_admin()
    return answer([wire.show(one) for one in await connections.listed(call.tx)])


@routes.on("POST", "/tenants")
async def create(call: Call) -> Response:
    given = wire.given(call.body(wire.TenantBody))
    made = await connections.create(call.tx, call.actor, given, sealer=call.house.sealer)
    return answer(wire.show(made), 201)


@routes.on("PUT PATCH", "/tenants/{id}")
async def update(call: Call) -> Response:
    given = wire.given(call.body(wire.TenantBody))
    changed = await connections.change(call.tx, call.actor, _tenant_id(call), given, sealer=call.house.sealer)
    return answer(wire.show(changed))


@routes.on("DELETE", "/tenants/{id}", body=False)
async def remove(call: Call) -> Response:
    await connections.remove(call.tx, call.actor, _tenant_id(call))
    return accepted()


@routes.on("GET", "/tenants/current_limits")
async def current_limits(call: Call) -> Response:
    connection = (await caller_of(call)).connection
    return answer(connection.booking_limits, headers=_delegated(connection))


@routes.on("GET", "/tenants/{id}/limits")
async def limits(call: Call) -> Response:
    return answer((await connections.get(call.tx, _tenant_id(call))).booking_limits)


@routes.on("POST", "/tenants/{id}/limits")
async def set_limits(call: Call) -> Response:
    asked = call.body(dict[str, Any])
    return answer((await connections.set_limits(call.tx, call.actor, _tenant_id(call), asked)).booking_limits)


@routes.on("GET", "/tenants/current_early_checkin")
async def current_early_checkin(call: Call) -> Response:
    connection = (await caller_of(call)).connection
    return answer(connection.early_checkin_s, headers=_delegated(connection))


@routes.on("GET", "/tenants/{id}/early_checkin")
async def early_checkin(call: Call) -> Response:
    return answer((await connections.get(call.tx, _tenant_id(call))).early_checkin_s)


@routes.on("POST", "/tenants/{id}/early_checkin")
async def set_early_checkin(call: Call) -> Response:
    asked = call.body(int)
    changed = await connections.set_early_checkin(call.tx, call.actor, _tenant_id(call), asked)
    return answer(changed.early_checkin_s)


def _tenant_id(call: Call) -> TenantId:
    return TenantId(path_integer(call.values["id"]))


def _delegated(connection: Connection) -> dict[str, str]:
    """Web clients decide by this whether to offer calendars."""
    return {"X-Delegated": "true" if connection.delegated else "false"}
