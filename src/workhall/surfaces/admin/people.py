"""People: found, taken in, described."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from workhall.domain import people
from workhall.identity import AuditFilter, find_entries, find_keys
from workhall.kernel.ids import UserId
from workhall.kernel.paging import Page
from workhall.surfaces.admin import history, shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_

pages = Pages()
_RECENT: Final = 8
_TEXTS: Final = (
    *("name", "first_name", "last_name", "nickname", "phone", "department", "building", "country"),
    *("login_name", "staff_id", "card_number"),
)
_LABELS: Final[Mapping[str, str]] = {
    "email": N_("E-mail address"),
    "name": N_("Name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "nickname": N_("Called"),
    "groups": N_("Groups"),
    "phone": N_("Phone"),
    "department": N_("Department"),
    "building": N_("Building"),
    "country": N_("Country"),
    "login_name": N_("Login name"),
    "staff_id": N_("Staff number"),
    "card_number": N_("Card number"),
    "password": N_("Password"),
}
SHOWN: Final = {
    "": people.Filter(),
    "administrators": people.Filter(role="admin"),
    "support": people.Filter(role="support"),
    "removed": people.Filter(only_deleted=True),
}


@pages.get("/people")
async def list_people(visit: Visit) -> Response:
    page, query = visit.list_page(), visit.query
    shown = query.text("show") or ""
    wanted = people.Filter(
        q=query.text("q"),
        group=query.text("group") or None,
        role=SHOWN.get(shown, SHOWN[""]).role,
        only_deleted=shown == "removed",
        sort=query.text("sort") or "name",
    )
    found = await people.find(visit.tx, wanted, page.slice)
    return shell.page(visit, "admin/people/list.html", fragment="rows", found=found, page=page, shown=shown)


@pages.get("/people/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    return shell.form(visit, "admin/people/edit.html", refusal, labels=_LABELS, person=None)


@pages.post("/people/new", or_else=new)
async def add(visit: Visit) -> Response:
    form = visit.form
    draft: people.UserDraft = {"email": form.text("email"), **_given(form)}  # type: ignore[typeddict-item]  # mypy wants every key that may be there
    if form.raw("password"):
        draft["password"] = form.raw("password")
    person = await people.add(visit.tx, visit.actor, draft)
    return shell.redirect(visit, visit.path("people", person.user_id), N_("%(name)s is added"), name=person.name)


@pages.get("/people/{id}")
async def show(visit: Visit) -> Response:
    person = await people.look_up(visit.tx, visit.values["id"], deleted=True)
    admin = visit.actor.is_admin
    wanted = AuditFilter(subject=person.user_id)
    entries = (await find_entries(visit.tx, visit.actor, wanted, Page(_RECENT))).rows if admin else ()
    keys = (await find_keys(visit.tx, visit.actor, Page(_RECENT), user_id=person.user_id)).rows if admin else ()
    said = history.entries(visit, entries)
    return shell.page(visit, "admin/people/detail.html", person=person, keys=keys, entries=said)


@pages.get("/people/{id}/edit")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    person = await people.get(visit.tx, UserId(visit.values["id"]))
    given = _typed(person)
    return shell.form(visit, "admin/people/edit.html", refusal, labels=_LABELS, given=given, person=person)


@pages.post("/people/{id}/edit", or_else=edit)
async def change(visit: Visit) -> Response:
    user_id = UserId(visit.values["id"])
    person = await people.change(visit.tx, visit.actor, user_id, _given(visit.form))
    return shell.redirect(visit, visit.path("people", user_id), N_("%(name)s is saved"), name=person.name)


def _given(form: Form) -> people.UserChanges:
    """What the form says of somebody. Boxes that are not ticked say no."""
    given = people.UserChanges(
        name=form.text("name"),
        first_name=form.text("first_name"),
        last_name=form.text("last_name"),
        nickname=form.text("nickname"),
        phone=form.text("phone"),
        department=form.text("department"),
        building=form.text("building"),
        country=form.text("country"),
        login_name=form.text("login_name"),
        staff_id=form.text("staff_id"),
        card_number=form.text("card_number"),
        groups=form.lines("groups"),
        sys_admin=form.flag("sys_admin"),
        support=form.flag("support"),
    )
    if "locatable" in form or "locatable_shown" in form:
        given["locatable"] = form.flag("locatable")
    return given


def _typed(person: people.User) -> Form:
    """A person as the form shows them."""
    texts = [(name, getattr(person, name) or "") for name in _TEXTS]
    flags = [(name, "on") for name in ("sys_admin", "support", "locatable") if getattr(person, name)]
    return Form([*texts, *flags, ("email", person.email), ("groups", "\n".join(person.direct_groups))])
