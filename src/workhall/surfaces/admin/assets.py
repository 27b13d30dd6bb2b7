"""Assets: found, added one by one or as a pasted table, changed, deleted one by one or many at once."""

import csv
from collections.abc import Mapping
from typing import Final, cast

from starlette.responses import Response

from workhall.domain import assets
from workhall.domain.assets import Asset, AssetChanges, AssetFilter, TypeFilter
from workhall.identity import AuditFilter, find_entries
from workhall.kernel.errors import Invalid
from workhall.kernel.paging import Page
from workhall.surfaces.admin import history, shell, typed
from workhall.surfaces.admin.atlas import atlas
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.pages import N_, Choice

pages = Pages()
HERE: Final = "/admin/assets"
_ASSET: Final = "/admin/assets/{id}"
_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "asset_type_id": N_("Type"),
    "zone_id": N_("Lies in"),
    "identifier": N_("Identifier"),
    "map_id": N_("Id on the plan"),
    "bookable": N_("Bookable"),
    "accessible": N_("Accessible"),
    "assigned_to": N_("Assigned to"),
    "features": N_("Features"),
    "serial_number": N_("Serial number"),
    "barcode": N_("Barcode"),
    "notes": N_("Notes"),
}
_PASTE_LABELS: Final[Mapping[str, str]] = {
    "asset_type_id": N_("Type"),
    "zone_id": N_("Lies in"),
    "table": N_("Table"),
}
_COLUMNS: Final = ("name", "identifier", "map_id", "serial_number", "barcode")
_FLAGS: Final = ("bookable", "accessible")
_MOST_PASTED: Final = 2000
_RECENT: Final = Page(8)


@pages.get("/assets")
async def list_assets(visit: Visit) -> Response:
    page, query = visit.list_page(), visit.query
    q, zone, kind = query.text("q") or "", query.text("zone") or "", query.text("type") or ""
    found = await assets.find(
        visit.tx, AssetFilter(q=q or None, zone_id=zone or None, type_id=kind or None), page.slice
    )
    around, types = await atlas(visit), await _types(visit)
    return shell.page(
        visit,
        "admin/assets/list.html",
        fragment="rows",
        found=found,
        page=page,
        said=around.said,
        type_names={one.value: one.label for one in types},
        types=[Choice("", visit.say(N_("Any type"))), *types],
        zones=[Choice("", visit.say(N_("Any zone"))), *around.choices([zone])],
        asked=bool(q or zone or kind),
    )


