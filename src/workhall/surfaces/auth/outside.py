"""Signing in by another server: `/auth/login`, `/auth/oauth2` and its callback, `/auth/failure` (A.5)."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

import msgspec
from starlette.responses import RedirectResponse, Response

from workhall.domain import people
from workhall.identity import Credentials, authenticate, authority_of, source_secret, start_session, usable_source
from workhall.identity.actor import SERVER
from workhall.identity.outside import Arrival, OutsideFailed, Profile, Source, depart, fetch_profile, match
from workhall.kernel.errors import Unauthenticated, Unavailable
from workhall.surfaces.auth import cookies
from workhall.surfaces.auth.base import ANYBODY, BASE, NO_STORE
from workhall.surfaces.auth.destination import onward, to_sign_in
from workhall.surfaces.auth.pages import message
from workhall.surfaces.auth.sign_in import browser_of
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import origin
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.pages import N_, Link
from workhall.surfaces.web.router import Router
from workhall.tenancy.residence import UnknownHost

routes = Router(BASE, access=ANYBODY)

_PURPOSE: Final = "sign-in under way"
_CALLBACK: Final = f"{BASE}/oauth2/callback"
_PROVIDERS: Final = frozenset({"oauth2", "adfs", "ldap"})
_REASONS: Final = {
    "outside_sign_in_failed": N_("The other server did not confirm who you are."),
    "expired": N_("The sign-in took too long, or was started in another browser. Please start again."),
    "refused": N_("The other server refused the sign-in, or you cancelled it."),
    "unavailable": N_("Signing in this way is not available in this version. Use another way."),
}


class _UnderWay(msgspec.Struct, frozen=True):
    """What the browser carries, sealed, while it is away. `until_s` Unix seconds."""

    source_id: str
    state: str
    nonce: str
    verifier: str
    onto: str
    until_s: int


@dataclass(frozen=True, slots=True)
class _Came:
    """Who came back, or why not."""

    source_id: str = ""
    onto: str = "/"
    profile: Profile | None = None
    failure: str = ""


@routes.on("GET", "/login")
async def start(call: Call) -> Response:
    """Lead to the asked way of signing in, else to the page with all of them; remember where to go afterwards."""
    target = call.query.text("continue") or ""
    if await _carries_key(call, target):
        return RedirectResponse(onward(call, target), 302, NO_STORE)
    provider, source_id = call.query.text("provider") or "", call.query.text("id") or ""
    if provider in _PROVIDERS and source_id:
        response = RedirectResponse(f"{BASE}/{provider}?id={quote(source_id, safe='')}", 303, NO_STORE)
    else:
        authority = await authority_of(call.tx, call.residence.domain_id)
        page = to_sign_in(call, authority.login_url if authority else "/login", onward(call, target))
        response = RedirectResponse(page, 303, NO_STORE)
    cookies.remember(call, response, cookies.CONTINUE, onward(call, target))
    return response


async def leave(call: Call) -> Response:
    """Ask the other server where to go, before any transaction is open."""
    try:
        source = await _source(call, call.query.text("id") or "")
        way = await depart(source, call.address + _CALLBACK)
    except OutsideFailed as error:
        return _failed(error.code)
    onto = cookies.remembered(call, cookies.CONTINUE) or call.query.text("continue") or "/"
    until_s = int(call.house.database.clock.now().timestamp()) + cookies.WAY_BACK_S
    carried = _UnderWay(source.source_id, way.state, way.nonce, way.verifier, onward(call, onto), until_s)
    response = RedirectResponse(way.address, 302, NO_STORE)
    cookies.remember(call, response, cookies.OUTSIDE, _sealed(call, carried))
    return response


@routes.on("GET", "/oauth2", prepare=leave)
async def send_away(call: Call) -> Response:
    response: Response = call.prepared
    return response


async def come_back(call: Call) -> _Came:
    """Learn from the other server who came back, before any transaction is open."""
    carried = _opened(call)
    ask = call.query.text
    if carried is None or not hmac.compare_digest(carried.state.encode(), (ask("state") or "").encode()):
        return _Came(failure="expired")
    if not ask("code"):
        return _Came(failure="refused")
    try:
        source = await _source(call, carried.source_id)
        arrival = Arrival(ask("code") or "", carried.nonce, carried.verifier, call.address + _CALLBACK)
        profile = await fetch_profile(source, arrival)
    except OutsideFailed as error:
        return _Came(failure=error.code)
    return _Came(carried.source_id, carried.onto, profile)


@routes.on("GET", "/oauth2/callback", prepare=come_back)
async def arrive(call: Call) -> Response:
    """Find the person, or take them in, and open a session."""
    came: _Came = call.prepared
    if came.profile is None:
        return _failed(came.failure)
    try:
        known = await match(call.tx, came.source_id, came.profile)
    except OutsideFailed as error:
        return _failed(error.code)
    user_id = known or (await _take_in(call, came.source_id, came.profile)).user_id
    authority = await authority_of(call.tx, call.residence.domain_id)
    if authority is None:
        raise UnknownHost("authority not found")
    new = await start_session(call.tx, user_id, authority, browser_of(call), by=came.source_id)
    response = RedirectResponse(onward(call, came.onto), 302, NO_STORE)
    cookies.open_session(call, response, new)
    for name in (cookies.OUTSIDE, cookies.CONTINUE):
        cookies.forget(response, name)
    return response


@routes.on("GET", "/failure")
async def failure(call: Call) -> Response:
    return _explained(call, call.query.text("message") or "", 200)


@routes.on("GET POST", "/adfs/{rest:path}", "/ldap/{rest:path}")
async def not_yet(call: Call) -> Response:
    return _explained(call, "unavailable", 404)


def _explained(call: Call, reason: str, status: int) -> Response:
    return message(
        call,
        heading=N_("Signing in did not work"),
        text=_REASONS.get(reason, _REASONS["outside_sign_in_failed"]),
        status=status,
        actions=(Link(N_("Back to sign-in"), "/login"),),
    )


def _failed(reason: str) -> Response:
    response = RedirectResponse(f"{BASE}/failure?message={quote(reason, safe='')}", 302, NO_STORE)
    cookies.forget(response, cookies.OUTSIDE)
    return response


async def _take_in(call: Call, source_id: str, profile: Profile) -> people.User:
    server = replace(SERVER, origin=origin(call.request), request_id=call.request_id)
    draft: people.UserDraft = {
        "email": profile.email,
        "name": plain(profile.name),
        "first_name": plain(profile.first_name),
        "last_name": plain(profile.last_name),
        "authority_id": call.residence.domain_id,
        "external_ids": {source_id: profile.uid},
    }
    return await people.add(call.tx, server, draft)


async def _source(call: Call, source_id: str) -> Source:
    async with call.house.database.transaction(call.residence.organisation, read_only=True) as tx:
        found = await usable_source(tx, call.residence.domain_id, source_id)
    return Source(found.source_id, found.settings, source_secret(call.house.sealer, found))


async def _carries_key(call: Call, target: str) -> bool:
    """Tell whether an address carries an API key that holds: kiosks go straight on."""
    try:
        query = parse_qs(urlsplit(target).query)
    except ValueError:
        return False
    keys = query.get("x-api-key", []) + query.get("api-key", [])
    if not keys:
        return False
    try:
        await authenticate(call.tx, call.house.keyring, Credentials(api_key=keys[0]), call.residence.host)
    except Unauthenticated:
        return False
    return True


def _sealed(call: Call, carried: _UnderWay) -> str:
    return urlsafe_b64encode(call.house.sealer.seal(msgspec.json.encode(carried).decode(), _PURPOSE)).decode()


def _opened(call: Call) -> _UnderWay | None:
    """Read what the browser carried; None when it is missing, forged or too old."""
    try:
        sealed = urlsafe_b64decode(cookies.remembered(call, cookies.OUTSIDE).encode())
        carried = msgspec.json.decode(call.house.sealer.open(sealed, _PURPOSE), type=_UnderWay)
    except (ValueError, Unavailable, msgspec.MsgspecError):
        return None
    return carried if carried.until_s > call.house.database.clock.now().timestamp() else None
