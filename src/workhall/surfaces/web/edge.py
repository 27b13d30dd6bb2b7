"""The edge: where a request comes in, its transaction is opened, committed or rolled back, and every error is caught.

Nothing else in the house commits. An answer leaves only after the commit.
"""

import asyncio
import random
import time
import uuid
from urllib.parse import quote

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from workhall.identity import authenticate
from workhall.kernel.errors import Malformed, NotAllowed, Unauthenticated, Unavailable, WorkhallError
from workhall.persistence import LOST, RETRIED, UNFIT
from workhall.surfaces.web import cors
from workhall.surfaces.web.acceptance import need_json_wanted
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import credentials_of
from workhall.surfaces.web.house import House
from workhall.surfaces.web.notes import note
from workhall.surfaces.web.notes import shown as shown_path
from workhall.surfaces.web.router import Access, Match, Route
from workhall.surfaces.web.sayings import TooLarge, UnknownRoute, UnreadableBody, WrongMethod
from workhall.surfaces.web.surface import Surface
from workhall.tenancy.residence import asked_host

log = structlog.get_logger("workhall.request")
_TRIES = 4
_LONGEST_ID = 128
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Internal(WorkhallError):
    code = "internal"


class Edge:
    """Answers the requests of one surface."""

    def __init__(self, house: House, surface: Surface) -> None:
        self._house = house
        self._surface = surface

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        started = time.perf_counter()
        request_id = request.headers.get("x-request-id", "")[:_LONGEST_ID] or str(uuid.uuid4())
        request.state.request_id = request_id
        try:
            response = await self._answer(request, request_id)
        except ClientDisconnect:
            response = Response(status_code=400)
        response.headers["X-Request-ID"] = request_id
        if self._surface.api:
            cors.expose(response)
            _keep_private(response)
        note(request, self._surface.name, response.status_code, time.perf_counter() - started)
        await response(scope, receive, send)

    async def _answer(self, request: Request, request_id: str) -> Response:
        if self._surface.api and cors.is_preflight(request):
            return cors.preflight(request)
        try:
            return await self._work(request, request_id)
        except WorkhallError as error:
            return self._surface.refuse(error, request)
        except UNFIT as error:
            refusal = Malformed(None, "a value does not fit: a number too large, or text that cannot be kept")
            log.info("value refused by the database", request_id=request_id, reason=str(error))
            return self._surface.refuse(refusal, request)
        except LOST as error:
            log.warning("database lost during a request", request_id=request_id, reason=str(error))
            return self._surface.refuse(Unavailable("the database cannot be reached just now", retry_after=1), request)
        except RecursionError:
            return self._surface.refuse(Malformed(None, "what was sent is nested too deeply"), request)
        except ClientDisconnect:
            raise
        except Exception:
            log.exception("a request failed", request_id=request_id, path=shown_path(request.scope["path"]))
            return _internal(request)

    async def _work(self, request: Request, request_id: str) -> Response:
        path = self._surface.rewrite(_raw_path(request))
        match = self._surface.router.match(request.method, path)
        if match.route is None:
            raise _no_route(match, request)
        residence = await self._house.residences.find(asked_host(request.headers.get("host", "")))
        request.state.organisation = int(residence.organisation)
        call = Call(self._house, request, request_id, match.values, residence)
        if match.route.streams:
            return await match.route.handler(call)
        if self._surface.api and not self._surface.forms:
            need_json_wanted(request)
        if request.method not in _READS:
            if self._surface.api and not self._surface.forms and match.route.body:
                _need_json(request)
            _need_anybody(call, match.route.access)
            call.raw_body = await self._body(request)
        if match.route.prepare is not None:
            call.prepared = await match.route.prepare(call)
        return await self._transact(call, match.route)

    async def _transact(self, call: Call, route: Route) -> Response:
        """Run the handler in a transaction; a serialisation failure or deadlock runs it again, whole."""
        database = self._house.database
        for last in [False] * (_TRIES - 1) + [True]:
            call._tx = tx = await database.begin(call.residence.organisation)  # noqa: SLF001  the edge owns the transaction
            try:
                await self._admit(call, route.access)
                response = await route.handler(call)
                await database.commit(tx)
            except RETRIED:
                await database.roll_back(tx)
                if last:
                    raise Unavailable("too many people want this at once; try again", retry_after=1) from None
                await asyncio.sleep(random.uniform(0.005, 0.05))  # noqa: S311  jitter, not a secret
            except BaseException:
                await database.roll_back(tx)
                raise
            else:
                return response
        raise AssertionError

    async def _admit(self, call: Call, access: Access) -> None:
        """Find out who asks, and whether the token's scopes open this route at all."""
        if access.session:
            return
        shown = credentials_of(call.request, call.request_id)
        try:
            call.actor = await authenticate(call.tx, self._house.keyring, shown, call.residence.host)
        except Unauthenticated:
            if not access.lenient:
                raise
        call.request.state.user = str(call.actor.user_id)
        if access.lenient:
            return
        if call.actor.is_anonymous:
            if access.anonymous:
                return
            raise Unauthenticated("")
        if access.anonymous and not shown.api_key and not shown.bearer:
            return
        if call.actor.is_guest and access.guests:
            return
        write = call.request.method not in _READS
        opened = call.actor.may_use(access.scopes, write=write)
        if not opened and not (access.write_reads and call.actor.may_use(access.scopes, write=True)):
            raise NotAllowed("this token's scope does not open this route", code="needs_scope")

    async def _body(self, request: Request) -> bytes:
        """Read the body before any transaction is open: a slow client holds no connection."""
        limit = min(self._house.settings.body_limit_kb, self._surface.body_limit_kb) * 1024
        chunks: list[bytes] = []
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"a request body may have {limit // 1024} kB")
            chunks.append(chunk)
        return b"".join(chunks)


def _need_anybody(call: Call, access: Access) -> None:
    """Refuse before a body is taken in, where nobody could be meant: strangers must not fill the memory."""
    if access.anonymous or access.session or access.lenient:
        return
    shown = credentials_of(call.request, call.request_id)
    if not shown.api_key and not shown.bearer:
        raise Unauthenticated("")


def _keep_private(response: Response) -> None:
    """Answers of APIs are one person's, and data: no cache on the way keeps them, no browser runs them as a page."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")


def _raw_path(request: Request) -> str:
    raw = request.scope.get("raw_path")
    if isinstance(raw, bytes) and raw:
        path = raw.decode("latin-1").partition("?")[0]
    else:
        path = quote(request.scope["path"])
    if "%00" in path:
        raise Malformed(None, "the path must not contain NUL characters")
    return path


def _no_route(match: Match, request: Request) -> WorkhallError:
    if match.methods:
        offered = ", ".join(sorted(match.methods))
        return WrongMethod(f"{request.method} is not offered here; there is {offered}", match.methods)
    return UnknownRoute(f"there is nothing at {request.url.path}")


def _need_json(request: Request) -> None:
    """A missing content type counts as JSON; so does any on a body that is empty."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in {"", "application/json"} or kind.endswith("+json"):
        return
    if request.headers.get("content-length", "") == "0":
        return
    raise UnreadableBody(f"no parser available for {kind}", status=415)


def _internal(request: Request) -> Response:
    request_id = request.state.request_id
    body = f'{{"error":"something went wrong here; the log has it under {quote(request_id)}","code":"internal"}}'
    return Response(body, 500, media_type="application/json")
