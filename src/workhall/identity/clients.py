"""Who asks for tokens: registered applications, and front ends of our own origin that nobody had to register."""

import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from workhall.identity.actor import GUEST, PUBLIC
from workhall.identity.applications import application_of_client, client_id_of, secret_digest
from workhall.identity.store.applications import Application
from workhall.kernel.errors import WorkhallError
from workhall.persistence import Transaction

ANSWER_PAGE: Final = "/oauth-resp.html"
"""The last part of the address every front end of the original takes its answers at."""

_ABOUT_THE_PERSON: Final = frozenset({"openid", "profile", "email", "offline_access"})
_SCOPE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}(\.(read|write))?")
_MOST_SCOPES: Final = 64


class GrantRefused(WorkhallError):
    """No token. `error` is the word of RFC 6749, section 5.2; `status` 401 when the client itself is not believed."""

    code = "grant_refused"

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.status = status


@dataclass(frozen=True, slots=True)
class Client:
    """`client_id` is the application's own however it was spelled; an unregistered front end has no application."""

    client_id: str
    redirect_uri: str
    application: Application | None = None

    @property
    def is_confidential(self) -> bool:
        return self.application is not None and self.application.confidential

    @property
    def name(self) -> str:
        return self.application.name if self.application else self.redirect_uri


@dataclass(frozen=True, slots=True)
class ClientClaim:
    """What a request says of its client. `origins` are ours: scheme, host and port."""

    client_id: str
    redirect_uri: str
    secret: str
    origins: Collection[str]


async def find_client(tx: Transaction, claim: ClientClaim) -> Client | None:
    """Find the client of a redirect; None when either is unknown or they do not belong together."""
    app = await application_of_client(tx, claim.client_id)
    if app is not None and app.redirect_uri == claim.redirect_uri:
        return Client(app.uid, app.redirect_uri, app)
    return _front_end(claim)


async def prove_client(tx: Transaction, claim: ClientClaim) -> Client:
    """Find the client that asks for a token, and believe it: by its secret if it has to keep one.

    Raises:
        GrantRefused: `invalid_client`.
    """
    app = await application_of_client(tx, claim.client_id) if claim.client_id else None
    if app is None:
        found = _front_end(claim)
        if found is None:
            raise GrantRefused("invalid_client", "this client is not registered", status=401)
        return found
    if (app.confidential or claim.secret) and not _is_secret(app, claim.secret):
        raise GrantRefused("invalid_client", "the client secret is missing or wrong", status=401)
    return Client(app.uid, app.redirect_uri, app)


def scopes_for(client: Client, asked: str) -> tuple[str, ...]:
    """Say which scopes a token may carry: those asked for, else the application's own.

    Raises:
        GrantRefused: `invalid_scope`; a guest's token in particular cannot be asked for.
    """
    allowed = (client.application.scopes if client.application else PUBLIC).split()
    wanted = tuple(dict.fromkeys(asked.split())) or tuple(allowed) or (PUBLIC,)
    if len(wanted) > _MOST_SCOPES or not all(_may_have(scope, allowed) for scope in wanted):
        raise GrantRefused("invalid_scope", "this client may not ask for these scopes")
    return wanted


def _may_have(scope: str, allowed: list[str]) -> bool:
    if scope == GUEST or not _SCOPE.fullmatch(scope):
        return False
    return PUBLIC in allowed or scope in _ABOUT_THE_PERSON or scope in allowed or scope.partition(".")[0] in allowed


def _front_end(claim: ClientClaim) -> Client | None:
    """Accept a front end on our own origin by its address: its id proves that it knows where it lives."""
    uri = claim.redirect_uri
    if not uri or client_id_of(uri) != claim.client_id:
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    plain = not (parts.query or parts.fragment or parts.username) and "\\" not in uri and ".." not in parts.path
    origin = f"{parts.scheme}://{parts.netloc}"
    if plain and origin in claim.origins and parts.path.endswith(ANSWER_PAGE):
        return Client(claim.client_id, uri)
    return None


def _is_secret(app: Application, secret: str) -> bool:
    return app.secret_digest is not None and hmac.compare_digest(app.secret_digest, secret_digest(secret))
