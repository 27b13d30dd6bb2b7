"""The scopes that tokens and keys may be narrowed to; each alone, or with `.read` or `.write` (engine API A.4)."""

from typing import Final

RESOURCES: Final = (
    "alerts",
    "api_keys",
    "asset_categories",
    "asset_purchase_orders",
    "asset_types",
    "assets",
    "brokers",
    "cluster",
    "control",
    "domains",
    "drivers",
    "edges",
    "metadata",
    "modules",
    "mqtt",
    "o_auth_applications",
    "repositories",
    "settings",
    "short_url",
    "systems",
    "triggers",
    "uploads",
    "users",
    "zones",
)
SCOPES: Final = (
    "public",
    "guest",
    *(f"{resource}{access}" for resource in RESOURCES for access in ("", ".read", ".write")),
)
