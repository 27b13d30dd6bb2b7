"""`/setup/<secret>`: links that work once, for the first administrator and for choosing a new password."""

from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from workhall.domain import people
from workhall.identity import (
    Actor,
    Link,
    Purpose,
    authority_of,
    link_of,
    need_good_password,
    start_session,
    use_link,
)
from workhall.identity.actor import SERVER
from workhall.kernel.errors import Failure, Invalid, NotAllowed
from workhall.kernel.ids import UserId
from workhall.kernel.text import email as tidy_email
from workhall.kernel.text import looks_like_email
from workhall.surfaces.auth import cookies
from workhall.surfaces.auth.base import ANYBODY, NO_STORE
from workhall.surfaces.auth.destination import is_foreign
from workhall.surfaces.auth.fields import Fields, fields_of
from workhall.surfaces.auth.pages import message
from workhall.surfaces.auth.sign_in import browser_of
from workhall.surfaces.web import pages
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import origin
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.pages import N_, Problems, reader_of
from workhall.surfaces.web.router import Router
from workhall.tenancy.residence import UnknownHost

routes = Router(access=ANYBODY)


@routes.on("GET", "/setup/{secret}")
async def show(call: Call) -> Response:
    link = await link_of(call.tx, call.values["secret"])
    return _gone(call) if link is None else _form(call, link, Fields({}), {})


@routes.on("POST", "/setup/{secret}", prepare=fields_of)
async def choose(call: Call) -> Response:
    """Take in what was chosen, and sign the person in."""
    if is_foreign(call):
        raise NotAllowed("this form was sent from another host", code="foreign_origin")
    link = await link_of(call.tx, call.values["secret"])
    if link is None:
        return _gone(call)
    fields: Fields = call.prepared
    problems = await _problems(call, link, fields)
    if problems:
        return _form(call, link, fields, problems)
    server = replace(SERVER, origin=origin(call.request), request_id=call.request_id)
    user_id = await _settle(call, server, link, fields)
    await use_link(call.tx, call.values["secret"])
    authority = await authority_of(call.tx, call.residence.domain_id)
    if authority is None:
        raise UnknownHost("authority not found")
    new = await start_session(call.tx, user_id, authority, browser_of(call), by="link")
    response = RedirectResponse("/", 302, NO_STORE)
    cookies.open_session(call, response, new)
    return response


async def _settle(call: Call, server: Actor, link: Link, fields: Fields) -> UserId:
    if link.user_id is not None:
        await people.set_password(call.tx, server, link.user_id, fields.get("password"))
        return link.user_id
    draft: people.UserDraft = {
        "email": fields.get("email"),
        "name": plain(fields.get("name")),
        "password": fields.get("password"),
        "authority_id": call.residence.domain_id,
        "sys_admin": True,
        "support": True,
    }
    return (await people.add(call.tx, server, draft)).user_id


async def _problems(call: Call, link: Link, fields: Fields) -> Problems:
    """Say per field what to correct, in the order of the form. The sentences are in the catalogues."""
    found: list[Failure] = []
    email = link.email or tidy_email(fields.get("email"))
    if link.purpose is Purpose.SETUP:
        if not looks_like_email(email):
            found.append(Failure("email", N_("Enter an e-mail address, such as you@example.com.")))
        elif await people.by_email(call.tx, email) is not None:
            found.append(Failure("email", N_("Somebody has this e-mail address already.")))
        if not plain(fields.get("name")).strip():
            found.append(Failure("name", N_("Enter your name.")))
    try:
        need_good_password(fields.get("password"), email=email)
    except Invalid as error:
        found.append(Failure("password", _PASSWORD.get(error.code, str(error))))
    if not found and fields.get("password") != fields.get("again"):
        found.append(Failure("again", N_("The two passwords differ. Type the same one twice.")))
    language = reader_of(call.request).locale
    return {failure.field or "": pages.translate(language, failure.reason) for failure in found}


_PASSWORD = {
    "password_short": N_("Choose a password of at least ten characters."),
    "password_long": N_("Choose a shorter password."),
    "password_guessable": N_("Choose a password that is not your e-mail address."),
}


def _form(call: Call, link: Link, fields: Fields, problems: Problems) -> Response:
    return pages.answer(
        call.request,
        "auth/setup.html",
        reader=reader_of(call.request),
        status=422 if problems else 200,
        headers={"Referrer-Policy": "no-referrer"},
        first=link.purpose is Purpose.SETUP,
        email=link.email or fields.get("email"),
        name=link.name or fields.get("name"),
        problems=problems,
    )


def _gone(call: Call) -> Response:
    return message(
        call,
        heading=N_("This link does not work any more"),
        text=N_("It has been used, or it is too old. Ask an administrator for a new one."),
        status=404,
        actions=(pages.Link(N_("Sign in"), "/login"),),
    )
