"""Calls from other origins: allowed with tokens, never with cookies."""

from starlette.requests import Request
from starlette.responses import Response

_EXPOSED = (
    "X-Total-Count, Link, Content-Range, Location, X-Request-ID, X-Delegated, "
    "X-Calendar-Errors, X-Calendar-Limit, X-Calendar-Issue, Retry-After"
)
_DAY_S = "86400"


def is_preflight(request: Request) -> bool:
    return request.method == "OPTIONS" and "access-control-request-method" in request.headers


def preflight(request: Request) -> Response:
    wanted = request.headers.get("access-control-request-headers", "Authorization, Content-Type, X-API-Key")
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
            "Access-Control-Allow-Headers": wanted,
            "Access-Control-Max-Age": _DAY_S,
        },
    )


def expose(response: Response) -> None:
    """Any origin may read; since no credentials are allowed, only tokens open anything."""
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    response.headers.setdefault("Access-Control-Expose-Headers", _EXPOSED)
