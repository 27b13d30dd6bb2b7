"""Zones: their tree, found by words and tag, added, changed, deleted with all that is in them."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import available_timezones

from starlette.responses import Response

from workhall.domain import assets, places
from workhall.domain.places import Zone, ZoneChanges, ZoneFilter
from workhall.kernel import search
from workhall.kernel.paging import Page
from workhall.surfaces.admin import plans, shell, typed
from workhall.surfaces.admin.atlas import atlas, icon_of, name_of
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Choice, Link, Node

pages = Pages()
HERE: Final = "/admin/zones"
_ZONE: Final = "/admin/zones/{id}"
_KINDS: Final = (
    ("org", N_("Organisation")),
    ("region", N_("Region")),
    ("building", N_("Building")),
    ("level", N_("Level")),
    ("area", N_("Area")),
    ("parking", N_("Parking")),
)
_PRESETS: Final = frozenset(tag for tag, _ in _KINDS)
_BELOW: Final[Mapping[str, str]] = {"org": "building", "region": "building", "building": "level", "level": "area"}
_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "display_name": N_("Shown as"),
    "parent_id": N_("Lies in"),
    "tags": N_("What it is"),
    "more_tags": N_("Other tags"),
    "timezone": N_("Time zone"),
    "map_id": N_("Address of a plan"),
    "capacity": N_("Capacity"),
    "code": N_("Code"),
    "type": N_("Type"),
    "location": N_("Coordinates"),
    "description": N_("Description"),
}
_FEW: Final = Page(200)
_MOST_OPENED: Final = 3
_ODD: Final = ("Etc/", "posix/", "right/", "SystemV/", "US/")


@pages.get("/zones")
async def list_zones(visit: Visit) -> Response:
    """Show the tree; or, when something is asked for, what fits."""
    page, q, tag = visit.list_page(), visit.query.text("q") or "", visit.query.text("tag") or ""
    asked = bool(q or tag or "page" in visit.query)
    wanted = ZoneFilter(search.parse(q), tags=(tag,) if tag else ())
    found = await places.zones.find(visit.tx, visit.actor, wanted, page.slice, count_children=True) if asked else None
    known = await places.zones.tags(visit.tx)
    return shell.page(
        visit,
        "admin/zones/list.html",
        fragment="rows",
        found=found,
        page=page,
        tree=[] if asked else await _tree(visit),
        tags=[Choice("", visit.say(N_("Any tag"))), *(Choice(one, one) for one in known)],
        places=await atlas(visit) if found else None,
        name_of=name_of,
    )


@pages.get("/zones/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    """A new zone; below another it is likely to be what usually lies there."""
    parent_id = visit.query.text("in") or ""
    first = [("parent_id", parent_id)]
    parent = next(iter(await places.zones.those(visit.tx, [parent_id])), None)
    first += [("tags", below) for tag, below in _BELOW.items() if parent and tag in parent.tags][:1]
    if parent and parent.timezone:
        first.append(("timezone", parent.timezone))
    return await _form(visit, refusal, None, Form(first))


@pages.post("/zones/new", or_else=new)
async def add(visit: Visit) -> Response:
    zone = await places.zones.create(visit.tx, visit.actor, _given(visit.form))
    return shell.redirect(visit, visit.path("zones", zone.zone_id), N_("%(name)s is added"), name=name_of(zone))


@pages.get("/zones/{id}/edit")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    zone = await places.zones.show(visit.tx, visit.values["id"])
    return await _form(visit, refusal, zone, await _typed(visit, zone))


@pages.post("/zones/{id}/edit", or_else=edit)
async def change(visit: Visit) -> Response:
    zone = await places.zones.update(visit.tx, visit.actor, visit.values["id"], _given(visit.form))
    return shell.redirect(visit, visit.path("zones", zone.zone_id), N_("%(name)s is saved"), name=name_of(zone))


@pages.post("/zones/{id}/delete", back=_ZONE)
async def delete(visit: Visit) -> Response:
    zone = await places.zones.show(visit.tx, visit.values["id"])
    visit.need_typed(zone.name)
    await places.zones.delete(visit.tx, visit.actor, zone.zone_id)
    to = visit.path("zones", zone.parent_id) if zone.parent_id else HERE
    return shell.redirect(visit, to, N_("%(name)s is deleted"), name=name_of(zone))


async def goes_with(visit: Visit, zone: Zone) -> Mapping[str, int]:
    """Count what is deleted along with a zone."""
    inside = await places.zones.inside(visit.tx, zone.zone_id)
    everything = [zone.zone_id, *inside]
    return {
        "zones": len(inside),
        "documents": await places.metadata.count_of(visit.tx, everything),
        "assets": await assets.count_in(visit.tx, everything),
    }


async def nodes(visit: Visit, parent_ids: tuple[str, ...]) -> dict[str, list[Node]]:
    """The zones directly in these (or at the root) as parts of a tree; what is in them is fetched when it is opened."""
    wanted = ZoneFilter(parent_ids=parent_ids, at_root=not parent_ids)
    found = await places.zones.find(visit.tx, visit.actor, wanted, _FEW, count_children=True)
    drawn: dict[str, list[Node]] = {}
    for one in found:
        href = visit.path("zones", one.zone.zone_id)
        inside = one.children or 0
        later = Node(visit.say(N_("Show what is in it")), f"{href}/children", "open")
        node = Node(
            name_of(one.zone),
            href,
            icon_of(one.zone),
            str(inside) if inside else "",
            children=[later] if inside else None,
            children_href=f"{href}/children" if inside else "",
        )
        drawn.setdefault(one.zone.parent_id or "", []).append(node)
    return drawn


async def _tree(visit: Visit) -> list[Node]:
    """The roots, opened, where they are few."""
    roots = (await nodes(visit, ())).get("", [])
    ids = {node.href.rpartition("/")[2]: node for node in roots if node.children is not None}
    if not ids or len(ids) > _MOST_OPENED:
        return roots
    below = await nodes(visit, tuple(ids))
    opened = {
        id(node): Node(node.label, node.href, node.icon, node.count, open=True, children=below[zone_id])
        for zone_id, node in ids.items()
        if zone_id in below
    }
    return [opened.get(id(node), node) for node in roots]


async def _form(visit: Visit, refusal: Refusal | None, zone: Zone | None, given: Form) -> Response:
    around = await atlas(visit)
    parents = [one for one in around.choices([given.text("parent_id")]) if zone is None or one.value != zone.zone_id]
    return shell.form(
        visit,
        "admin/zones/edit.html",
        refusal,
        labels=_LABELS,
        given=given,
        zone=zone,
        crumbs=_crumbs(visit, zone),
        parents=[Choice("", visit.say(N_("Nothing: it stands at the top"))), *parents],
        kinds=[Choice(tag, visit.say(label)) for tag, label in _KINDS],
        plans=await plans.choices(visit),
        timezones=sorted(name for name in available_timezones() if "/" in name and not name.startswith(_ODD)),
    )


def _crumbs(visit: Visit, zone: Zone | None) -> list[Link]:
    all_zones = Link(visit.say(N_("Zones")), HERE)
    return [all_zones, Link(name_of(zone), visit.path("zones", zone.zone_id))] if zone else [all_zones]


def _given(form: Form) -> ZoneChanges:
    """What the form says of a zone. An address that was typed wins over a plan that was chosen."""
    return ZoneChanges(
        name=typed.text(form, "name"),
        display_name=typed.text(form, "display_name"),
        parent_id=form.text("parent_id") or None,
        tags=tuple(dict.fromkeys([*form.chosen("tags"), *typed.lines(form, "more_tags")])),
        timezone=form.text("timezone") or None,
        map_id=typed.text(form, "map_id") or form.text("plan"),
        capacity=typed.count(form, "capacity"),
        code=typed.text(form, "code"),
        type=typed.text(form, "type"),
        location=typed.text(form, "location"),
        description=typed.prose(form, "description"),
    )


async def _typed(visit: Visit, zone: Zone) -> Form:
    """A zone as the form shows it."""
    chosen = zone.map_id in {one.value for one in await plans.choices(visit)}
    texts = [(name, str(getattr(zone, name) or "")) for name in _LABELS if name not in {"tags", "more_tags", "map_id"}]
    tags = [("tags", tag) for tag in zone.tags if tag in _PRESETS]
    others = "\n".join(tag for tag in zone.tags if tag not in _PRESETS)
    return Form([*texts, *tags, ("more_tags", others), ("plan" if chosen else "map_id", zone.map_id)])
