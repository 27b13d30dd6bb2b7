"""API keys as the engine API shows them: permissions by name, times in RFC 3339."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import UNSET

from workhall.identity import ApiKey, ApiKeyChange, ApiKeyDraft, NewApiKey
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId, UserId
from workhall.kernel.text import UNSET as NOT_GIVEN
from workhall.kernel.text import Unset
from workhall.kernel.time import moment
from workhall.surfaces.engine.wire.given import Given
from workhall.surfaces.web.markup import plain, rich
from workhall.surfaces.web.responses import without_nulls

_PERMISSIONS: Final = ("user", "support", "admin", "admin_support")
_LONGEST_TTL_S: Final = 100 * 366 * 86_400


class ApiKeyBody(msgspec.Struct):
    """A key as sent. `ttl` is in seconds; `expires_at` a time in RFC 3339 or Unix seconds."""

    name: Given[str] = UNSET
    description: Given[str] = UNSET
    scopes: Given[list[str]] = UNSET
    permissions: Given[str | int] = UNSET
    user_id: Given[str] = UNSET
    authority_id: Given[str] = UNSET
    expires_at: Given[str | int] = UNSET
    ttl: Given[int] = UNSET


def draft(body: ApiKeyBody, *, user_id: UserId, domain_id: DomainId) -> ApiKeyDraft:
    """A key for its maker at the domain it is made at, unless the body says otherwise."""
    permissions, expires_at = _permissions(body.permissions), _moment(body.expires_at)
    return ApiKeyDraft(
        plain(body.name or ""),
        DomainId(body.authority_id or domain_id),
        UserId(body.user_id or user_id),
        rich(body.description or ""),
        tuple(body.scopes) if isinstance(body.scopes, list) and body.scopes else ("public",),
        permissions if isinstance(permissions, int) else 0,
        expires_at if isinstance(expires_at, datetime) else None,
        _ttl(body.ttl),
    )


def change(body: ApiKeyBody, now: datetime) -> ApiKeyChange:
    """What changes; a null `expires_at` lets the key last."""
    ttl = _ttl(body.ttl)
    return ApiKeyChange(
        name=plain(body.name) if isinstance(body.name, str) else NOT_GIVEN,
        description=rich(body.description) if isinstance(body.description, str) else NOT_GIVEN,
        user_id=UserId(body.user_id) if isinstance(body.user_id, str) else NOT_GIVEN,
        scopes=tuple(body.scopes) if isinstance(body.scopes, list) else NOT_GIVEN,
        permissions=_permissions(body.permissions),
        expires_at=now + ttl if ttl else _moment(body.expires_at),
    )


def _permissions(given: Given[str | int]) -> int | Unset:
    if given is None or given is UNSET:
        return NOT_GIVEN
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < len(_PERMISSIONS):
        return given
    word = str(given).strip().lower().replace("-", "_")
    if word.isdigit() and len(word) == 1 and int(word) < len(_PERMISSIONS):
        return int(word)
    if word not in _PERMISSIONS:
        raise Invalid("permissions", "must be user, support, admin or admin_support")
    return _PERMISSIONS.index(word)


def _moment(given: Given[str | int]) -> datetime | Unset | None:
    if given is None:
        return None
    if not isinstance(given, (str, int)):
        return NOT_GIVEN
    try:
        found = moment(given) if isinstance(given, int) else msgspec.convert(given, datetime)
    except (ValueError, msgspec.ValidationError) as error:
        raise Invalid("expires_at", "must be a time, such as 2030-01-31T00:00:00Z") from error
    if found.tzinfo is None:
        raise Invalid("expires_at", "must say its time zone")
    return found


def _ttl(given: Given[int]) -> timedelta | None:
    if not isinstance(given, int):
        return None
    if not 0 < given <= _LONGEST_TTL_S:
        raise Invalid("ttl", "must be a number of seconds, at most a hundred years")
    return timedelta(seconds=given)


def show(key: ApiKey) -> dict[str, Any]:
    return without_nulls(
        {
            "id": key.api_key_id,
            "name": key.name,
            "description": key.description,
            "scopes": key.scopes,
            "permissions": _PERMISSIONS[key.permissions],
            "user_id": key.user_id,
            "authority_id": key.domain_id,
            "expires_at": key.expires_at,
            "last_used_at": key.last_used_at,
            "created_at": key.created_at,
            "updated_at": key.updated_at,
            "user": {"id": key.user_id, "name": key.holder_name, "email": key.holder_email},
            "authority": {"id": key.domain_id, "name": key.domain_name, "domain": key.domain},
        }
    )


def show_new(made: NewApiKey) -> dict[str, Any]:
    """With what the caller sends from now on. It is said this once."""
    return show(made.key) | {"x_api_key": made.text}
