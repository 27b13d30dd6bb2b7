"""The description of this API, as a document that anybody may read."""

from starlette.responses import Response

from workhall.surfaces.engine.base import BASE
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.openapi import document
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(anonymous=True))


@routes.on("GET", "/openapi.json")
async def show(_: Call) -> Response:
    return answer(document("workhall.surfaces.engine"))
