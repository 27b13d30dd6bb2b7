"""What kinds of assets there are: categories, and the types in them, with how many there are of each."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from workhall.domain import assets
from workhall.domain.assets import AssetType, AssetTypeChanges, Category, CategoryChanges, TypeFilter
from workhall.surfaces.admin import shell, typed
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Choice

pages = Pages()
TYPES: Final = "/admin/assets/types"
CATEGORIES: Final = "/admin/assets/categories"
_TYPE_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "brand": N_("Brand"),
    "category_id": N_("Category"),
    "model_number": N_("Model number"),
    "description": N_("Description"),
}
_CATEGORY_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "parent_category_id": N_("Lies in"),
    "hidden": N_("Hidden"),
    "description": N_("Description"),
}


@pages.get("/assets/types")
async def list_types(visit: Visit) -> Response:
    page, q, category = visit.list_page(), visit.query.text("q") or "", visit.query.text("category") or ""
    found = await assets.types(visit.tx, TypeFilter(q=q or None, category_id=category or None), page.slice)
    categories = await _categories(visit)
    return shell.page(
        visit,
        "admin/assets/types.html",
        fragment="rows",
        found=found,
        page=page,
        names={one.asset_category_id: one.name for one in categories},
        categories=[Choice("", visit.say(N_("Any category"))), *_choices(categories)],
        asked=bool(q or category),
    )


@pages.get("/assets/types/new")
async def new_type(visit: Visit, refusal: Refusal | None = None) -> Response:
    return await _type_form(visit, refusal, None, Form([("category_id", visit.query.text("category") or "")]))


@pages.post("/assets/types/new", or_else=new_type)
async def add_type(visit: Visit) -> Response:
    made = await assets.add_type(visit.tx, visit.actor, _given_type(visit.form))
    return shell.redirect(visit, TYPES, N_("%(name)s is added"), name=made.name)


@pages.get("/assets/types/{id}")
async def edit_type(visit: Visit, refusal: Refusal | None = None) -> Response:
    kind = await assets.asset_type(visit.tx, visit.values["id"])
    given = Form([(name, str(getattr(kind, name))) for name in _TYPE_LABELS])
    return await _type_form(visit, refusal, kind, given)


@pages.post("/assets/types/{id}", or_else=edit_type)
async def change_type(visit: Visit) -> Response:
    kind = await assets.change_type(visit.tx, visit.actor, visit.values["id"], _given_type(visit.form))
    return shell.redirect(visit, TYPES, N_("%(name)s is saved"), name=kind.name)


@pages.post("/assets/types/{id}/delete", back="/admin/assets/types/{id}")
async def delete_type(visit: Visit) -> Response:
    kind = await assets.asset_type(visit.tx, visit.values["id"])
    visit.need_typed(kind.name)
    await assets.remove_type(visit.tx, visit.actor, kind.asset_type_id)
    return shell.redirect(visit, TYPES, N_("%(name)s is deleted"), name=kind.name)


@pages.get("/assets/categories")
async def list_categories(visit: Visit) -> Response:
    page, q = visit.list_page(), visit.query.text("q") or ""
    found = await assets.categories(visit.tx, q or None, page.slice)
    types, things = await _counts(visit)
    names = {one.asset_category_id: one.name for one in await _categories(visit)}
    return shell.page(
        visit,
        "admin/assets/categories.html",
        fragment="rows",
        found=found,
        page=page,
        types=types,
        things=things,
        names=names,
    )


@pages.get("/assets/categories/new")
async def new_category(visit: Visit, refusal: Refusal | None = None) -> Response:
    return await _category_form(visit, refusal, None, Form())


@pages.post("/assets/categories/new", or_else=new_category)
async def add_category(visit: Visit) -> Response:
    made = await assets.add_category(visit.tx, visit.actor, _given_category(visit.form))
    return shell.redirect(visit, CATEGORIES, N_("%(name)s is added"), name=made.name)


@pages.get("/assets/categories/{id}")
async def edit_category(visit: Visit, refusal: Refusal | None = None) -> Response:
    category = await assets.category(visit.tx, visit.values["id"])
    texts = [(name, str(getattr(category, name) or "")) for name in _CATEGORY_LABELS if name != "hidden"]
    given = Form([*texts, *([("hidden", "on")] if category.hidden else [])])
    return await _category_form(visit, refusal, category, given)


@pages.post("/assets/categories/{id}", or_else=edit_category)
async def change_category(visit: Visit) -> Response:
    given = _given_category(visit.form)
    category = await assets.change_category(visit.tx, visit.actor, visit.values["id"], given)
    return shell.redirect(visit, CATEGORIES, N_("%(name)s is saved"), name=category.name)


@pages.post("/assets/categories/{id}/delete", back="/admin/assets/categories/{id}")
async def delete_category(visit: Visit) -> Response:
    category = await assets.category(visit.tx, visit.values["id"])
    visit.need_typed(category.name)
    await assets.remove_category(visit.tx, visit.actor, category.asset_category_id)
    return shell.redirect(visit, CATEGORIES, N_("%(name)s is deleted"), name=category.name)


async def _categories(visit: Visit) -> list[Category]:
    return list(await assets.categories(visit.tx))


def _choices(categories: list[Category]) -> list[Choice]:
    return [Choice(one.asset_category_id, one.name) for one in categories]


async def _counts(visit: Visit) -> tuple[Counter[str], Counter[str]]:
    """How many types, and how many assets, each category has itself."""
    types: Counter[str] = Counter()
    things: Counter[str] = Counter()
    for kind in await assets.types(visit.tx, TypeFilter()):
        types[kind.category_id] += 1
        things[kind.category_id] += kind.asset_count
    return types, things


async def _within(visit: Visit, category: Category) -> tuple[int, int, int]:
    """How many categories, types and assets go with a category: what lies in it goes too."""
    everything = await _categories(visit)
    inside = {category.asset_category_id}
    while more := {one.asset_category_id for one in everything if one.parent_category_id in inside} - inside:
        inside |= more
    types, things = await _counts(visit)
    return len(inside) - 1, sum(types[one] for one in inside), sum(things[one] for one in inside)


async def _type_form(visit: Visit, refusal: Refusal | None, kind: AssetType | None, given: Form) -> Response:
    categories = [Choice("", visit.say(N_("Choose…"))), *_choices(await _categories(visit))]
    return shell.form(
        visit, "admin/assets/type.html", refusal, labels=_TYPE_LABELS, given=given, kind=kind, categories=categories
    )


async def _category_form(visit: Visit, refusal: Refusal | None, category: Category | None, given: Form) -> Response:
    own = category.asset_category_id if category else ""
    others = [one for one in _choices(await _categories(visit)) if one.value != own]
    return shell.form(
        visit,
        "admin/assets/category.html",
        refusal,
        labels=_CATEGORY_LABELS,
        given=given,
        category=category,
        goes=await _within(visit, category) if category else (0, 0, 0),
        others=[Choice("", visit.say(N_("Nothing: it stands at the top"))), *others],
    )


def _given_type(form: Form) -> AssetTypeChanges:
    return AssetTypeChanges(
        name=typed.text(form, "name"),
        brand=typed.text(form, "brand"),
        category_id=form.text("category_id"),
        model_number=typed.text(form, "model_number"),
        description=typed.prose(form, "description"),
    )


def _given_category(form: Form) -> CategoryChanges:
    """What the form says of a category. Its description is kept as it is: apps store JSON in it."""
    return CategoryChanges(
        name=typed.text(form, "name"),
        parent_category_id=form.text("parent_category_id") or None,
        hidden=form.flag("hidden"),
        description=form.raw("description"),
    )
