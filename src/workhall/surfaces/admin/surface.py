"""The administration put together."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from workhall.kernel.errors import NotAllowed, NotFound, Unauthenticated, Unavailable, WorkhallError
from workhall.surfaces.admin import (
    accounts,
    applications,
    asset_types,
    assets,
    audit,
    documents,
    domains,
    groups,
    guard,
    keys,
    organisation,
    overview,
    people,
    preferences,
    search,
    shell,
    systems,
    systems_tabs,
    uploads,
    work,
    zones,
    zones_settings,
    zones_tabs,
)
from workhall.surfaces.admin.pages import BASE, Pages
from workhall.surfaces.admin.refusal import sentence
from workhall.surfaces.web import brand, sayings
from workhall.surfaces.web.pages import N_, Link, answer, reader_of, translate
from workhall.surfaces.web.router import Router
from workhall.surfaces.web.surface import Surface

SECTIONS: Final[tuple[Pages, ...]] = (
    overview.pages,
    zones.pages,
    zones_tabs.pages,
    documents.pages,
    zones_settings.pages,
    systems.pages,
    systems_tabs.pages,
    assets.pages,
    asset_types.pages,
    uploads.pages,
    people.pages,
    accounts.pages,
    groups.pages,
    keys.pages,
    applications.pages,
    organisation.pages,
    domains.pages,
    audit.pages,
    work.pages,
    search.pages,
    preferences.pages,
)

_HEADINGS: Final[Mapping[type[WorkhallError], str]] = {
    guard.StaleForm: N_("This form has gone stale"),
    NotAllowed: N_("This is for administrators"),
    NotFound: N_("There is no such page"),
    Unavailable: N_("The database does not answer"),
    WorkhallError: N_("That did not go through"),
}
_TEXTS: Final[Mapping[type[WorkhallError], str]] = {
    guard.StaleForm: N_(
        "It was not sent from a page of your present session. Nothing was changed. Open the page anew and try again."
    ),
    NotAllowed: N_(
        "You are signed in, but your account may not do this. "
        "An administrator can give you the right, or you sign in as somebody else."
    ),
    NotFound: N_("It may have been deleted, or the address has a slip in it."),
    Unavailable: N_("Nothing was changed. It looks for a way back by itself; try again in a moment."),
}


def refuse(error: WorkhallError, request: Request) -> Response:
    """Refuse with a page: in the frame for whom we know to belong here, else on its own."""
    if isinstance(error, Unauthenticated):
        return guard.to_sign_in(request)
    status, _ = sayings.say(sayings.COMMON, error)
    visit = shell.visit_of(request)
    reader = visit.reader if visit else reader_of(request)
    heading = translate(reader.locale, _nearest(_HEADINGS, error))
    said = _nearest(_TEXTS, error)
    text = translate(reader.locale, said) if said else sentence(error)
    actions = _ways_on(error, reader.locale)
    headers = sayings.headers(error)
    if visit and visit.actor.is_support:
        return shell.page(visit, "admin/refused.html", status=status, heading=heading, text=text, actions=actions)
    number = getattr(request.state, "request_id", "")
    return answer(
        request,
        "error.html",
        {"heading": heading, "text": text, "actions": actions, "request_id": number},
        reader=reader,
        status=status,
        headers=headers,
    )


def _ways_on(error: WorkhallError, language: str) -> tuple[Link, ...]:
    overview_link = Link(translate(language, N_("Go to the overview")), "/admin/")
    if isinstance(error, NotAllowed) and not isinstance(error, guard.StaleForm):
        return (Link(translate(language, N_("Sign in as somebody else")), guard.SIGN_IN),)
    return (overview_link,)


def _nearest(table: Mapping[type[WorkhallError], str], error: WorkhallError) -> str:
    return next((table[kind] for kind in type(error).__mro__ if kind in table), "")


_ROUTES: Final = Router().include(*(pages.router for pages in SECTIONS), brand.routes)
surface = Surface("admin", (BASE, brand.PATH), _ROUTES, refuse, api=False)
