"""OAuth applications: who may ask for tokens, and where the answers go.

A client's id is the MD5 of its redirect URI. The original computes it of the lower-case URI, clients of the
URI as it is; both are kept, and either opens the door (engine API contract, B.8).
"""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import md5, sha256
from typing import Any
from urllib.parse import urlsplit

from workhall.identity.actor import PUBLIC, Actor, Kind
from workhall.identity.audit import record
from workhall.identity.store import applications as store
from workhall.identity.store import grants
from workhall.identity.store.applications import Application
from workhall.kernel.errors import Failure, Invalid, NotFound
from workhall.kernel.ids import DomainId
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.kernel.text import UNSET, Unset
from workhall.persistence import Transaction
from workhall.tenancy import Sealer

_SECRET_BYTES = 32
_PURPOSE = "application secret"
_LARGEST_ID = 2**63
_NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class ApplicationDraft:
    """`uid` keeps a client id from elsewhere; without it, it is computed. `secret` None makes one."""

    name: str
    domain_id: DomainId
    redirect_uri: str
    scopes: str = PUBLIC
    confidential: bool = False
    skip_authorization: bool = True
    subsystems: tuple[str, ...] = ()
    uid: str | None = None
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationChange:
    """`preserve_client_id`: another redirect URI, but the same client id."""

    name: str | Unset = UNSET
    domain_id: DomainId | Unset = UNSET
    redirect_uri: str | Unset = UNSET
    scopes: str | Unset = UNSET
    confidential: bool | Unset = UNSET
    skip_authorization: bool | Unset = UNSET
    subsystems: tuple[str, ...] | Unset = UNSET
    preserve_client_id: bool = False


def client_id_of(redirect_uri: str) -> str:
    """MD5 of the URI, as clients compute it. An identifier, not a secret."""
    return md5(redirect_uri.encode(), usedforsecurity=False).hexdigest()


def secret_digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def secret_of(sealer: Sealer, app: Application) -> str | None:
    """Read an application's secret again. For administrators' eyes only."""
    return sealer.open(app.secret_sealed, _PURPOSE) if app.secret_sealed else None


async def create_application(tx: Transaction, actor: Actor, draft: ApplicationDraft, *, sealer: Sealer) -> Application:
    """Register an application. Only administrators may. One that is built in is taken over, not refused.

    Raises:
        Invalid: the redirect URI cannot be meant, or is registered already.
    """
    actor.need_admin()
    app = _drafted(draft, built_in=False)
    _check(app)
    actor.need_scopes(app.scopes.split())
    secret = draft.secret or secrets.token_urlsafe(_SECRET_BYTES)
    owner = actor.user_id if actor.kind is Kind.PERSON else None
    app = replace(app, user_id=owner, secret_digest=secret_digest(secret), secret_sealed=sealer.seal(secret, _PURPOSE))
    there = await store.of_client(tx, app.uid)
    if there is not None and there.built_in:
        made = await store.update(tx, replace(app, application_id=there.application_id))
    else:
        made = await store.insert(tx, app)
    record(tx, actor, "create", ("application", str(made.application_id)), after=_noted(made))
    return made


async def ensure_application(
    tx: Transaction, domain_id: DomainId, redirect_uri: str, name: str, *, built_in: bool = True
) -> None:
    """Register a front end of ours, unless it is registered. Its clients are public: no secret."""
    draft = ApplicationDraft(name, domain_id, redirect_uri)
    await store.insert_unless_there(tx, _drafted(draft, built_in=built_in))


async def update_application(
    tx: Transaction, actor: Actor, application_id: int, change: ApplicationChange
) -> Application:
    """Change what is given. Another redirect URI makes another client id, unless it is to be preserved."""
    actor.need_admin()
    before = await application_of(tx, application_id)
    given = {name: getattr(change, name) for name in change.__slots__ if getattr(change, name) is not UNSET}
    preserved = given.pop("preserve_client_id")
    wanted = replace(before, **given)
    if wanted.redirect_uri != before.redirect_uri:
        uid = before.uid if preserved else client_id_of(wanted.redirect_uri.lower())
        wanted = replace(wanted, uid=uid, uid_exact=client_id_of(wanted.redirect_uri), built_in=False)
    _check(wanted)
    actor.need_scopes(wanted.scopes.split())
    after = await store.update(tx, wanted)
    record(tx, actor, "update", ("application", str(application_id)), before=_noted(before), after=_noted(after))
    return after


async def delete_application(tx: Transaction, actor: Actor, application_id: int) -> None:
    """Take an application away; it gets no more tokens. Those it has live until they expire."""
    actor.need_admin()
    app = await application_of(tx, application_id)
    await store.delete(tx, application_id)
    await grants.drop_client(tx, app.uid)
    record(tx, actor, "delete", ("application", str(application_id)), before=_noted(app))


async def application_of(tx: Transaction, application_id: int) -> Application:
    """Raises NotFound."""
    app = await store.find(tx, application_id) if 0 < application_id < _LARGEST_ID else None
    if app is None:
        raise NotFound(f"there is no application {application_id}")
    return app


async def find_applications(
    tx: Transaction, page: Page, *, q: str | None = None, domain_id: str | None = None
) -> Found[Application]:
    """List applications by name; answers one page and the total. Everybody signed in may."""
    search = parse(q)
    return await store.search(tx, search.pattern if search else None, domain_id, page)


async def application_of_client(tx: Transaction, client_id: str) -> Application | None:
    return await store.of_client(tx, client_id)


def _drafted(draft: ApplicationDraft, *, built_in: bool) -> Application:
    uri = draft.redirect_uri.strip()
    return Application(
        application_id=0,
        domain_id=draft.domain_id,
        uid=draft.uid or client_id_of(uri.lower()),
        uid_exact=client_id_of(uri),
        name=draft.name.strip(),
        secret_digest=None,
        secret_sealed=None,
        scopes=draft.scopes or PUBLIC,
        redirect_uri=uri,
        confidential=draft.confidential,
        skip_authorization=draft.skip_authorization,
        built_in=built_in,
        subsystems=draft.subsystems,
        user_id=None,
        created_at=_NEVER,
        updated_at=_NEVER,
    )


def _check(app: Application) -> None:
    failures = []
    if not app.name:
        failures.append(Failure("name", "must not be empty"))
    if not _may_be_redirected_to(app.redirect_uri):
        failures.append(Failure("redirect_uri", "must be an absolute address without a fragment"))
    if failures:
        raise Invalid.several(failures)


def _may_be_redirected_to(uri: str) -> bool:
    """Web addresses, and the private schemes of installed apps; never a script or a fragment."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    if parts.fragment or any(char <= " " for char in uri):
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.hostname)
    return bool(parts.scheme) and parts.scheme not in {"javascript", "data", "vbscript", "file", "blob"}


def _noted(app: Application) -> dict[str, Any]:
    return {
        "uid": app.uid,
        "name": app.name,
        "redirect_uri": app.redirect_uri,
        "scopes": app.scopes,
        "confidential": app.confidential,
        "skip_authorization": app.skip_authorization,
    }
