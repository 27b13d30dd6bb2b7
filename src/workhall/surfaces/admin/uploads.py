"""Uploads: files and pictures looked through, added by a plain form, opened to everybody or closed, deleted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from starlette.responses import Response

from workhall.domain import files
from workhall.domain.files import Permission, Upload, UploadChanges, UploadDraft, UploadFilter
from workhall.kernel.errors import Invalid, NotAllowed
from workhall.surfaces.admin import guard, plans, shell, typed, uploads_receive
from workhall.surfaces.admin.atlas import atlas, name_of
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import CORRECTABLE, Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.pages import N_, Choice

pages = Pages()
HERE: Final = "/admin/uploads"
_UPLOAD: Final = "/admin/uploads/{id}"
_LABELS: Final[Mapping[str, str]] = {
    "file": N_("File"),
    "public": N_("Public"),
    "permissions": N_("Who may read it"),
    "tags": N_("Tags"),
}
_READERS: Final = (
    (Permission.NONE, N_("Everybody who is signed in")),
    (Permission.SUPPORT, N_("Support staff")),
    (Permission.ADMIN, N_("Administrators")),
)
_LARGEST_PREVIEW: Final = 3_000_000


@pages.get("/uploads")
async def list_uploads(visit: Visit) -> Response:
    page, q, tag = visit.list_page(), visit.query.text("q") or "", visit.query.text("tag") or ""
    wanted = UploadFilter(q=q or None, tags=(tag,) if tag else ())
    found = await files.find(visit.tx, visit.actor, wanted, page.slice)
    previews = {one.upload_id: _preview(visit, one) for one in found}
    return shell.page(
        visit,
        "admin/uploads/list.html",
        fragment="rows",
        found=found,
        page=page,
        previews=previews,
        asked=bool(q or tag),
    )


@pages.get("/uploads/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    return shell.form(
        visit,
        "admin/uploads/new.html",
        refusal,
        labels=_LABELS,
        given=Form([("public", "on")]),
        readers=_readers(visit),
        most=visit.house.settings.upload_limit_mb,
    )


@pages.router.on("POST", "/uploads/new", streams=True)
async def receive(call: Call) -> Response:
    """Take a file. Who sends it is asked before its first byte is read."""
    guard.need_our_own(call.request)
    async with call.house.database.transaction(call.residence.organisation) as tx:
        visit = await guard.admit(replace(call, _tx=tx), streamed=True)
    if visit is None:
        return guard.to_sign_in(call.request)
    try:
        sent = await uploads_receive.read(visit, "file")
        try:
            guard.believe(visit, sent.form)
            if sent.file is None:
                raise Invalid("file", "is required")
            given = sent.form
            draft = UploadDraft(
                "",
                0,
                public=given.flag("public"),
                permissions=given.text("permissions"),
                tags=typed.lines(given, "tags"),
            )
            upload = await uploads_receive.keep(visit, sent.file, draft, "file")
        finally:
            sent.close()
    except CORRECTABLE as error:
        return await new(visit, Refusal(error))
    to = visit.path("uploads", upload.upload_id)
    return shell.redirect(visit, to, N_("%(name)s is uploaded"), name=upload.file_name)


@pages.get("/uploads/{id}")
async def show(visit: Visit, refusal: Refusal | None = None) -> Response:
    upload = await files.get(visit.tx, visit.actor, visit.values["id"])
    given = Form([("permissions", upload.permissions), ("tags", "\n".join(upload.tags))])
    return shell.form(
        visit,
        "admin/uploads/detail.html",
        refusal,
        labels={"permissions": _LABELS["permissions"], "tags": _LABELS["tags"]},
        given=given,
        upload=upload,
        preview=_preview(visit, upload),
        link=visit.call.address + plans.shown_at(visit, upload),
        readers=_readers(visit),
        used=await _used_by(visit, upload),
    )


@pages.post("/uploads/{id}", or_else=show)
async def change(visit: Visit) -> Response:
    form = visit.form
    readers = form.text("permissions")
    if readers not in set(Permission):
        raise Invalid("permissions", "must be none, support or admin")
    given = UploadChanges(permissions=Permission(readers), tags=typed.lines(form, "tags"))
    upload = await files.change(visit.tx, visit.actor, visit.values["id"], given)
    return shell.redirect(
        visit, visit.path("uploads", upload.upload_id), N_("%(name)s is saved"), name=upload.file_name
    )


@pages.post("/uploads/{id}/open", back=_UPLOAD)
async def make_public(visit: Visit) -> Response:
    upload = await files.change(visit.tx, visit.actor, visit.values["id"], UploadChanges(public=True))
    here = visit.path("uploads", upload.upload_id)
    message = N_("Everybody who has the link can read %(name)s")
    return shell.redirect(visit, here, message, undo=f"{here}/close", name=upload.file_name)


@pages.post("/uploads/{id}/close", back=_UPLOAD)
async def make_private(visit: Visit) -> Response:
    upload = await files.change(visit.tx, visit.actor, visit.values["id"], UploadChanges(public=False))
    here = visit.path("uploads", upload.upload_id)
    message = N_("%(name)s is no longer public")
    return shell.redirect(visit, here, message, undo=f"{here}/open", name=upload.file_name)


@pages.post("/uploads/{id}/delete", back=_UPLOAD)
async def delete(visit: Visit) -> Response:
    upload = await files.get(visit.tx, visit.actor, visit.values["id"])
    visit.need_typed(upload.file_name)
    await files.remove(visit.tx, visit.actor, upload.upload_id)
    return shell.redirect(visit, HERE, N_("%(name)s is deleted"), name=upload.file_name)


def _readers(visit: Visit) -> list[Choice]:
    return [Choice(value, visit.say(label)) for value, label in _READERS]


def _preview(visit: Visit, upload: Upload) -> str:
    """Where a picture can be seen now; nothing for what is no picture, too heavy, or not this reader's to see."""
    if not (upload.upload_complete and upload.file_mime.startswith("image/") and upload.file_size <= _LARGEST_PREVIEW):
        return ""
    try:
        files.need_readable(visit.actor, upload)
    except NotAllowed:
        return ""
    return plans.shown_at(visit, upload)


async def _used_by(visit: Visit, upload: Upload) -> list[tuple[str, str]]:
    """The zones whose plan it is, as address and name."""
    zones = (await atlas(visit)).zones.values()
    return [(visit.path("zones", one.zone_id), name_of(one)) for one in zones if upload.object_key in one.map_id]
