"""`GET /login`: the page people sign in on. It works without scripts; its form goes to `/auth/signin`."""

import re
import secrets
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from starlette.responses import Response

from workhall.domain import organisations
from workhall.identity import authority_of, offered_sources
from workhall.surfaces.auth import cookies, sign_in
from workhall.surfaces.auth.base import ANYBODY
from workhall.surfaces.auth.destination import onward
from workhall.surfaces.web import brand
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.pages import N_, Address, Link, content_security_policy, reader_of, translate
from workhall.surfaces.web.pages import answer as page
from workhall.surfaces.web.router import Router

routes = Router(access=ANYBODY)

_PROBLEMS: Final = {
    sign_in.WRONG: N_("That e-mail address and password do not match. Check both and try again."),
    sign_in.WAIT: N_("Too many tries have failed. Wait five minutes, then try again."),
    sign_in.STALE: N_("This page had been open for too long. Please sign in once more."),
}
_ORIGIN: Final = re.compile(r"https?://[a-zA-Z0-9.\-]+(:\d+)?")
_TOKEN_BYTES: Final = 24


@routes.on("GET", "/login")
async def login(call: Call) -> Response:
    onto = onward(call, call.query.text("continue") or "")
    authority = await authority_of(call.tx, call.residence.domain_id)
    token = cookies.remembered(call, cookies.LOGIN_FORM) or secrets.token_urlsafe(_TOKEN_BYTES)
    reader = brand.dressed(reader_of(call.request, csrf=token), await organisations.current(call.tx))
    problem = _PROBLEMS.get(call.query.text(sign_in.ERROR) or "")
    response = page(
        call.request,
        "auth/sign-in.html",
        reader=reader,
        headers={"Content-Security-Policy": content_security_policy(_form_targets(onto))},
        house=authority.name if authority else call.residence.host,
        host=call.residence.host,
        onto=onto,
        email=cookies.remembered(call, cookies.LOGIN_NAME) if problem else "",
        problem=translate(reader.locale, problem) if problem else "",
        sources=await _ways(call, onto),
        address=Address("/login", (("continue", onto),)),
    )
    cookies.remember(call, response, cookies.LOGIN_FORM, token)
    return response


async def _ways(call: Call, onto: str) -> list[Link]:
    sources = await offered_sources(call.tx, call.residence.domain_id)
    return [
        Link(
            source.name,
            f"/auth/login?provider=oauth2&id={quote(source.source_id, safe='')}&continue={quote(onto, safe='')}",
        )
        for source in sources
    ]


def _form_targets(onto: str) -> tuple[str, ...]:
    """Name the origin the form ends at: an authorize request leads on to its application's own."""
    redirects = parse_qs(urlsplit(onto).query).get("redirect_uri", [])
    found = [_ORIGIN.match(address) for address in (onto, *redirects)]
    return tuple(match[0] for match in found if match)
