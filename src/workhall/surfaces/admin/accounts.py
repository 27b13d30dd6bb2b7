"""How somebody comes in: password, one-time link, what is open, and whether they may come in at all."""

from typing import Final

from starlette.responses import Response

from workhall.domain import people
from workhall.identity import Purpose, log_out_everywhere, make_link, need_good_password
from workhall.kernel.ids import UserId
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_

pages = Pages()
_PERSON: Final = "/admin/people/{id}"


@pages.get("/people/{id}/password")
async def password(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    person = await people.get(visit.tx, UserId(visit.values["id"]))
    labels = {"password": N_("New password")}
    return shell.form(visit, "admin/people/password.html", refusal, labels=labels, person=person, link="")


@pages.post("/people/{id}/password", or_else=password)
async def set_password(visit: Visit) -> Response:
    chosen = visit.form.raw("password")
    user_id = UserId(visit.values["id"])
    person = await people.get(visit.tx, user_id)
    need_good_password(chosen, email=person.email)
    await people.set_password(visit.tx, visit.actor, user_id, chosen)
    return shell.redirect(visit, visit.path("people", user_id), N_("%(name)s has a new password"), name=person.name)


@pages.post("/people/{id}/link", back=_PERSON)
async def one_time_link(visit: Visit) -> Response:
    """Make a link to choose a password with, and show it: it is not kept."""
    person = await people.get(visit.tx, UserId(visit.values["id"]))
    secret = await make_link(visit.tx, visit.actor, Purpose.PASSWORD, person.user_id)
    link = f"{visit.house.settings.public_url.rstrip('/') or visit.call.address}/setup/{secret}"
    return shell.form(visit, "admin/people/password.html", labels={}, person=person, link=link)


@pages.post("/people/{id}/sign-out", back=_PERSON)
async def sign_out(visit: Visit) -> Response:
    person = await people.get(visit.tx, UserId(visit.values["id"]))
    await log_out_everywhere(visit.tx, visit.actor, person.user_id)
    return shell.redirect(
        visit, visit.path("people", person.user_id), N_("%(name)s is signed out everywhere"), name=person.name
    )


@pages.post("/people/{id}/disable", back=_PERSON)
async def disable(visit: Visit) -> Response:
    person = await people.get(visit.tx, UserId(visit.values["id"]))
    await people.disable(visit.tx, visit.actor, person.user_id)
    here = visit.path("people", person.user_id)
    return shell.redirect(visit, here, N_("%(name)s can no longer sign in"), undo=f"{here}/revive", name=person.name)


@pages.post("/people/{id}/revive", back=_PERSON)
async def revive(visit: Visit) -> Response:
    person = await people.revive(visit.tx, visit.actor, UserId(visit.values["id"]))
    return shell.redirect(visit, visit.path("people", person.user_id), N_("%(name)s is back"), name=person.name)


@pages.post("/people/{id}/delete", back=_PERSON)
async def delete(visit: Visit) -> Response:
    """Delete somebody for good, with everything that is theirs."""
    person = await people.look_up(visit.tx, visit.values["id"], deleted=True)
    visit.need_typed(person.name)
    await people.remove(visit.tx, visit.actor, person.user_id, force=True)
    return shell.redirect(visit, "/admin/people", N_("%(name)s is deleted"), name=person.name)
