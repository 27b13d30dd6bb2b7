"""For those who run the server: is it alive, is it ready, what does it count.

- `/healthz`: this process answers. Asks nobody else, so that a database that is away restarts nothing.
- `/readyz`: the database answers, its tables are of this version, background work goes on. 503 when not.
- `/metrics`: Prometheus, from this machine itself; from elsewhere with the API key or token of support staff.
"""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from workhall import __version__
from workhall.identity import authenticate
from workhall.jobs import store as jobs
from workhall.kernel.errors import Unauthenticated, WorkhallError
from workhall.kernel.ids import HOUSE
from workhall.observability import exposition
from workhall.persistence import LOST
from workhall.persistence.migrate import behind
from workhall.surfaces.web import sayings
from workhall.surfaces.web.credentials import credentials_of
from workhall.surfaces.web.house import House
from workhall.surfaces.web.responses import answer
from workhall.tenancy.residence import asked_host

_PATIENCE_S: Final = 3.0
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
_TROUBLE: Final = (*LOST, WorkhallError, TimeoutError)

Answering = Callable[[House, Request], Awaitable[Response]]


def operations(house: House) -> dict[str, ASGIApp]:
    """Each endpoint by its exact path."""
    offered: dict[str, Answering] = {"/healthz": _healthz, "/readyz": _readyz, "/metrics": _metrics}
    return {path: _endpoint(house, answering) for path, answering in offered.items()}


def _endpoint(house: House, answering: Answering) -> ASGIApp:
    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await answering(house, request) if request.method in {"GET", "HEAD"} else _only_get()
        except WorkhallError as error:
            status, body = sayings.say(sayings.COMMON, error)
            response = answer(body, status, sayings.headers(error))
        response.headers["Cache-Control"] = "no-store"
        await response(scope, receive, send)

    return endpoint


async def _healthz(_: House, __: Request) -> Response:
    return answer({"status": "ok", "version": __version__})


async def _readyz(house: House, _: Request) -> Response:
    parts = {name: told() for name, told in house.parts.items()}
    parts["database"] = await _database(house)
    well = all(state == "ok" for state in parts.values())
    body = {"status": "ok" if well else "not ready", "version": __version__, "parts": parts}
    return answer(body, 200 if well else 503, {} if well else {"Retry-After": "1"})


async def _database(house: House) -> str:
    try:
        async with asyncio.timeout(_PATIENCE_S), house.database.transaction(HOUSE, read_only=True) as tx:
            missing = await behind(tx)
    except _TROUBLE as error:
        return f"cannot be reached: {type(error).__name__}"
    return f"lacks migration {missing[0]}" if missing else "ok"


async def _metrics(house: House, request: Request) -> Response:
    if not _is_of_this_machine(request):
        await _need_support(house, request)
    return PlainTextResponse(exposition.text(await _queue(house)), media_type=exposition.MEDIA_TYPE)


async def _need_support(house: House, request: Request) -> None:
    shown = credentials_of(request, "")
    if not shown.api_key and not shown.bearer:
        raise Unauthenticated("from another machine, figures are shown to support staff only: send an API key or token")
    residence = await house.residences.find(asked_host(request.headers.get("host", "")))
    async with house.database.transaction(residence.organisation) as tx:
        actor = await authenticate(tx, house.keyring, shown, residence.host)
    actor.need_support()


async def _queue(house: House) -> exposition.Queue | None:
    """How the queue of jobs stands; None while the database is away: figures are wanted most just then."""
    try:
        async with asyncio.timeout(_PATIENCE_S), house.database.transaction(HOUSE, read_only=True) as tx:
            found = await jobs.queue(tx)
    except _TROUBLE:
        return None
    return exposition.Queue(found.waiting, found.dead, found.oldest_s)


def _is_of_this_machine(request: Request) -> bool:
    """Asked directly from here. What a proxy passes on comes from elsewhere, even if the proxy is here."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _only_get() -> Response:
    return PlainTextResponse("Only GET and HEAD are offered here.\n", 405, {"Allow": "GET, HEAD"})
