"""How this browser shows our pages: language, time zone, colours. Kept in cookies; and the way out."""

from typing import Final
from zoneinfo import available_timezones

from starlette.responses import Response

from workhall.identity import log_out_everywhere
from workhall.kernel.errors import Invalid
from workhall.kernel.time import zone as zone_named
from workhall.surfaces.admin import guard, shell
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.refusal import Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import LANGUAGE_COOKIE, LANGUAGES, N_, THEME_COOKIE, Choice, Theme
from workhall.surfaces.web.pages.reader import LANGUAGE_NAMES

pages = Pages()
_HERE: Final = "/admin/preferences"
_YEAR_S: Final = 31_536_000
_ODD: Final = ("Etc/", "posix/", "right/", "SystemV/", "US/")
_THEMES: Final = (("", N_("Like the system")), (Theme.LIGHT, N_("Light")), (Theme.DARK, N_("Dark")))


@pages.get("/preferences")
async def show(visit: Visit, refusal: Refusal | None = None) -> Response:
    reader = visit.reader
    given = Form([("language", reader.locale), ("zone", reader.zone), ("theme", reader.theme or "")])
    return shell.form(
        visit,
        "admin/preferences.html",
        refusal,
        labels={"zone": N_("Time zone")},
        given=given,
        languages=[Choice(one, LANGUAGE_NAMES[one]) for one in LANGUAGES],
        themes=[Choice(value, visit.say(label)) for value, label in _THEMES],
        zones=sorted(
            name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
        ),
    )


@pages.post("/preferences", or_else=show)
async def change(visit: Visit) -> Response:
    form = visit.form
    try:
        zone_named(form.text("zone"))
    except ValueError as error:
        raise Invalid("zone", "is no time zone such as Europe/Amsterdam") from error
    response = shell.redirect(visit, _HERE, N_("Saved for this browser"))
    secure = visit.request.url.scheme == "https"
    chosen = {
        LANGUAGE_COOKIE: form.text("language"),
        guard.ZONE_COOKIE: form.text("zone"),
        THEME_COOKIE: form.text("theme"),
    }
    for name, value in chosen.items():
        if value:
            response.set_cookie(name, value, max_age=_YEAR_S, samesite="lax", secure=secure)
        else:
            response.delete_cookie(name)
    return response


@pages.post("/sign-out")
async def sign_out(visit: Visit) -> Response:
    """End everything this person has open, here and elsewhere."""
    await log_out_everywhere(visit.tx, visit.actor, visit.actor.user_id)
    response = shell.redirect(visit, guard.SIGN_IN)
    response.delete_cookie(guard.COOKIE)
    return response
