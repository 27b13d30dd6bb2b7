"""Where a request carries its credentials: header, query, cookie; an API key before a bearer token."""

from starlette.requests import Request

from workhall.identity import Credentials


def credentials_of(request: Request, request_id: str) -> Credentials:
    """The first found decides (staff API 1.5, engine API A.4)."""
    query, cookies = request.query_params, request.cookies
    api_key = request.headers.get("x-api-key") or query.get("api-key") or cookies.get("api-key")
    bearer = None if api_key else _bearer(request) or query.get("bearer_token") or cookies.get("bearer_token")
    return Credentials(api_key, bearer, origin(request), request_id)


def origin(request: Request) -> str:
    return request.client.host if request.client else ""


def _bearer(request: Request) -> str | None:
    """`Bearer x`, `Token x`, or the bare token; another scheme (Basic) is not ours."""
    header = request.headers.get("authorization", "").strip()
    scheme, _, rest = header.partition(" ")
    if not rest:
        return header if header.count(".") == 2 else None
    return rest.strip() if scheme.lower() in {"bearer", "token"} else None
