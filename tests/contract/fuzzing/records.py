"""One record of each kind that the APIs keep, made over the APIs themselves, with a mark in every text."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx

ENGINE: Final = "/api/engine/v2"
STAFF: Final = "/api/staff/v1"
START: Final = 2_000_000_000
DOCUMENT: Final = "notes"

Ids = Mapping[str, str]
Body = dict[str, Any]


def _tenant(mark: str, _: Ids) -> Body:
    credentials = {"tenant": mark, "client_id": mark, "client_secret": f"secret {mark}"}
    return {
        "name": mark,
        "domain": f"tenant-{mark.lower()}.example",
        "email_domain": f"{mark.lower()}.example",
        "platform": "office365",
        "delegated": False,
        "service_account": f"svc@{mark.lower()}.example",
        "booking_limits": {"desk": 2},
        "early_checkin": 600,
        "credentials": credentials,
        "outlook_config": {"app_id": mark, "base_path": mark, "app_domain": f"https://{mark.lower()}.example/"},
    }


def _booking(mark: str, ids: Ids) -> Body:
    return {
        "booking_type": "desk",
        "asset_id": f"desk {mark}",
        "asset_ids": [f"desk {mark}"],
        "booking_start": START,
        "booking_end": START + 3600,
        "all_day": False,
        "timezone": "Europe/Amsterdam",
        "zones": [ids["zones"]],
        "title": f"title {mark}",
        "description": f"description {mark}",
        "images": [f"/images/{mark}"],
        "extension_data": {mark: mark, "deep": {"list": [mark, 1, None]}},
        "permission": "private",
        "induction": "tentative",
        "department": mark,
        "process_state": mark,
        "booked_from": mark,
        "recurrence_type": "none",
        "recurrence_days": 127,
        "recurrence_interval": 1,
    }


def _zone(mark: str, _: Ids) -> Body:
    return {
        "name": f"zone {mark}",
        "description": f"description {mark}",
        "tags": [mark, "level"],
        "location": "52.1,4.3",
        "display_name": mark,
        "code": mark,
        "type": mark,
        "count": 1,
        "capacity": 2,
        "map_id": f"/maps/{mark}.svg",
        "timezone": "Europe/Amsterdam",
        "images": [f"/images/{mark}"],
        "parent_id": None,
    }


def _system(mark: str, ids: Ids) -> Body:
    return {
        "name": f"system {mark}",
        "description": mark,
        "features": [mark],
        "email": f"room@{mark.lower()}.example",
        "bookable": True,
        "public": True,
        "display_name": mark,
        "code": mark,
        "type": mark,
        "capacity": 4,
        "map_id": mark,
        "images": [mark],
        "timezone": "Europe/Amsterdam",
        "support_url": f"https://{mark.lower()}.example",
        "zones": [ids["zones"]],
        "orientation": "landscape",
        "version": 0,
        "installed_ui_devices": 1,
    }


def _user(mark: str, _: Ids) -> Body:
    return {
        "name": f"user {mark}",
        "email": f"user@{mark.lower()}.example",
        "nickname": mark,
        "first_name": mark,
        "last_name": mark,
        "groups": [f"group {mark}"],
        "country": mark,
        "building": mark,
        "image": mark,
        "department": mark,
        "preferred_language": "en",
        "staff_id": f"staff-{mark}",
        "phone": "+31 6 1234",
        "login_name": f"login-{mark}",
        "card_number": mark,
        "ui_theme": mark,
        "misc": mark,
        "password": f"a long password {mark}",
        "locatable": True,
        "work_preferences": [{"day_of_week": 1, "blocks": [{"start_time": 7.5, "end_time": 18.5, "location": "wfo"}]}],
        "work_overrides": {"2026-05-04": {"day_of_week": 1, "blocks": []}},
    }


def _asset(mark: str, ids: Ids) -> Body:
    return {
        "identifier": f"asset {mark}",
        "name": mark,
        "serial_number": f"sn {mark}",
        "barcode": mark,
        "other_data": {mark: mark},
        "client_ids": {mark: mark},
        "map_id": mark,
        "bookable": True,
        "accessible": False,
        "zones": [ids["zones"]],
        "zone_id": ids["zones"],
        "place_groups": [mark],
        "assigned_to": f"user@{mark.lower()}.example",
        "assigned_name": mark,
        "features": [mark],
        "images": [mark],
        "notes": mark,
        "security_system_groups": [mark],
        "asset_type_id": ids["asset_types"],
        "purchase_order_id": ids["asset_purchase_orders"],
    }


def _source(kind: str) -> Callable[[str, Ids], Body]:
    """A source of signing in; each kind has fields of its own, which the others ignore."""

    def made(mark: str, ids: Ids) -> Body:
        return {
            "name": f"{kind} {mark}",
            "authority_id": ids["domains"],
            "client_id": mark,
            "client_secret": f"secret {mark}",
            "site": f"https://{mark.lower()}.example",
            "issuer": mark,
            "idp_sso_target_url": f"https://{mark.lower()}.example/sso",
            "host": f"ldap.{mark.lower()}.example",
            "port": 636,
            "uid": "uid",
            "base": f"dc={mark}",
        }

    return made


# Each kind by its path below the base; what refers to another comes after it.
KINDS: Final[dict[str, tuple[str, Callable[[str, Ids], Body]]]] = {
    "zones": (ENGINE, _zone),
    "systems": (ENGINE, _system),
    "settings": (
        ENGINE,
        lambda mark, ids: {"parent_id": ids["zones"], "encryption_level": 0, "settings_string": f"{mark}: {mark}\n"},
    ),
    "users": (ENGINE, _user),
    "domains": (
        ENGINE,
        lambda mark, _: {
            "name": mark,
            "domain": f"{mark.lower()}.example",
            "description": mark,
            "login_url": f"/login?continue={{{{url}}}}&mark={mark}",
            "logout_url": f"/auth/logout?mark={mark}",
            "config": {mark: mark},
            "internals": {mark: mark},
            "email_domains": [f"{mark.lower()}.example"],
        },
    ),
    "api_keys": (
        ENGINE,
        lambda mark, ids: {
            "name": f"key {mark}",
            "description": mark,
            "scopes": ["public"],
            "permissions": "user",
            "user_id": ids["users"],
            "ttl": 3600,
        },
    ),
    "oauth_apps": (
        ENGINE,
        lambda mark, ids: {
            "name": f"app {mark}",
            "redirect_uri": f"https://{mark.lower()}.example/app/oauth-resp.html",
            "scopes": "public",
            "owner_id": ids["domains"],
            "skip_authorization": True,
            "confidential": False,
        },
    ),
    "oauth_auths": (ENGINE, _source("oauth")),
    "saml_auths": (ENGINE, _source("saml")),
    "ldap_auths": (ENGINE, _source("ldap")),
    "asset_categories": (ENGINE, lambda mark, _: {"name": f"category {mark}", "description": mark, "hidden": True}),
    "asset_types": (
        ENGINE,
        lambda mark, ids: {
            "name": f"type {mark}",
            "brand": mark,
            "description": mark,
            "model_number": mark,
            "images": [mark],
            "category_id": ids["asset_categories"],
        },
    ),
    "asset_purchase_orders": (
        ENGINE,
        lambda mark, _: {
            "purchase_order_number": f"po {mark}",
            "invoice_number": mark,
            "supplier_details": {mark: mark},
            "purchase_date": START,
            "unit_price": 100,
            "expected_service_start_date": START,
            "expected_service_end_date": START + 1,
        },
    ),
    "assets": (ENGINE, _asset),
    "short_url": (ENGINE, lambda mark, _: {"name": f"short {mark}", "uri": f"https://{mark.lower()}.example/long"}),
    "uploads": (
        ENGINE,
        lambda mark, _: {
            "file_name": f"{mark}.png",
            "file_size": 10,
            "file_id": "1B2M2Y8AsgTpgAmY7PhCfg==",
            "file_mime": "image/png",
            "public": False,
            "permissions": "none",
            "expires": 5,
            "tags": [mark],
        },
    ),
    "tenants": (STAFF, _tenant),
    "bookings": (STAFF, _booking),
}


async def furnish(client: httpx.AsyncClient, mark: str) -> dict[str, str]:
    """Make one record of each kind; its id by kind. A zone has documents too."""
    ids: dict[str, str] = {}
    for kind, (base, body) in KINDS.items():
        answer = await client.post(f"{base}/{kind}", json=body(mark, ids))
        assert answer.status_code in {200, 201}, f"{kind}: {answer.status_code} {answer.text}"
        told = answer.json()
        ids[kind] = str(told["upload_id"] if kind == "uploads" else told["id"])
    for parent in ("zones", "systems", "users"):
        document = {"name": DOCUMENT, "description": mark, "details": {mark: [mark]}}
        answer = await client.put(f"{ENGINE}/metadata/{ids[parent]}", json=document)
        assert answer.status_code == 200, answer.text
    return ids
