"""One system, tab by tab: what it is, what runs in it. Documents, settings and history are those of all places."""

from starlette.responses import Response

from workhall.domain import places
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.atlas import atlas
from workhall.surfaces.admin.frames import of_system
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.visit import Visit

pages = Pages()


@pages.get("/systems/{id}")
async def show(visit: Visit) -> Response:
    system = await places.systems.show(visit.tx, visit.actor, visit.values["id"])
    around, known = await atlas(visit), await places.systems.zones_of(visit.tx, [system])
    return shell.page(
        visit,
        "admin/systems/detail.html",
        frame=await of_system(visit, system, ""),
        system=system,
        zones=[(known[zone_id], around.said(zone_id)) for zone_id in system.zones if zone_id in known],
        documents=await places.metadata.count_of(visit.tx, [system.system_id]),
    )


@pages.get("/systems/{id}/modules")
async def modules(visit: Visit) -> Response:
    """Nothing runs in systems on this server yet; the page says so."""
    system = await places.systems.show(visit.tx, visit.actor, visit.values["id"])
    return shell.page(visit, "admin/systems/modules.html", frame=await of_system(visit, system, "modules"))
