"""OAuth applications as the engine API shows them; their secrets to administrators only."""

from typing import Any

import msgspec
from msgspec import UNSET

from workhall.identity import Application, ApplicationChange, ApplicationDraft
from workhall.kernel.ids import DomainId
from workhall.kernel.text import UNSET as NOT_GIVEN
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Given
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.responses import without_nulls


class ApplicationBody(msgspec.Struct):
    """An application as sent. `preserve_client_id`: keep the client id though the redirect URI changes."""

    name: Given[str] = UNSET
    uid: Given[str] = UNSET
    secret: Given[str] = UNSET
    scopes: Given[str | list[str]] = UNSET
    owner_id: Given[str] = UNSET
    redirect_uri: Given[str] = UNSET
    confidential: Given[bool] = UNSET
    skip_authorization: Given[bool] = UNSET
    subsystems: Given[list[str]] = UNSET
    preserve_client_id: Given[bool] = UNSET


def draft(body: ApplicationBody, domain_id: DomainId) -> ApplicationDraft:
    return ApplicationDraft(
        plain(body.name or ""),
        DomainId(body.owner_id or domain_id),
        body.redirect_uri or "",
        _scopes(body.scopes) or "public",
        confidential=body.confidential is True,
        skip_authorization=body.skip_authorization is not False,
        subsystems=tuple(body.subsystems or ()),
        uid=(body.uid or None) if body.preserve_client_id else None,
        secret=body.secret or None,
    )


def change(body: ApplicationBody) -> ApplicationChange:
    scopes = _scopes(body.scopes)
    return ApplicationChange(
        name=plain(body.name) if isinstance(body.name, str) else NOT_GIVEN,
        domain_id=DomainId(body.owner_id) if body.owner_id else NOT_GIVEN,
        redirect_uri=body.redirect_uri if isinstance(body.redirect_uri, str) else NOT_GIVEN,
        scopes=scopes or NOT_GIVEN,
        confidential=body.confidential if isinstance(body.confidential, bool) else NOT_GIVEN,
        skip_authorization=body.skip_authorization if isinstance(body.skip_authorization, bool) else NOT_GIVEN,
        subsystems=tuple(body.subsystems) if isinstance(body.subsystems, list) else NOT_GIVEN,
        preserve_client_id=body.preserve_client_id is True,
    )


def _scopes(given: Given[str | list[str]]) -> str:
    return " ".join(given) if isinstance(given, list) else given or ""


def show(app: Application, secret: str | None = None) -> dict[str, Any]:
    return without_nulls(
        {
            "id": app.application_id,
            "uid": app.uid,
            "name": app.name,
            "secret": secret,
            "scopes": app.scopes,
            "owner_id": app.domain_id,
            "redirect_uri": app.redirect_uri,
            "confidential": app.confidential,
            "skip_authorization": app.skip_authorization,
            "subsystems": app.subsystems,
            "created_at": seconds(app.created_at),
            "updated_at": seconds(app.updated_at),
        }
    )
