"""Signing in by another server: our side of OpenID Connect, and of plain OAuth2 with a profile address.

Three steps, none of which holds a transaction: `depart` sends the browser away, `fetch_profile` asks the other
server who came back, and `match` says who that is here.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urljoin

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from workhall.identity import pkce
from workhall.identity.store import sign_ins as store
from workhall.kernel.errors import Unauthenticated
from workhall.kernel.ids import UserId
from workhall.kernel.text import email as tidy_email
from workhall.kernel.text import looks_like_email
from workhall.persistence import Transaction

_DEADLINE_S: Final = 10.0
_LARGEST_ANSWER: Final = 1_000_000
_LEEWAY_S: Final = 120
_ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_DISCOVERY: Final = "/.well-known/openid-configuration"
_SCOPE: Final = "openid profile email"
_SHARED: Final = "{tenantid}"
"""In the issuer of endpoints that anybody's directory signs in at: whoever runs one writes any address into it."""
_YES: Final = (True, "true", "1", 1)
_KNOWN_AS: Final[dict[str, str]] = {
    "uid": "sub,id,oid",
    "email": "email,mail,upn,preferred_username",
    "name": "name,displayName",
    "first_name": "given_name,givenName",
    "last_name": "family_name,surname",
}
"""Which of their claims may hold what; `info_mappings` of a source comes first."""


class OutsideFailed(Unauthenticated):
    """The other server did not vouch for this person; the sentence says why."""

    code = "outside_sign_in_failed"


@dataclass(frozen=True, slots=True)
class Source:
    """A source ready for use: its settings, and its secret opened."""

    source_id: str
    settings: Mapping[str, Any]
    secret: str

    def text(self, field: str) -> str:
        value = self.settings.get(field)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what must be remembered until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the browser came back with, and what was remembered of its departure."""

    code: str
    nonce: str
    verifier: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody as the other server knows them. `uid` never changes there; `email_trusted` unless it says otherwise."""

    uid: str
    email: str
    name: str
    first_name: str = ""
    last_name: str = ""
    email_trusted: bool = True


@dataclass(frozen=True, slots=True)
class _Endpoints:
    authorize: str
    token: str
    userinfo: str
    keys: str
    issuer: str


async def depart(source: Source, redirect_uri: str) -> Departure:
    """Prepare the way out. Raises OutsideFailed when the other server does not say where."""
    async with _client() as client:
        endpoints = await _endpoints(client, source)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    extra = source.settings.get("authorize_params")
    asked = {
        **({key: str(value) for key, value in extra.items()} if isinstance(extra, dict) else {}),
        "response_type": "code",
        "client_id": source.text("client_id"),
        "redirect_uri": redirect_uri,
        "scope": source.text("scope") or _SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": pkce.s256(verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in endpoints.authorize else "?"
    return Departure(f"{endpoints.authorize}{joint}{urlencode(asked)}", state, nonce, verifier)


async def fetch_profile(source: Source, arrival: Arrival) -> Profile:
    """Exchange the code and learn who it is for. Raises OutsideFailed."""
    async with _client() as client:
        endpoints = await _endpoints(client, source)
        given = await _exchange(client, source, endpoints, arrival)
        claims: dict[str, Any] = {}
        if isinstance(given.get("id_token"), str) and endpoints.keys:
            claims |= await _verified(client, source, endpoints, given["id_token"], arrival.nonce)
        if endpoints.userinfo and isinstance(given.get("access_token"), str):
            claims |= await _userinfo(client, endpoints, given["access_token"], claims.get("sub"))
    _ensure_matching(source, claims)
    return profile_of(claims, source.settings.get("info_mappings"))


async def match(tx: Transaction, source_id: str, profile: Profile) -> UserId | None:
    """Say who a profile is here: by the other server's id, then by e-mail (and the id is kept for the next time).

    None: nobody yet. An e-mail address the other server does not vouch for opens nobody's account, and makes none:
    whoever has an address has what is booked for it.
    """
    known = await store.by_outside_id(tx, source_id, profile.uid)
    if known is not None:
        return known
    if not profile.email_trusted:
        raise OutsideFailed("the other server has not verified this e-mail address")
    account = await store.account(tx, profile.email)
    if account is None or account.email != profile.email:
        return None
    await store.link_outside_id(tx, account.user_id, source_id, profile.uid)
    return account.user_id


def profile_of(claims: Mapping[str, Any], mappings: object = None) -> Profile:
    """Read a profile out of claims. Raises OutsideFailed when it lacks an id or an e-mail address."""
    told = mappings if isinstance(mappings, dict) else {}

    def find(field: str) -> str:
        names = f"{told.get(field, '')},{_KNOWN_AS[field]}".split(",")
        values = (claims.get(name.strip()) for name in names if name.strip())
        return next((str(value).strip() for value in values if isinstance(value, str | int) and str(value)), "")

    email = tidy_email(find("email"))
    uid = find("uid")
    if not uid or not looks_like_email(email):
        raise OutsideFailed("the other server gave no id or no e-mail address")
    first, last = find("first_name"), find("last_name")
    name = find("name") or f"{first} {last}".strip() or email.partition("@")[0]
    return Profile(uid, email, name, first, last, email_trusted=claims.get("email_verified") not in (False, "false"))


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_DEADLINE_S, follow_redirects=False, headers={"Accept": "application/json"})


