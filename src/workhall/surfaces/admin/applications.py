"""OAuth applications: front ends that may ask for tokens, and where the answers go."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import HTMLResponse, Response

from workhall.domain import organisations
from workhall.identity import (
    Application,
    ApplicationChange,
    ApplicationDraft,
    application_of,
    client_id_of,
    create_application,
    delete_application,
    find_applications,
    secret_of,
    update_application,
)
from workhall.kernel.ids import DomainId
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Choice

pages = Pages()
_APPLICATION: Final = "/admin/applications/{id}"
_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "redirect_uri": N_("Redirect address"),
    "scopes": N_("Scopes"),
}


@pages.get("/applications")
async def list_applications(visit: Visit) -> Response:
    visit.actor.need_admin()
    page = visit.list_page()
    found = await find_applications(visit.tx, page.slice, q=visit.query.text("q"))
    return shell.page(visit, "admin/applications/list.html", fragment="rows", found=found, page=page)


@pages.get("/applications/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    first = Form([("scopes", "public"), ("skip_authorization", "on")])
    domains = await organisations.domains(visit.tx)
    choices = [Choice(one.domain_id, one.domain) for one in domains]
    template = "admin/applications/edit.html"
    return shell.form(visit, template, refusal, labels=_LABELS, given=first, app=None, domains=choices)


@pages.post("/applications/new", or_else=new)
async def create(visit: Visit) -> Response:
    form = visit.form
    draft = ApplicationDraft(
        form.text("name"),
        DomainId(form.text("domain") or visit.call.residence.domain_id),
        form.text("redirect_uri"),
        " ".join(form.lines("scopes")),
        confidential=form.flag("confidential"),
        skip_authorization=form.flag("skip_authorization"),
    )
    app = await create_application(visit.tx, visit.actor, draft, sealer=visit.house.sealer)
    to = visit.path("applications", app.application_id)
    return shell.redirect(visit, to, N_("%(name)s is registered"), name=app.name)


@pages.get("/applications/client-id")
async def client_id(visit: Visit) -> Response:
    """The client id of an address, while it is typed."""
    address = (visit.query.text("redirect_uri") or "").strip()
    shown = client_id_of(address) if address else "–"
    return HTMLResponse(f'<code dir="ltr">{shown}</code>')


@pages.get("/applications/{id}")
async def show(visit: Visit) -> Response:
    app = await _application(visit)
    secret = secret_of(visit.house.sealer, app) if app.confidential else None
    return shell.page(visit, "admin/applications/detail.html", app=app, secret=secret)


@pages.get("/applications/{id}/edit")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    app = await _application(visit)
    given = Form(
        [
            ("name", app.name),
            ("redirect_uri", app.redirect_uri),
            ("scopes", "\n".join(app.scopes.split())),
            *((name, "on") for name in ("confidential", "skip_authorization") if getattr(app, name)),
        ]
    )
    template = "admin/applications/edit.html"
    return shell.form(visit, template, refusal, labels=_LABELS, given=given, app=app, domains=[])


@pages.post("/applications/{id}/edit", or_else=edit)
async def change(visit: Visit) -> Response:
    form = visit.form
    wanted = ApplicationChange(
        name=form.text("name"),
        redirect_uri=form.text("redirect_uri"),
        scopes=" ".join(form.lines("scopes")) or "public",
        confidential=form.flag("confidential"),
        skip_authorization=form.flag("skip_authorization"),
        preserve_client_id=form.flag("preserve_client_id"),
    )
    app = await update_application(visit.tx, visit.actor, visit.number("id"), wanted)
    to = visit.path("applications", app.application_id)
    return shell.redirect(visit, to, N_("%(name)s is saved"), name=app.name)


@pages.post("/applications/{id}/delete", back=_APPLICATION)
async def delete(visit: Visit) -> Response:
    app = await _application(visit)
    visit.need_typed(app.name)
    await delete_application(visit.tx, visit.actor, app.application_id)
    return shell.redirect(visit, "/admin/applications", N_("%(name)s is deleted"), name=app.name)


async def _application(visit: Visit) -> Application:
    visit.actor.need_admin()
    return await application_of(visit.tx, visit.number("id"))
