"""A calendar connection on the wire: a tenant (staff API contract, 2.1). Credentials only come in.

`redact_owners` and `open_limit_override` are additions of ours (12.7, 12.9), shown only where they are on.
"""

from typing import Any, cast

import msgspec

from workhall.domain.connections import Connection, Given
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.responses import without_nulls


class OutlookBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """Settings of the add-in's manifest."""

    app_id: str | None = None
    base_path: str | None = None
    app_domain: str | None = None
    app_resource: str | None = None
    source_location: str | None = None
    version: str | None = None


class TenantBody(msgspec.Struct, frozen=True, kw_only=True):
    """Null and absent are the same: left as it is."""

    name: str | None = None
    domain: str | None = None
    email_domain: str | None = None
    platform: str | None = None
    delegated: bool | None = None
    service_account: str | None = None
    booking_limits: dict[str, Any] | None = None
    early_checkin: int | None = None
    outlook_config: OutlookBody | None = None
    redact_owners: bool | None = None
    open_limit_override: bool | None = None
    credentials: dict[str, Any] | None = None


def given(body: TenantBody) -> Given:
    asked: dict[str, Any] = {
        "name": plain(body.name),
        "domain": body.domain,
        "email_domain": body.email_domain,
        "platform": body.platform.replace("_", "") if body.platform else None,
        "delegated": body.delegated,
        "service_account": body.service_account,
        "booking_limits": body.booking_limits,
        "early_checkin_s": body.early_checkin,
        "outlook": msgspec.to_builtins(body.outlook_config) if body.outlook_config else None,
        "redacts_owners": body.redact_owners,
        "opens_overrides": body.open_limit_override,
        "credentials": body.credentials,
    }
    return cast("Given", without_nulls(asked))


def show(connection: Connection) -> dict[str, Any]:
    return without_nulls(
        {
            "id": connection.tenant_id,
            "name": connection.name,
            "domain": connection.domain,
            "email_domain": connection.email_domain,
            "platform": connection.platform,
            "delegated": connection.delegated,
            "service_account": connection.service_account,
            "booking_limits": connection.booking_limits,
            "early_checkin": connection.early_checkin_s,
            "outlook_config": connection.outlook,
            "redact_owners": connection.redacts_owners or None,
            "open_limit_override": connection.opens_overrides or None,
        }
    )
