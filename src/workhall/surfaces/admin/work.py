"""Work that was given up on: seen, tried again, discarded."""

from typing import Final

from starlette.responses import Response

from workhall import jobs
from workhall.identity import record
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_

pages = Pages()
HERE: Final = "/admin/jobs"


@pages.get("/jobs")
async def list_jobs(visit: Visit) -> Response:
    page = visit.list_page()
    found = await jobs.list_dead(visit.tx, page.slice)
    return shell.page(visit, "admin/jobs.html", found=found, page=page, queue=await jobs.queue(visit.tx))


@pages.post("/jobs/{id}/retry", back=HERE)
async def retry(visit: Visit) -> Response:
    visit.actor.need_admin()
    name = await jobs.retry(visit.tx, visit.number("id"))
    record(visit.tx, visit.actor, "retry", ("job", visit.values["id"]), after={"name": name})
    return shell.redirect(visit, HERE, N_("%(name)s is tried again now"), name=name)


@pages.post("/jobs/{id}/discard", back=HERE)
async def discard(visit: Visit) -> Response:
    """Take a dead job away: its name is typed first, since what it should have done is then never done."""
    visit.actor.need_admin()
    name = await jobs.discard(visit.tx, visit.number("id"))
    visit.need_typed(name)
    record(visit.tx, visit.actor, "discard", ("job", visit.values["id"]), before={"name": name})
    return shell.redirect(visit, HERE, N_("%(name)s is discarded"), name=name)
