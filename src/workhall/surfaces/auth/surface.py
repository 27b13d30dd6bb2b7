"""The auth surface put together."""

from workhall.surfaces.auth import (
    authority,
    authorize,
    introspect,
    leave,
    login_page,
    openid,
    outside,
    setup,
    sign_in,
    token,
)
from workhall.surfaces.auth.errors import refuse
from workhall.surfaces.web.router import Router
from workhall.surfaces.web.surface import Surface

PREFIXES = (
    "/auth",
    "/login",
    "/setup",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/.well-known/jwks.json",
)
ROUTERS: tuple[Router, ...] = (
    authority.routes,
    login_page.routes,
    sign_in.routes,
    leave.routes,
    authorize.routes,
    token.routes,
    introspect.routes,
    openid.routes,
    outside.routes,
    setup.routes,
)

surface = Surface("auth", PREFIXES, Router().include(*ROUTERS), refuse, forms=True, body_limit_kb=64)