async def _endpoints(client: httpx.AsyncClient, source: Source) -> _Endpoints:
    """Take what is configured; ask the issuer for the rest."""
    site = source.text("site").rstrip("/")
    fixed = {field: _absolute(site, source.text(field)) for field in ("authorize_url", "token_url", "raw_info_url")}
    if fixed["authorize_url"] and fixed["token_url"] and fixed["raw_info_url"]:
        return _Endpoints(fixed["authorize_url"], fixed["token_url"], fixed["raw_info_url"], "", "")
    found = await _json(client, "GET", site.removesuffix(_DISCOVERY) + _DISCOVERY)
    endpoints = _Endpoints(
        fixed["authorize_url"] or str(found.get("authorization_endpoint", "")),
        fixed["token_url"] or str(found.get("token_endpoint", "")),
        fixed["raw_info_url"] or str(found.get("userinfo_endpoint", "")),
        str(found.get("jwks_uri", "")),
        str(found.get("issuer", "")),
    )
    if not endpoints.authorize or not endpoints.token:
        raise OutsideFailed("the other server does not say where to sign in")
    return endpoints


def _absolute(site: str, address: str) -> str:
    return urljoin(site + "/", address.lstrip("/") if address.startswith("/") else address) if address else ""


async def _exchange(
    client: httpx.AsyncClient, source: Source, endpoints: _Endpoints, arrival: Arrival
) -> dict[str, Any]:
    asked = {
        "grant_type": "authorization_code",
        "code": arrival.code,
        "redirect_uri": arrival.redirect_uri,
        "code_verifier": arrival.verifier,
        "client_id": source.text("client_id"),
    }
    basic = source.text("auth_scheme") == "basic_auth"
    auth = httpx.BasicAuth(source.text("client_id"), source.secret) if basic else None
    if source.secret and not basic:
        asked["client_secret"] = source.secret
    return await _json(client, "POST", endpoints.token, data=asked, auth=auth)


async def _verified(
    client: httpx.AsyncClient, source: Source, endpoints: _Endpoints, token: str, nonce: str
) -> dict[str, Any]:
    """Check an identity token: signature, issuer, audience, time, nonce (OpenID Connect Core, 3.1.3.7)."""
    keys = await _json(client, "GET", endpoints.keys)
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type]  # its JSON is checked in there
        claims = dict(decoded.claims)
        issuer = endpoints.issuer.replace(_SHARED, str(claims.get("tid", "")))  # Microsoft's shared endpoints
        jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": source.text("client_id")},
            exp={"essential": True},
            sub={"essential": True},
        ).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise OutsideFailed("the other server's identity token does not hold") from error
    if claims.get("nonce") != nonce:
        raise OutsideFailed("the other server's identity token is for another sign-in")
    if _SHARED in endpoints.issuer and not _names_its_tenants(source):
        claims["email_verified"] = claims.get("xms_edov") in _YES or claims.get("email_verified") in _YES
    return claims


async def _userinfo(
    client: httpx.AsyncClient, endpoints: _Endpoints, access_token: str, subject: object
) -> dict[str, Any]:
    """Ask for the profile; one of somebody else than the identity token's is refused (Core, 5.3.2)."""
    headers = {"Authorization": f"Bearer {access_token}"}
    found = await _json(client, "GET", endpoints.userinfo, headers=headers)
    if subject is not None and found.get("sub", subject) != subject:
        raise OutsideFailed("the other server's answers are about different people")
    return found


def _names_its_tenants(source: Source) -> bool:
    wanted = source.settings.get("ensure_matching")
    return isinstance(wanted, dict) and bool(wanted.get("tid"))


def _ensure_matching(source: Source, claims: Mapping[str, Any]) -> None:
    """Hold claims against the values a source allows: a domain, a tenant."""
    wanted = source.settings.get("ensure_matching")
    for claim, allowed in wanted.items() if isinstance(wanted, dict) else ():
        values = allowed if isinstance(allowed, list) else [allowed]
        if claims.get(claim) not in values:
            raise OutsideFailed(f"this sign-in is not open to everybody: {claim} does not match")


async def _json(client: httpx.AsyncClient, method: str, address: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401  handed on to the HTTP client
    try:
        response = await client.request(method, address, **given)
        if response.status_code != httpx.codes.OK or len(response.content) > _LARGEST_ANSWER:
            raise OutsideFailed(f"the other server answered {response.status_code}")
        return msgspec.json.decode(response.content, type=dict[str, Any])
    except (httpx.HTTPError, httpx.InvalidURL, msgspec.MsgspecError) as error:
        raise OutsideFailed("the other server cannot be reached, or is not understood") from error
