"""Systems: rooms and logical groups; found, added, changed without treading on somebody else's change, deleted."""

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.responses import Response

from workhall.domain import places
from workhall.domain.places import System, SystemChanges, SystemFilter, Zone
from workhall.domain.places.systems import OldVersion
from workhall.kernel import search
from workhall.kernel.errors import Invalid
from workhall.surfaces.admin import shell, typed
from workhall.surfaces.admin.atlas import Atlas, atlas
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Change, Choice

pages = Pages()
HERE: Final = "/admin/systems"
_SYSTEM: Final = "/admin/systems/{id}"
_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "display_name": N_("Shown as"),
    "email": N_("E-mail address"),
    "zones": N_("Lies in"),
    "capacity": N_("Capacity"),
    "bookable": N_("Bookable"),
    "approval": N_("Needs approval"),
    "public": N_("Open to guests"),
    "features": N_("Features"),
    "map_id": N_("Id on the plan"),
    "timezone": N_("Time zone"),
    "code": N_("Code"),
    "type": N_("Type"),
    "support_url": N_("Address of its panel"),
    "description": N_("Description"),
}
_FLAGS: Final = ("bookable", "approval", "public")
_SPARE: Final = 2
_BOOKABLE: Final[Mapping[str, bool | None]] = {"": None, "yes": True, "no": False}


@pages.get("/systems")
async def list_systems(visit: Visit) -> Response:
    page, query = visit.list_page(), visit.query
    zone, bookable = query.text("zone") or "", query.text("bookable") or ""
    wanted = SystemFilter(
        search.parse(query.text("q")),
        zone_ids=(zone,) if zone else (),
        bookable=_BOOKABLE.get(bookable),
        sort=query.text("sort") or "name",
    )
    found = await places.systems.find(visit.tx, wanted, page.slice)
    around = await atlas(visit)
    return shell.page(
        visit,
        "admin/systems/list.html",
        fragment="rows",
        found=found,
        page=page,
        lies_in={one.system_id: deepest(around, one) for one in found},
        zones=[Choice("", visit.say(N_("Any zone"))), *around.choices([zone])],
        asked=bool(query.text("q") or zone or bookable),
    )


@pages.get("/systems/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    around = await atlas(visit)
    first = [("zones", zone.name) for zone in around.path(visit.query.text("in"))]
    return _form(visit, refusal, None, given=Form([*first, ("bookable", "on"), ("around", "on")]), around=around)


@pages.post("/systems/new", or_else=new)
async def add(visit: Visit) -> Response:
    system = await places.systems.create(visit.tx, visit.actor, _given(visit, await atlas(visit)))
    return shell.redirect(visit, visit.path("systems", system.system_id), N_("%(name)s is added"), name=system.name)


@pages.get("/systems/{id}/edit")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    system = await places.systems.show(visit.tx, visit.actor, visit.values["id"])
    around = await atlas(visit)
    return _form(visit, refusal, system, given=_typed(system, around), around=around)


@pages.post("/systems/{id}/edit", or_else=edit)
async def change(visit: Visit) -> Response:
    given, version = _given(visit, await atlas(visit)), typed.count(visit.form, "version")
    system = await places.systems.update(visit.tx, visit.actor, visit.values["id"], given, version=version)
    return shell.redirect(visit, visit.path("systems", system.system_id), N_("%(name)s is saved"), name=system.name)


@pages.post("/systems/{id}/delete", back=_SYSTEM)
async def delete(visit: Visit) -> Response:
    system = await places.systems.show(visit.tx, visit.actor, visit.values["id"])
    visit.need_typed(system.name)
    await places.systems.delete(visit.tx, visit.actor, system.system_id)
    return shell.redirect(visit, HERE, N_("%(name)s is deleted"), name=system.name)


def deepest(around: Atlas, system: System) -> str:
    """Where a system is, by the innermost of its zones."""
    innermost = max(system.zones, key=lambda zone_id: len(around.path(zone_id)), default=None)
    return around.said(innermost) if innermost else ""


def _form(visit: Visit, refusal: Refusal | None, system: System | None, *, given: Form, around: Atlas) -> Response:
    """Show the form. Who was too late sees what the other one saved, and may then save on top of that."""
    late = refusal is not None and isinstance(refusal.error, OldVersion)
    shown = visit.form or given
    version = visit.form.text("version") if refusal and not late else str(system.version if system else 0)
    zones = shown.chosen("zones")
    return shell.form(
        visit,
        "admin/systems/edit.html",
        refusal,
        labels=_LABELS,
        given=given,
        system=system,
        version=version,
        theirs=_differences(visit, given, visit.form) if late else (),
        zones=[*zones, *[""] * max(_SPARE, 3 - len(zones))],
        known=[(zone.name, around.said(zone_id)) for zone_id, zone in around.zones.items()][:400],
    )


def _differences(visit: Visit, theirs: Form, ours: Form) -> Sequence[Change]:
    return [
        Change(visit.say(label), before, after)
        for name, label in _LABELS.items()
        if (before := ", ".join(theirs.chosen(name))) != (after := ", ".join(ours.chosen(name)))
    ]


def _given(visit: Visit, around: Atlas) -> SystemChanges:
    form = visit.form
    return SystemChanges(
        name=typed.text(form, "name"),
        display_name=typed.text(form, "display_name"),
        email=form.text("email") or None,
        zones=_zones(visit, around),
        capacity=typed.count(form, "capacity"),
        bookable=form.flag("bookable"),
        approval=form.flag("approval"),
        public=form.flag("public"),
        features=typed.lines(form, "features"),
        map_id=typed.text(form, "map_id"),
        timezone=form.text("timezone") or None,
        code=typed.text(form, "code"),
        type=typed.text(form, "type"),
        support_url=typed.text(form, "support_url"),
        description=typed.prose(form, "description"),
    )


def _zones(visit: Visit, around: Atlas) -> tuple[str, ...]:
    """The zones in the order they were typed; with all they lie in, if that is wished, the outermost first."""
    named: list[Zone] = []
    for name in filter(None, (name.strip() for name in visit.form.chosen("zones"))):
        zone = around.named(name)
        if zone is None:
            raise Invalid("zones", visit.say(N_("there is no zone called %(name)s"), name=name))
        named += around.path(zone.zone_id) if visit.form.flag("around") else (zone,)
    return tuple(dict.fromkeys(zone.zone_id for zone in named))


def _typed(system: System, around: Atlas) -> Form:
    """A system as the form shows it."""
    several = {"zones", "features", *_FLAGS}
    texts = [(name, str(getattr(system, name) or "")) for name in _LABELS if name not in several]
    flags = [(name, "on") for name in _FLAGS if getattr(system, name)]
    zones = [("zones", around.zones[zone_id].name) for zone_id in system.zones if zone_id in around.zones]
    return Form([*texts, *flags, *zones, ("features", "\n".join(system.features))])
