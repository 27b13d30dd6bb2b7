"""Calendar connections (tenants on the wire): whom they serve, on which platform, by which credentials.

A connection belongs to a host name and perhaps an e-mail domain. The built-in one of each organisation
answers where no other fits, and is never listed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypedDict

from workhall.kernel.errors import Failure, Invalid
from workhall.kernel.ids import TenantId

EARLY_CHECKIN_S = 3600
LARGEST_LIMIT = 2**31 - 1
LONGEST_EARLY_CHECKIN_S = 366 * 86_400
LONGEST_NAME = 255


class Platform(StrEnum):
    """Who keeps the calendars. The first two are the original's words."""

    OFFICE365 = "office365"
    GOOGLE = "google"
    CALDAV = "caldav"
    BUILT_IN = "builtin"


class BadConnection(Invalid):
    code = "connection_invalid"


@dataclass(frozen=True, slots=True)
class Connection:
    """`delegated`: calls are made with each person's own provider token. Credentials stay in the store, sealed.

    `redacts_owners`: lists tell nobody but support whose other people's bookings are. `opens_overrides`:
    anybody may set their own booking limit for one request.
    """

    tenant_id: TenantId
    built_in: bool = False
    name: str | None = None
    domain: str = ""
    email_domain: str | None = None
    platform: str = Platform.BUILT_IN
    delegated: bool = False
    service_account: str | None = None
    booking_limits: Mapping[str, int] = field(default_factory=dict)
    early_checkin_s: int = EARLY_CHECKIN_S
    outlook: Mapping[str, Any] | None = None
    redacts_owners: bool = False
    opens_overrides: bool = False


class Given(TypedDict, total=False):
    """What is asked of a connection; what is absent stays as it is, blank `email_domain` clears."""

    name: str
    domain: str
    email_domain: str
    platform: str
    delegated: bool
    service_account: str
    booking_limits: Mapping[str, Any]
    early_checkin_s: int
    outlook: Mapping[str, Any]
    redacts_owners: bool
    opens_overrides: bool
    credentials: Mapping[str, Any]


def revised(connection: Connection, given: Given) -> Connection:
    """Apply what is given, tidied, without judging it; credentials are kept apart."""
    tidy: dict[str, Any] = {key: value for key, value in given.items() if key != "credentials"}
    for key in ("domain", "email_domain", "platform"):
        if key in tidy:
            tidy[key] = tidy[key].strip().lower()
    for key in ("email_domain", "service_account"):
        if key in tidy:
            tidy[key] = tidy[key].strip() or None
    return replace(connection, **tidy)


@dataclass(frozen=True, slots=True)
class _Needs:
    required: tuple[str, ...] = ()
    optional: Mapping[str, Any] = field(default_factory=dict)


_CONFERENCE = {"conference_type": None}
_NEEDS: Mapping[tuple[str, bool], _Needs] = {
    (Platform.OFFICE365, False): _Needs(
        ("tenant", "client_id", "client_secret"), {**_CONFERENCE, "scopes": "https://graph.microsoft.com/.default"}
    ),
    (Platform.GOOGLE, False): _Needs(
        ("issuer", "signing_key", "scopes", "domain"), {"sub": "", "user_agent": "PlaceOS", **_CONFERENCE}
    ),
    (Platform.OFFICE365, True): _Needs((), _CONFERENCE),
    (Platform.GOOGLE, True): _Needs(("domain",), {"user_agent": "PlaceOS", **_CONFERENCE}),
    (Platform.CALDAV, False): _Needs(("url", "username", "password"), _CONFERENCE),
}


def complete(connection: Connection, credentials: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of the credentials what the platform knows, with its defaults: a delegated connection keeps no secret."""
    needs = _NEEDS.get((connection.platform, connection.delegated), _Needs())
    known = {key: credentials.get(key) for key in (*needs.required, *needs.optional)}
    return {key: needs.optional.get(key) if value is None else value for key, value in known.items()}


def check(connection: Connection, credentials: Mapping[str, Any]) -> None:
    """Raises BadConnection with everything that is wrong; `credentials` are completed already."""
    if failures := list(_failures(connection, credentials)):
        raise BadConnection.several(failures)


def _failures(connection: Connection, credentials: Mapping[str, Any]) -> Iterator[Failure]:
    if not connection.built_in and not connection.domain:
        yield Failure("domain", "is required")
    for name in ("name", "domain", "email_domain", "service_account"):
        if len(getattr(connection, name) or "") > LONGEST_NAME:
            yield Failure(name, f"may have {LONGEST_NAME} characters")
    if connection.platform not in set(Platform):
        yield Failure("platform", f"must be one of {', '.join(Platform)}")
    elif lacking := _lacking(connection, credentials):
        yield Failure("credentials", lacking)
    if unfit := _unfit_limits(connection.booking_limits):
        yield Failure("booking_limits", unfit)
    if not 0 <= connection.early_checkin_s <= LONGEST_EARLY_CHECKIN_S:
        yield Failure("early_checkin", f"must be from 0 to {LONGEST_EARLY_CHECKIN_S} seconds")
    if connection.outlook is not None and not isinstance(connection.outlook.get("app_id"), str):
        yield Failure("outlook_config", "needs app_id")


def _lacking(connection: Connection, credentials: Mapping[str, Any]) -> str | None:
    needs = _NEEDS.get((connection.platform, connection.delegated), _Needs())
    for key, value in credentials.items():
        if key in needs.required and not value:
            return f"needs {key}"
        if value is not None and not isinstance(value, str) and not (key == "scopes" and _is_list_of_text(value)):
            return f"{key} must be text"
    return None


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _unfit_limits(limits: Mapping[str, Any]) -> str | None:
    for kind, limit in limits.items():
        if type(limit) is not int or not 0 <= limit <= LARGEST_LIMIT:
            return f"the limit of {kind} must be a whole number from 0 to {LARGEST_LIMIT}"
    return None
