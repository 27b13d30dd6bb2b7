"""API keys: what programs come in with. A new secret is shown once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from starlette.responses import Response

from workhall.domain import organisations, people
from workhall.identity import (
    ApiKey,
    ApiKeyChange,
    ApiKeyDraft,
    create_key,
    delete_key,
    find_keys,
    key_of,
    update_key,
)
from workhall.kernel.errors import Invalid, NotFound
from workhall.kernel.ids import DomainId, UserId
from workhall.kernel.time import zone as zone_named
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Choice

pages = Pages()
_KEY: Final = "/admin/keys/{id}"
_PERMISSIONS: Final = (
    ("0", N_("Person")),
    ("1", N_("Support")),
    ("2", N_("Administrator")),
    ("3", N_("Administrator and support")),
)
_ENDS: Final = (
    ("365", N_("In one year")),
    ("90", N_("In 90 days")),
    ("7", N_("In a week")),
    ("never", N_("Never")),
    ("on", N_("On a day")),
)
_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "user": N_("Acts as"),
    "description": N_("Description"),
    "scopes": N_("Scopes"),
    "permissions": N_("Permissions"),
    "ends_on": N_("Last day"),
}


@pages.get("/keys")
async def list_keys(visit: Visit) -> Response:
    page = visit.list_page()
    found = await find_keys(visit.tx, visit.actor, page.slice, q=visit.query.text("q"))
    return shell.page(visit, "admin/keys/list.html", fragment="rows", found=found, page=page, now=visit.tx.now)


@pages.get("/keys/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    first = Form([("user", visit.query.text("user") or visit.actor.email), ("scopes", "public"), ("ends", "365")])
    domains = await organisations.domains(visit.tx)
    return shell.form(
        visit,
        "admin/keys/edit.html",
        refusal,
        labels=_LABELS,
        given=first,
        key=None,
        domains=[Choice(one.domain_id, one.domain) for one in domains],
        permissions=_choices(visit, _PERMISSIONS),
        ends=_choices(visit, _ENDS),
    )


@pages.post("/keys/new", or_else=new)
async def create(visit: Visit) -> Response:
    """Make a key and show it: the answer is the only page that ever has its secret."""
    form = visit.form
    draft = ApiKeyDraft(
        form.text("name"),
        DomainId(form.text("domain") or visit.call.residence.domain_id),
        await _holder(visit),
        form.text("description"),
        tuple(form.lines("scopes")),
        _number(form.text("permissions")),
        expires_at=_end(visit),
    )
    made = await create_key(visit.tx, visit.actor, draft)
    return shell.page(visit, "admin/keys/detail.html", key=made.key, secret=made.text, now=visit.tx.now)


@pages.get("/keys/{id}")
async def show(visit: Visit) -> Response:
    key = await key_of(visit.tx, visit.actor, visit.values["id"])
    return shell.page(visit, "admin/keys/detail.html", key=key, secret="", now=visit.tx.now)


@pages.get("/keys/{id}/edit")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    key = await key_of(visit.tx, visit.actor, visit.values["id"])
    return shell.form(
        visit,
        "admin/keys/edit.html",
        refusal,
        labels=_LABELS,
        given=_typed(visit, key),
        key=key,
        domains=[],
        permissions=_choices(visit, _PERMISSIONS),
        ends=_choices(visit, _ENDS),
    )


@pages.post("/keys/{id}/edit", or_else=edit)
async def change(visit: Visit) -> Response:
    form = visit.form
    wanted = ApiKeyChange(
        name=form.text("name"),
        description=form.text("description"),
        user_id=await _holder(visit),
        scopes=tuple(form.lines("scopes")) or ("public",),
        permissions=_number(form.text("permissions")),
        expires_at=_end(visit),
    )
    key = await update_key(visit.tx, visit.actor, visit.values["id"], wanted)
    return shell.redirect(visit, visit.path("keys", key.api_key_id), N_("%(name)s is saved"), name=key.name)


@pages.post("/keys/{id}/stop", back=_KEY)
async def stop(visit: Visit) -> Response:
    """End a key now. It stays, and may be let in again."""
    before = await key_of(visit.tx, visit.actor, visit.values["id"])
    key = await update_key(visit.tx, visit.actor, before.api_key_id, ApiKeyChange(expires_at=visit.tx.now))
    here = visit.path("keys", key.api_key_id)
    undo = f"{here}/start?until={before.expires_at.isoformat() if before.expires_at else ''}".replace("+", "%2B")
    return shell.redirect(visit, here, N_("%(name)s is refused from now on"), undo=undo, name=key.name)


@pages.post("/keys/{id}/start", back=_KEY)
async def start(visit: Visit) -> Response:
    """Let a key in again: until the moment it had, else without an end."""
    until = _moment(visit.query.text("until") or "")
    wanted = ApiKeyChange(expires_at=until if until and until > visit.tx.now else None)
    key = await update_key(visit.tx, visit.actor, visit.values["id"], wanted)
    return shell.redirect(visit, visit.path("keys", key.api_key_id), N_("%(name)s works again"), name=key.name)


@pages.post("/keys/{id}/delete", back=_KEY)
async def delete(visit: Visit) -> Response:
    key = await key_of(visit.tx, visit.actor, visit.values["id"])
    visit.need_typed(key.name)
    await delete_key(visit.tx, visit.actor, key.api_key_id)
    return shell.redirect(visit, "/admin/keys", N_("%(name)s is deleted"), name=key.name)


async def _holder(visit: Visit) -> UserId:
    who = visit.form.text("user")
    if not who:
        raise Invalid("user", "is required")
    try:
        return (await people.look_up(visit.tx, who)).user_id
    except NotFound as error:
        raise Invalid("user", "is nobody here") from error


def _end(visit: Visit) -> datetime | None:
    """When the key ends: so many days from now, at the end of a day where the reader is, or never."""
    chosen = visit.form.text("ends")
    if chosen.isdigit():
        return visit.tx.now + timedelta(days=min(int(chosen), 3650))
    if chosen != "on":
        return None
    try:
        day = datetime.strptime(visit.form.text("ends_on"), "%Y-%m-%d").date()  # noqa: DTZ007  a day, no moment yet
    except ValueError as error:
        raise Invalid("ends_on", "is required") from error
    return datetime.combine(day, time.max, zone_named(visit.reader.zone)).replace(microsecond=0)


def _typed(visit: Visit, key: ApiKey) -> Form:
    ends_on = key.expires_at.astimezone(zone_named(visit.reader.zone)).date().isoformat() if key.expires_at else ""
    return Form(
        [
            ("name", key.name),
            ("description", key.description),
            ("user", key.holder_email),
            ("scopes", "\n".join(key.scopes)),
            ("permissions", str(key.permissions)),
            ("ends", "on" if key.expires_at else "never"),
            ("ends_on", ends_on),
        ]
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _choices(visit: Visit, pairs: Sequence[tuple[str, str]]) -> list[Choice]:
    return [Choice(value, visit.say(label)) for value, label in pairs]
