"""What runs here, and what it offers: both for anybody."""

from starlette.responses import Response

from workhall.surfaces.staff.base import BASE
from workhall.surfaces.web import build
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.openapi import document
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(anonymous=True))


@routes.on("GET", "")
async def build_info(call: Call) -> Response:
    """Clients ask this to know whether the server lives."""
    return answer({"commit": build.commit(call.house.settings), "build_time": build.time()})


@routes.on("GET", "/openapi.json")
async def description(_: Call) -> Response:
    return answer(document("workhall.surfaces.staff"))
