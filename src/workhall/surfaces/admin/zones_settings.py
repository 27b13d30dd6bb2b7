"""Settings of zones and systems: one text per level of secrecy. What is sealed for good is replaced, never shown."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from workhall.domain import places
from workhall.domain.places import SettingsChanges, ToldSettings
from workhall.domain.places.settings import Level
from workhall.kernel.errors import Invalid, NotFound
from workhall.surfaces.admin import shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.frames import Frame, frame_of
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_

pages = Pages()


@dataclass(frozen=True, slots=True)
class Shelf:
    """One level, whether anything is kept there or not."""

    level: Level
    key: str
    label: str
    text: str


SHELVES: Final = (
    Shelf(Level.OPEN, "open", N_("Open"), N_("Support staff and those who manage the place may read it.")),
    Shelf(Level.SUPPORT, "support", N_("Support"), N_("Sealed; support staff and administrators may read it.")),
    Shelf(Level.ADMIN, "admin", N_("Administrators"), N_("Sealed; administrators may read it.")),
    Shelf(Level.NEVER, "never", N_("Never shown"), N_("Sealed; nobody reads it again, only equipment uses it.")),
)


@pages.get("/zones/{id}/settings", "/systems/{id}/settings")
async def list_settings(visit: Visit) -> Response:
    frame = await frame_of(visit, "settings")
    kept = await _kept(visit, frame)
    return shell.page(visit, "admin/places/settings.html", frame=frame, shelves=SHELVES, kept=kept)


@pages.get("/zones/{id}/settings/{level}", "/systems/{id}/settings/{level}")
async def edit(visit: Visit, refusal: Refusal | None = None) -> Response:
    visit.actor.need_admin()
    frame, shelf = await frame_of(visit, "settings"), _shelf(visit)
    told = (await _kept(visit, frame)).get(shelf.key)
    readable = told is not None and shelf.level.may_be_read_by(visit.actor)
    given = Form([("settings_string", told.text if told and readable else "")])
    return shell.form(
        visit,
        "admin/places/setting.html",
        refusal,
        labels={"settings_string": N_("Settings")},
        given=given,
        frame=frame,
        shelf=shelf,
        told=told,
        readable=readable,
    )


@pages.post("/zones/{id}/settings/{level}", "/systems/{id}/settings/{level}", or_else=edit)
async def save(visit: Visit) -> Response:
    """Keep a text. Nothing typed over what is never shown would wipe it unseen, so that is refused."""
    frame, shelf = await frame_of(visit, "settings"), _shelf(visit)
    text, sealer = visit.form.raw("settings_string"), visit.house.sealer
    if not text.strip():
        raise Invalid("settings_string", "is required")
    told = (await _kept(visit, frame)).get(shelf.key)
    given = SettingsChanges(settings_string=text, encryption_level=int(shelf.level), parent_id=frame.ident)
    if told is None:
        await places.settings.create(visit.tx, visit.actor, given, sealer=sealer)
    else:
        await places.settings.update(visit.tx, visit.actor, told.stored.settings_id, given, sealer=sealer)
    return shell.redirect(visit, f"{frame.href}/settings", N_("The settings are saved"))


@pages.post("/zones/{id}/settings/{level}/delete", back="/admin/zones/{id}/settings/{level}")
async def delete_of_zone(visit: Visit) -> Response:
    return await _delete(visit)


@pages.post("/systems/{id}/settings/{level}/delete", back="/admin/systems/{id}/settings/{level}")
async def delete_of_system(visit: Visit) -> Response:
    return await _delete(visit)


async def _delete(visit: Visit) -> Response:
    frame, shelf = await frame_of(visit, "settings"), _shelf(visit)
    visit.need_typed(frame.name)
    told = (await _kept(visit, frame)).get(shelf.key)
    if told is None:
        raise NotFound("there are no settings of this level here")
    await places.settings.delete(visit.tx, visit.actor, told.stored.settings_id)
    return shell.redirect(visit, f"{frame.href}/settings", N_("The settings are deleted"))


async def _kept(visit: Visit, frame: Frame) -> dict[str, ToldSettings]:
    """What there is, by the level's word."""
    words = {shelf.level: shelf.key for shelf in SHELVES}
    found = await places.settings.of_parents(visit.tx, visit.actor, [frame.ident], None, sealer=visit.house.sealer)
    return {words[one.stored.level]: one for one in found}


def _shelf(visit: Visit) -> Shelf:
    for shelf in SHELVES:
        if shelf.key == visit.values["level"]:
            return shelf
    raise NotFound("there is no such level")
