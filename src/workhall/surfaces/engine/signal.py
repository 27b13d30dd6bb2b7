"""`/signal`: telling something on a channel that others listen to (engine API contract B.13)."""

from dataclasses import dataclass

import msgspec
from starlette.responses import Response

from workhall.identity import record
from workhall.kernel.errors import Invalid, Malformed, NotAllowed
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.scopes import RESOURCES
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import empty
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=RESOURCES, guests=True))
_LONGEST_CHANNEL = 500


@dataclass(frozen=True, slots=True)
class _Signal:
    """`said` is the JSON value of the body, or its text."""

    channel: str
    said: object

    def payload(self) -> object:
        return self.said


@routes.on("POST", "/signal", body=False)
async def signal(call: Call) -> Response:
    """Pass the body on, whatever it is; guests only on channels for them."""
    channel = _channel(call.query.need_text("channel"))
    if call.actor.is_guest and "/guest/" not in f"/{channel}/":
        raise NotAllowed("guests only signal on channels with /guest/ in them", code="channel_closed")
    call.tx.announce(_Signal(channel, _said(call.raw_body)))
    record(call.tx, call.actor, "signal", ("channel", channel))
    return empty()


def _channel(text: str) -> str:
    channel = text.strip().strip("/")
    if not channel or len(channel) > _LONGEST_CHANNEL or {"+", "#"} & set(channel):
        raise Invalid("channel", "must be a path, such as /staff/booking/changed")
    return channel


def _said(body: bytes) -> object:
    if b"\x00" in body or b"\\u0000" in body:
        raise Malformed(None, "text must not contain NUL characters")
    try:
        return msgspec.json.decode(body) if body.strip() else ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return body.decode("utf-8", "replace")
