"""The host names the organisation answers to, with what its apps are told there."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from starlette.responses import Response

from workhall.domain import organisations
from workhall.domain.organisations import Domain, DomainChanges
from workhall.kernel.errors import Failure, Invalid
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.markup import rich_document
from workhall.surfaces.web.pages import N_

pages = Pages()
_DOMAIN: Final = "/admin/domains/{id}"
_LABELS: Final[Mapping[str, str]] = {
    "domain": N_("Host name"),
    "name": N_("Name"),
    "description": N_("Description"),
    "login_url": N_("Sign-in address"),
    "logout_url": N_("Sign-out address"),
    "email_domains": N_("Mail domains"),
    "default_app": N_("First app"),
    "org_zone": N_("Zone of the organisation"),
    "config": N_("Configuration"),
    "session_timeout": N_("Sessions end after"),
}
_OWN_FIELDS: Final = ("default_app", "org_zone")


@pages.get("/domains")
async def list_domains(visit: Visit) -> Response:
    page = visit.list_page()
    found = await organisations.domains(visit.tx, visit.query.text("q"), page.slice)
    return shell.page(visit, "admin/domains/list.html", fragment="rows", found=found, page=page)


@pages.get("/domains/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    first = Form(
        [("login_url", "/login?continue={{url}}"), ("logout_url", "/auth/logout"), ("session_timeout", "1440")]
    )
    return shell.form(visit, "admin/domains/edit.html", refusal, labels=_LABELS, given=first, domain=None)


@pages.post("/domains/new", or_else=new)
async def add(visit: Visit) -> Response:
    domain = await organisations.add_domain(visit.tx, visit.actor, _given(visit.form, {}))
    visit.tx.after_commit(visit.house.residences.forget)
    return shell.redirect(visit, "/admin/domains", N_("%(name)s is added"), name=domain.domain)


@pages.get("/domains/{id}")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    domain = await organisations.domain(visit.tx, visit.values["id"])
    here = domain.domain_id == visit.call.residence.domain_id
    return shell.form(
        visit, "admin/domains/edit.html", refusal, labels=_LABELS, given=_typed(domain), domain=domain, here=here
    )


@pages.post("/domains/{id}", or_else=edit)
async def change(visit: Visit) -> Response:
    before = await organisations.domain(visit.tx, visit.values["id"])
    given = _given(visit.form, before.internals)
    domain = await organisations.change_domain(visit.tx, visit.actor, before.domain_id, given)
    visit.tx.after_commit(visit.house.residences.forget)
    return shell.redirect(visit, visit.path("domains", domain.domain_id), N_("%(name)s is saved"), name=domain.domain)


@pages.post("/domains/{id}/delete", back=_DOMAIN)
async def delete(visit: Visit) -> Response:
    domain = await organisations.domain(visit.tx, visit.values["id"])
    visit.need_typed(domain.domain)
    await organisations.remove_domain(visit.tx, visit.actor, domain.domain_id)
    visit.tx.after_commit(visit.house.residences.forget)
    return shell.redirect(visit, "/admin/domains", N_("%(name)s is removed"), name=domain.domain)


def _given(form: Form, internals: Mapping[str, Any]) -> DomainChanges:
    """What the form says. Internals it does not show stay as they are."""
    failures: list[Failure] = []
    config = _document(form.raw("config"), failures)
    minutes = form.text("session_timeout")
    if not (minutes.isascii() and minutes.isdigit() and 1 <= int(minutes) <= 1_000_000):
        failures.append(Failure("session_timeout", "is a number of minutes, 1 or more"))
    if failures:
        raise Invalid.several(failures)
    own = {name: form.text(name) for name in _OWN_FIELDS if form.text(name)}
    return DomainChanges(
        domain=form.text("domain"),
        name=form.text("name"),
        description=form.text("description"),
        login_url=form.text("login_url"),
        logout_url=form.text("logout_url"),
        email_domains=form.lines("email_domains"),
        config={key: value for key, value in config.items() if key not in _OWN_FIELDS} | own,
        internals={**internals, "session_timeout": int(minutes), "soft_delete": form.flag("soft_delete")},
    )


def _document(text: str, failures: list[Failure]) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(text.strip() or "{}", type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError) as error:
        failures.append(Failure("config", f"is no JSON object: {error}"))
        return {}
    cleaned = rich_document(found)
    return cleaned if isinstance(cleaned, dict) else {}


def _typed(domain: Domain) -> Form:
    shown = {
        name: value for name, value in domain.config.items() if name not in (*_OWN_FIELDS, organisations.CACHE_KEY)
    }
    document = msgspec.json.format(msgspec.json.encode(shown), indent=2).decode()
    soft = str(domain.internals.get("soft_delete")).lower() == "true"
    return Form(
        [
            *((name, getattr(domain, name)) for name in ("domain", "name", "description", "login_url", "logout_url")),
            ("email_domains", "\n".join(domain.email_domains)),
            *((name, str(domain.config.get(name) or "")) for name in _OWN_FIELDS),
            ("config", document if shown else ""),
            ("session_timeout", str(domain.internals.get("session_timeout") or 1440)),
            *([("soft_delete", "on")] if soft else []),
        ]
    )
