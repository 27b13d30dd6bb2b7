"""The engine API put together."""

import re

from workhall.surfaces.engine import (
    api_keys,
    asset_categories,
    asset_purchase_orders,
    asset_types,
    assets,
    description,
    domains,
    drivers,
    metadata,
    modules,
    oauth_apps,
    settings,
    short_urls,
    sign_in_sources,
    signal,
    small,
    system_modules,
    systems,
    triggers,
    uploads,
    uploads_data,
    users,
    zones,
)
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.errors import SAY
from workhall.surfaces.web.router import Router
from workhall.surfaces.web.surface import Surface, refuse_in_json

ROUTERS: tuple[Router, ...] = (
    description.routes,
    domains.routes,
    users.routes,
    api_keys.routes,
    oauth_apps.routes,
    sign_in_sources.routes,
    asset_categories.routes,
    asset_types.routes,
    assets.routes,
    asset_purchase_orders.routes,
    uploads.routes,
    uploads_data.routes,
    short_urls.routes,
    signal.routes,
    small.routes,
    metadata.routes,
    zones.routes,
    systems.routes,
    system_modules.routes,
    settings.routes,
    modules.routes,
    drivers.routes,
    triggers.routes,
)
_MISSING_SLASH = re.compile(rf"^{BASE}(?=[a-z])")


def mend(path: str) -> str:
    """The TypeScript client leaves out the slash after `v2` in some helpers (engine API B.13, measured)."""
    return _MISSING_SLASH.sub(BASE + "/", path)


surface = Surface("engine", (BASE,), Router().include(*ROUTERS), refuse_in_json(SAY), mend)
