"""What every page of the administration is answered with: the frame, a form, a way on with a toast."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workhall.surfaces.admin import flash, navigation
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.admin.refusal import WHOLE, Refusal
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Account, Link, Problems, Shell, Toast, address_of, answer
from workhall.surfaces.web.pages.parts import Tone

SIGN_OUT: Final = "/admin/sign-out"
SEARCH: Final = "/admin/search"


def page(
    visit: Visit, template: str, /, *, fragment: str | None = None, status: int = 200, **values: object
) -> Response:
    """Answer a page in the frame; for htmx only its block `fragment`.

    Templates see `visit`, `address`, and the values.
    """
    return _answer(visit, template, values, fragment=fragment, status=status)


def form(
    visit: Visit,
    template: str,
    refusal: Refusal | None = None,
    /,
    *,
    labels: Mapping[str, str],
    given: Form | None = None,
    **values: object,
) -> Response:
    """Answer a form: as it is first, or as it was sent, with `problems` beside the fields and status 422.

    `labels` are the fields the form shows, by id, with their (`N_`) labels; a refused field that is not among
    them is told on top. Templates find the sentence beside a field in `error`, and in `given` what the fields hold:
    what was sent, or `given` while nothing was.
    """
    problems = refusal.problems(labels, visit.say) if refusal else {}
    values["problems"] = {name: problems[name] for name in (WHOLE, *labels) if name in problems}
    values["error"] = Errors(problems)
    values["given"] = visit.form if visit.form or given is None else given
    return _answer(visit, template, values, status=422 if refusal else 200)


@dataclass(frozen=True, slots=True)
class Errors:
    """The sentence beside each field; none for a field that is well."""

    problems: Problems

    def __getitem__(self, name: str) -> str:
        return self.problems.get(name, "")


def _answer(
    visit: Visit, template: str, values: Mapping[str, object], *, status: int, fragment: str | None = None
) -> Response:
    common = {
        "shell": frame(visit),
        "toasts": flash.carried(visit.request),
        "visit": visit,
        "address": address_of(visit.request),
    }
    reader, request = visit.reader, visit.request
    response = answer(request, template, {**common, **values}, reader=reader, fragment=fragment, status=status)
    if flash.COOKIE in request.cookies:
        flash.drop(response)
    return response


def redirect(
    visit: Visit, to: str, message: str = "", /, *, undo: str = "", tone: Tone = "ok", **words: object
) -> Response:
    """Lead on after a form, and say there what happened. `undo` is where the toast's button posts."""
    response: Response
    if "hx-request" in visit.request.headers:
        response = Response(status_code=204, headers={"HX-Redirect": to})
    else:
        response = RedirectResponse(to, 303)
    if message:
        action = visit.say(N_("Undo")) if undo else ""
        toast = Toast(visit.say(message, **words), tone, action, undo)
        flash.carry(response, toast, secure=visit.request.url.scheme == "https")
    return response


def filled(path: str, values: Mapping[str, str]) -> str:
    """Fill `{names}` of a path."""
    for name, value in values.items():
        path = path.replace("{" + name + "}", quote(value, safe=""))
    return path


def frame(visit: Visit) -> Shell:
    """Draw the bar and the side around a page."""
    language, path = visit.reader.locale, visit.request.url.path
    role = N_("Administrator") if visit.actor.is_admin else N_("Support")
    return Shell(
        organisation=visit.organisation.name,
        home="/admin/",
        navigation=visit.say(N_("Administration")),
        groups=navigation.side(path, language) if visit.actor.is_support else (),
        account=Account(
            visit.actor.name or visit.actor.email,
            visit.say(role),
            visit.reader.zone,
            (Link(visit.say(N_("Language and time zone")), "/admin/preferences", "settings"),),
            sign_out=SIGN_OUT,
        ),
        search=SEARCH if visit.actor.is_support else "",
        commands=navigation.commands(language),
    )


def visit_of(request: Request) -> Visit | None:
    """The visit of a request, as far as it came."""
    found = getattr(request.state, "visit", None)
    return found if isinstance(found, Visit) else None
