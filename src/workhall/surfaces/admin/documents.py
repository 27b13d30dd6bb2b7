"""Documents (metadata) of zones and systems: written as JSON, renamed, deleted, brought back as they were."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from workhall.domain import people, places
from workhall.domain.places import Metadata, MetadataChanges, Writing
from workhall.domain.places.metadata import UnknownMetadata
from workhall.kernel.errors import Conflict, Invalid
from workhall.kernel.paging import Page
from workhall.surfaces.admin import shell, typed
from workhall.surfaces.admin.documents_json import differences, need_json, pretty
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.frames import Frame, frame_of
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Change

pages = Pages()
_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "details": N_("Document"),
    "description": N_("Description"),
    "editors": N_("Editors"),
}
_USUAL: Final = ("desks", "parking-spaces", "lockers", "map_features", "settings", "bindings", "permissions")
_VERSIONS: Final = Page(20)


class ChangedMeanwhile(Conflict):
    """Somebody else wrote the document after this page was opened."""

    code = "old_version"


@pages.get("/zones/{id}/metadata", "/systems/{id}/metadata")
async def list_documents(visit: Visit) -> Response:
    frame = await frame_of(visit, "metadata")
    found = await places.metadata_of(visit.tx, frame.ident)
    sizes = {name: len(one.text.encode()) for name, one in found.items()}
    writers = await _writers(visit, list(found.values()))
    return shell.page(
        visit, "admin/places/documents.html", frame=frame, found=list(found.values()), sizes=sizes, writers=writers
    )


@pages.get("/zones/{id}/documents/new", "/systems/{id}/documents/new")
async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
    frame = await frame_of(visit, "metadata")
    first = Form([("name", visit.query.text("name") or ""), ("details", "{}")])
    return shell.form(
        visit,
        "admin/places/document.html",
        refusal,
        labels=_LABELS,
        given=first,
        frame=frame,
        document=None,
        usual=_USUAL,
    )


@pages.post("/zones/{id}/documents/new", "/systems/{id}/documents/new", or_else=new)
async def create(visit: Visit) -> Response:
    frame = await frame_of(visit, "metadata")
    name = typed.text(visit.form, "name")
    if name in await places.metadata_of(visit.tx, frame.ident, name):
        raise Invalid("name", "is already taken")
    document = await places.metadata.write(visit.tx, visit.actor, frame.ident, _writing(visit, name))
    return _back(visit, frame, document, N_("%(name)s is added"))


@pages.get("/zones/{id}/metadata/{name}", "/systems/{id}/metadata/{name}")
async def show(visit: Visit, refusal: Refusal | None = None) -> Response:
    frame = await frame_of(visit, "metadata")
    document = await _document(visit, frame)
    meanwhile = refusal is not None and isinstance(refusal.error, ChangedMeanwhile)
    seen = visit.form.text("version") if refusal and not meanwhile else str(document.version)
    theirs = _changes(document.text, visit.form.raw("details")) if meanwhile else ([], 0)
    return shell.form(
        visit,
        "admin/places/document.html",
        refusal,
        labels=_LABELS,
        given=_typed(document),
        frame=frame,
        document=document,
        version=seen,
        theirs=theirs,
        writers=await _writers(visit, [document]),
        usual=(),
    )


@pages.post("/zones/{id}/metadata/{name}", "/systems/{id}/metadata/{name}", or_else=show)
async def change(visit: Visit) -> Response:
    frame = await frame_of(visit, "metadata")
    before = await _document(visit, frame)
    after = await places.metadata.write(visit.tx, visit.actor, frame.ident, _writing(visit, before.name))
    if visit.form.text("version") != str(after.version - 1):
        raise ChangedMeanwhile("somebody else changed this document in the meantime")
    return _back(visit, frame, after, N_("%(name)s is saved"))


@pages.get("/zones/{id}/metadata/{name}/rename", "/systems/{id}/metadata/{name}/rename")
async def rename_page(visit: Visit, refusal: Refusal | None = None) -> Response:
    frame = await frame_of(visit, "metadata")
    document = await _document(visit, frame)
    given, labels = Form([("new_name", document.name)]), {"new_name": N_("New name")}
    return shell.form(
        visit, "admin/places/rename.html", refusal, labels=labels, given=given, frame=frame, document=document
    )


@pages.post("/zones/{id}/metadata/{name}/rename", "/systems/{id}/metadata/{name}/rename", or_else=rename_page)
async def rename(visit: Visit) -> Response:
    frame = await frame_of(visit, "metadata")
    new_name = typed.text(visit.form, "new_name")
    document = await places.metadata.rename(
        visit.tx, visit.actor, frame.ident, name=visit.values["name"], new_name=new_name
    )
    return _back(visit, frame, document, N_("It is called %(name)s now"))


@pages.get("/zones/{id}/metadata/{name}/history", "/systems/{id}/metadata/{name}/history")
async def versions(visit: Visit) -> Response:
    """What the document said before, newest first, each with what differs from the one before it."""
    frame = await frame_of(visit, "metadata")
    document = await _document(visit, frame)
    found = (await places.metadata.history_of(visit.tx, frame.ident, document.name, _VERSIONS)).get(document.name, [])
    told = [
        (one, *(_changes(found[at + 1].text, one.text) if at + 1 < len(found) else ([], 0)))
        for at, one in enumerate(found)
    ]
    writers = await _writers(visit, found)
    return shell.page(
        visit, "admin/places/versions.html", frame=frame, document=document, versions=told, writers=writers
    )


@pages.post("/zones/{id}/metadata/{name}/restore/{version}", "/systems/{id}/metadata/{name}/restore/{version}")
async def restore(visit: Visit) -> Response:
    """Write a former version again, as the newest; Undo does the same with the one it replaced."""
    frame, wanted = await frame_of(visit, "metadata"), visit.number("version")
    before = await _document(visit, frame)
    found = (await places.metadata.history_of(visit.tx, frame.ident, before.name, _VERSIONS)).get(before.name, [])
    former = next((one for one in found if one.version == wanted), None)
    if former is None:
        raise UnknownMetadata("this version is no longer kept")
    rest = MetadataChanges(description=former.description, editors=former.editors, schema_id=former.schema_id)
    writing = Writing(before.name, former.text, rest)
    await places.metadata.write(visit.tx, visit.actor, frame.ident, writing)
    here = frame.at("metadata", before.name)
    message = N_("%(name)s reads as it did in version %(version)s")
    undo = f"{here}/restore/{before.version}"
    return shell.redirect(visit, here, message, undo=undo, name=before.name, version=wanted + 1)


@pages.post("/zones/{id}/metadata/{name}/delete", back="/admin/zones/{id}/metadata/{name}")
async def delete_of_zone(visit: Visit) -> Response:
    return await _delete(visit)


@pages.post("/systems/{id}/metadata/{name}/delete", back="/admin/systems/{id}/metadata/{name}")
async def delete_of_system(visit: Visit) -> Response:
    return await _delete(visit)


async def _delete(visit: Visit) -> Response:
    frame = await frame_of(visit, "metadata")
    name = visit.values["name"]
    visit.need_typed(name)
    await places.metadata.delete(visit.tx, visit.actor, frame.ident, name)
    return shell.redirect(visit, f"{frame.href}/metadata", N_("%(name)s is deleted"), name=name)


async def _document(visit: Visit, frame: Frame) -> Metadata:
    name = visit.values["name"]
    found = await places.metadata_of(visit.tx, frame.ident, name)
    if name not in found:
        raise UnknownMetadata(f"there is no document {name} here")
    return found[name]


async def _writers(visit: Visit, documents: list[Metadata]) -> dict[str, str]:
    """The names of those who wrote last."""
    ids = sorted({one.modified_by_id for one in documents if one.modified_by_id})
    return {str(person.user_id): person.name for person in await people.by_ids(visit.tx, ids)}


def _writing(visit: Visit, name: str) -> Writing:
    form = visit.form
    rest = MetadataChanges(description=typed.prose(form, "description"), editors=typed.lines(form, "editors"))
    return Writing(name, need_json(visit, form.raw("details"), "details"), rest)


def _typed(document: Metadata) -> Form:
    return Form(
        [
            ("name", document.name),
            ("details", pretty(document.text)),
            ("description", document.description),
            ("editors", "\n".join(document.editors)),
        ]
    )


def _changes(before: str, after: str) -> tuple[list[Change], int]:
    """What differs, drawn; nothing where one of them cannot be read."""
    try:
        found, number = differences(before, after)
    except (ValueError, RecursionError):
        return [], 0
    return [Change(path, old, new) for path, old, new in found], number


def _back(visit: Visit, frame: Frame, document: Metadata, message: str) -> Response:
    return shell.redirect(visit, frame.at("metadata", document.name), message, name=document.name)
