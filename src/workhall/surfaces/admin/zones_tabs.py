"""One zone, tab by tab: what it is, what is in it, what happened to it. Documents and settings have their own pages."""

from typing import Final

from starlette.responses import Response

from workhall.domain import places
from workhall.domain.places import SystemFilter, ZoneFilter
from workhall.identity import AuditFilter, find_entries
from workhall.kernel.paging import Page
from workhall.surfaces.admin import history, plans, shell, zones
from workhall.surfaces.admin.atlas import name_of
from workhall.surfaces.admin.frames import frame_of, of_zone
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.visit import Visit

pages = Pages()
_RECENT: Final = Page(20)


@pages.get("/zones/{id}")
async def show(visit: Visit) -> Response:
    zone = await places.zones.show(visit.tx, visit.values["id"])
    return shell.page(
        visit,
        "admin/zones/detail.html",
        frame=await of_zone(visit, zone, ""),
        zone=zone,
        goes=await zones.goes_with(visit, zone),
        plan=plans.preview(visit, zone.map_id),
        leads_out=plans.leads_out(zone.map_id),
    )


@pages.get("/zones/{id}/children")
async def children(visit: Visit) -> Response:
    """The zones in a zone; for a tree that opens there, as its next parts."""
    zone = await places.zones.show(visit.tx, visit.values["id"])
    page = visit.list_page()
    wanted = ZoneFilter(parent_ids=(zone.zone_id,))
    found = await places.zones.find(visit.tx, visit.actor, wanted, page.slice, count_children=True)
    parts = (await zones.nodes(visit, (zone.zone_id,))).get(zone.zone_id, []) if _for_tree(visit) else []
    return shell.page(
        visit,
        "admin/zones/children.html",
        fragment="parts",
        frame=await of_zone(visit, zone, "children"),
        zone=zone,
        found=found,
        page=page,
        parts=parts,
        name_of=name_of,
    )


@pages.get("/zones/{id}/systems")
async def systems(visit: Visit) -> Response:
    page, frame = visit.list_page(), await frame_of(visit, "systems")
    wanted = SystemFilter(zone_ids=(frame.ident,), sort=visit.query.text("sort") or "name")
    found = await places.systems.find(visit.tx, wanted, page.slice)
    return shell.page(visit, "admin/zones/systems.html", frame=frame, found=found, page=page)


@pages.get("/zones/{id}/history", "/systems/{id}/history")
async def happened(visit: Visit) -> Response:
    """What was done to a place itself; its documents and settings are entries of their own."""
    frame = await frame_of(visit, "history")
    found = await find_entries(visit.tx, visit.actor, AuditFilter(subject=frame.ident), _RECENT)
    entries = history.entries(visit, found.rows)
    return shell.page(visit, "admin/places/history.html", frame=frame, entries=entries, total=found.total)


def _for_tree(visit: Visit) -> bool:
    return "hx-request" in visit.request.headers
