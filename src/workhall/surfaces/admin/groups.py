"""Groups of people, and groups inside groups."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from workhall.domain import people
from workhall.kernel.errors import Invalid, NotFound
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_

pages = Pages()
_GROUP: Final = "/admin/groups/{id}"
_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "description": N_("Description"),
    "inside": N_("Member of"),
}


@pages.get("/groups")
async def list_groups(visit: Visit) -> Response:
    page = visit.list_page()
    found = await people.groups(visit.tx, visit.query.text("q") or None, page.slice)
    return shell.page(visit, "admin/groups/list.html", fragment="rows", found=found, page=page)


@pages.get("/groups/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    return shell.form(visit, "admin/groups/edit.html", refusal, labels=_LABELS, group=None)


@pages.post("/groups/new", or_else=new)
async def add(visit: Visit) -> Response:
    group = await people.add_group(visit.tx, visit.actor, _given(visit.form))
    return shell.redirect(visit, visit.path("groups", group.group_id), N_("%(name)s is added"), name=group.name)


@pages.get("/groups/named/{name}")
async def named(visit: Visit) -> Response:
    """Lead from a name to its group."""
    group = await people.group(visit.tx, visit.values["name"])
    return shell.redirect(visit, visit.path("groups", group.group_id))


@pages.get("/groups/{id}")
async def show(visit: Visit, refusal: Refusal | None = None) -> Response:
    group = await _group(visit)
    page = visit.list_page()
    members = await people.find(visit.tx, people.Filter(group=group.name), page.slice)
    return shell.form(
        visit,
        "admin/groups/detail.html",
        refusal,
        labels={"who": N_("Person")},
        group=group,
        members=members,
        page=page,
        inside_it=await people.groups_inside(visit.tx, group.name),
    )


@pages.get("/groups/{id}/edit")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    group = await _group(visit)
    given = Form([("name", group.name), ("description", group.description), ("inside", "\n".join(group.inside))])
    return shell.form(visit, "admin/groups/edit.html", refusal, labels=_LABELS, given=given, group=group)


@pages.post("/groups/{id}/edit", or_else=edit)
async def change(visit: Visit) -> Response:
    group = await people.change_group(visit.tx, visit.actor, (await _group(visit)).name, _given(visit.form))
    return shell.redirect(visit, visit.path("groups", group.group_id), N_("%(name)s is saved"), name=group.name)


@pages.post("/groups/{id}/delete", back=_GROUP)
async def delete(visit: Visit) -> Response:
    group = await _group(visit)
    visit.need_typed(group.name)
    await people.remove_group(visit.tx, visit.actor, group.name)
    return shell.redirect(visit, "/admin/groups", N_("%(name)s is deleted"), name=group.name)


@pages.post("/groups/{id}/join", or_else=show)
async def join(visit: Visit) -> Response:
    """Put somebody in, named by e-mail address, login name, staff number or id."""
    who = visit.form.text("who")
    if not who:
        raise Invalid("who", "is required")
    try:
        person = await people.look_up(visit.tx, who)
    except NotFound as error:
        raise Invalid("who", "is nobody here") from error
    group = await _group(visit)
    await people.join_group(visit.tx, visit.actor, group.name, [person.user_id])
    to = visit.path("groups", group.group_id)
    return shell.redirect(visit, to, N_("%(name)s is now in %(group)s"), name=person.name, group=group.name)


@pages.post("/groups/{id}/leave/{who}", back=_GROUP)
async def leave(visit: Visit) -> Response:
    person = await people.look_up(visit.tx, visit.values["who"], deleted=True)
    group = await _group(visit)
    await people.leave_group(visit.tx, visit.actor, group.name, [person.user_id])
    to = visit.path("groups", group.group_id)
    back = visit.path("groups", group.group_id, "rejoin", person.user_id)
    return shell.redirect(
        visit, to, N_("%(name)s is no longer in %(group)s"), undo=back, name=person.name, group=group.name
    )


@pages.post("/groups/{id}/rejoin/{who}", back=_GROUP)
async def rejoin(visit: Visit) -> Response:
    person = await people.look_up(visit.tx, visit.values["who"])
    group = await _group(visit)
    await people.join_group(visit.tx, visit.actor, group.name, [person.user_id])
    to = visit.path("groups", group.group_id)
    return shell.redirect(visit, to, N_("%(name)s is in %(group)s again"), name=person.name, group=group.name)


async def _group(visit: Visit) -> people.Group:
    return await people.group_numbered(visit.tx, visit.number("id"))


def _given(form: Form) -> people.GroupChanges:
    return people.GroupChanges(
        name=form.text("name"), description=form.text("description"), inside=form.lines("inside")
    )
