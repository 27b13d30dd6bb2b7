"""The overview: what is wrong first, then numbers, then how the house stands."""

from starlette.responses import Response

from workhall.surfaces.admin import shell
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.visit import Visit

pages = Pages()


@pages.get("/")
async def overview(visit: Visit) -> Response:
    return shell.page(visit, "admin/overview.html")