@pages.get("/assets/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    first = Form([("asset_type_id", visit.query.text("type") or ""), ("bookable", "on")])
    return await _form(visit, refusal, None, first)


@pages.post("/assets/new", or_else=new)
async def add(visit: Visit) -> Response:
    (asset,) = await assets.add(visit.tx, visit.actor, [_given(visit.form)])
    return shell.redirect(visit, visit.path("assets", asset.asset_id), N_("%(name)s is added"), name=name_of(asset))


@pages.get("/assets/paste")
async def paste(visit: Visit, refusal: Refusal | None = None) -> Response:
    around, types = await atlas(visit), await _types(visit)
    zones = around.choices()
    columns = ", ".join(_COLUMNS)
    return shell.form(
        visit, "admin/assets/paste.html", refusal, labels=_PASTE_LABELS, types=types, zones=zones, columns=columns
    )


@pages.post("/assets/paste", or_else=paste)
async def add_many(visit: Visit) -> Response:
    """All lines become assets, or none does."""
    form = visit.form
    common = {"asset_type_id": form.text("asset_type_id"), "zone_id": form.text("zone_id")}
    drafts = [cast("AssetChanges", common | line) for line in _table(form.raw("table"))]
    added = await assets.add(visit.tx, visit.actor, drafts)
    return shell.redirect(visit, HERE, N_("%(number)s assets are added"), number=len(added))


@pages.get("/assets/{id}")
async def show(visit: Visit) -> Response:
    asset = await assets.get(visit.tx, visit.values["id"])
    wanted = AuditFilter(subject=asset.asset_id)
    entries = (await find_entries(visit.tx, visit.actor, wanted, _RECENT)).rows if visit.actor.is_admin else ()
    return shell.page(
        visit,
        "admin/assets/detail.html",
        thing=asset,
        name=name_of(asset),
        kind=await assets.asset_type(visit.tx, asset.asset_type_id),
        lies_in=(await atlas(visit)).said(asset.zone_id),
        entries=history.entries(visit, entries),
    )


@pages.get("/assets/{id}/edit")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    asset = await assets.get(visit.tx, visit.values["id"])
    return await _form(visit, refusal, asset, _typed(asset))


@pages.post("/assets/{id}/edit", or_else=edit)
async def change(visit: Visit) -> Response:
    (asset,) = await assets.change(visit.tx, visit.actor, {visit.values["id"]: _given(visit.form)})
    return shell.redirect(visit, visit.path("assets", asset.asset_id), N_("%(name)s is saved"), name=name_of(asset))


@pages.post("/assets/{id}/delete", back=_ASSET)
async def delete(visit: Visit) -> Response:
    asset = await assets.get(visit.tx, visit.values["id"])
    visit.need_typed(name_of(asset))
    await assets.remove(visit.tx, visit.actor, [asset.asset_id])
    return shell.redirect(visit, HERE, N_("%(name)s is deleted"), name=name_of(asset))


async def ask_for_many(visit: Visit, refusal: Refusal | None = None) -> Response:
    """Show what was chosen, and ask how many that are."""
    chosen = await assets.those(visit.tx, visit.form.chosen("id"))
    labels = {"confirmed": N_("How many")}
    names = [name_of(asset) for asset in chosen]
    return shell.form(visit, "admin/assets/delete.html", refusal, labels=labels, chosen=chosen, names=names)


@pages.post("/assets/delete", or_else=ask_for_many)
async def delete_many(visit: Visit) -> Response:
    """Delete what was chosen in the list, once its number was typed."""
    ids = visit.form.chosen("id")
    if not ids:
        return shell.redirect(visit, HERE, N_("Nothing was chosen"), tone="warn")
    if "confirmed" not in visit.form:
        return await ask_for_many(visit)
    if visit.form.text("confirmed") != str(len(set(ids))):
        raise Invalid("confirmed", "is not how many were chosen")
    await assets.remove(visit.tx, visit.actor, ids)
    return shell.redirect(visit, HERE, N_("%(number)s assets are deleted"), number=len(set(ids)))


def name_of(asset: Asset) -> str:
    """What people call an asset; one without a name by what else it has."""
    return asset.name or asset.identifier or asset.asset_id


async def _types(visit: Visit) -> list[Choice]:
    found = await assets.types(visit.tx, TypeFilter())
    return [Choice(one.asset_type_id, f"{one.brand} {one.name}".strip()) for one in found]


async def _form(visit: Visit, refusal: Refusal | None, asset: Asset | None, given: Form) -> Response:
    around = await atlas(visit)
    choose = Choice("", visit.say(N_("Choose…")))
    return shell.form(
        visit,
        "admin/assets/edit.html",
        refusal,
        labels=_LABELS,
        given=given,
        thing=asset,
        name=name_of(asset) if asset else "",
        types=[choose, *await _types(visit)],
        zones=[choose, *around.choices([given.text("zone_id")])],
    )


def _given(form: Form) -> AssetChanges:
    return AssetChanges(
        name=typed.text(form, "name"),
        asset_type_id=form.text("asset_type_id"),
        zone_id=form.text("zone_id"),
        identifier=typed.text(form, "identifier"),
        map_id=typed.text(form, "map_id"),
        bookable=form.flag("bookable"),
        accessible=form.flag("accessible"),
        assigned_to=typed.text(form, "assigned_to"),
        features=typed.lines(form, "features"),
        serial_number=typed.text(form, "serial_number"),
        barcode=typed.text(form, "barcode"),
        notes=typed.prose(form, "notes"),
    )


def _typed(asset: Asset) -> Form:
    """An asset as the form shows it."""
    several = {"features", *_FLAGS}
    texts = [(name, str(getattr(asset, name) or "")) for name in _LABELS if name not in several]
    flags = [(name, "on") for name in _FLAGS if getattr(asset, name)]
    return Form([*texts, *flags, ("features", "\n".join(asset.features))])


def _table(text: str) -> list[dict[str, str]]:
    """Read lines of a spreadsheet or of comma separated values.

    Raises:
        Invalid: there is nothing, too much, or a line with more columns than we know.
    """
    delimiter = "\t" if "\t" in text else ","
    lines = [[plain(cell).strip() for cell in line] for line in csv.reader(text.splitlines(), delimiter=delimiter)]
    lines = [line for line in lines if any(line)]
    if not 0 < len(lines) <= _MOST_PASTED:
        raise Invalid("table", "must have between 1 and 2000 lines")
    if any(len(line) > len(_COLUMNS) for line in lines):
        raise Invalid("table", "has a line with too many columns")
    return [dict(zip(_COLUMNS, line, strict=False)) for line in lines]
