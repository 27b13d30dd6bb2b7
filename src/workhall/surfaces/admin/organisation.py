"""The organisation itself: its name, its colour, and the front ends it lets sign in from this address."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from workhall.domain import organisations
from workhall.identity import ensure_application, find_applications, record
from workhall.identity.clients import ANSWER_PAGE
from workhall.kernel.errors import Invalid
from workhall.kernel.paging import Page
from workhall.surfaces.admin import plans, shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web import brand
from workhall.surfaces.web.pages import N_, Choice

pages = Pages()
HERE: Final = "/admin/organisation"
_LABELS: Final[Mapping[str, str]] = {"name": N_("Name"), "colour": N_("Colour"), "logo": N_("Picture")}
_OURS: Final = "#2456c8"
_FRONT_ENDS: Final = ("/backoffice", "/workplace")


@pages.get("/organisation")
async def show(visit: Visit, refusal: Refusal | None = None) -> Response:
    organisation = visit.organisation
    colour = brand.colour_of(organisation)
    given = Form(
        [("name", organisation.name), ("colour", colour or "#2456c8"), *([("coloured", "on")] if colour else [])]
    )
    pictures = await _pictures(visit)
    domains = await organisations.domains(visit.tx)
    wanted = answer_addresses(visit)
    registered = {app.redirect_uri for app in (await find_applications(visit.tx, Page(1000))).rows}
    return shell.form(
        visit,
        "admin/organisation/show.html",
        refusal,
        labels=_LABELS,
        given=given,
        pictures=pictures,
        domains=domains,
        origin=visit.call.address,
        addresses=[(address, address in registered) for address in wanted],
    )


@pages.post("/organisation", or_else=show)
async def change(visit: Visit) -> Response:
    colour = visit.form.text("colour").lower() if visit.form.flag("coloured") else None
    if colour is not None and not brand.is_colour(colour):
        raise Invalid("colour", "is no colour such as #2456c8")
    logo = visit.form.text("logo") or None
    if logo is not None and logo not in {one.value for one in await _pictures(visit)}:
        raise Invalid("logo", "is not known")
    settings = {brand.SETTING: colour, brand.LOGO: logo}
    given = organisations.OrganisationChanges(name=visit.form.text("name"), settings=settings)
    organisation = await organisations.change(visit.tx, visit.actor, given)
    return shell.redirect(visit, HERE, N_("%(name)s is saved"), name=organisation.name)


@pages.post("/organisation/front-ends", back=HERE)
async def register_front_ends(visit: Visit) -> Response:
    """Let the front ends of this address sign people in."""
    visit.actor.need_admin()
    for address in answer_addresses(visit):
        name = address.removesuffix(ANSWER_PAGE).rsplit("/", 1)[-1].capitalize()
        await ensure_application(visit.tx, visit.call.residence.domain_id, address, name)
        record(visit.tx, visit.actor, "register", ("application", address), after={"name": name})
    return shell.redirect(visit, HERE, N_("The front ends of %(origin)s may sign people in"), origin=visit.call.address)


async def _pictures(visit: Visit) -> list[Choice]:
    """Pictures to choose from: public ones among the uploads, or the mark of Workhall."""
    return [Choice("", visit.say(N_("The mark of Workhall"))), *(await plans.choices(visit))[1:]]


def answer_addresses(visit: Visit) -> list[str]:
    """Where the front ends of the address this page was asked at take their answers."""
    paths = dict.fromkeys((*_FRONT_ENDS, *visit.house.mounts))
    return [f"{visit.call.address}{path}{ANSWER_PAGE}" for path in paths]
