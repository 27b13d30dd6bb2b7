"""Answers: JSON without nulls, empty ones, lists with their paging headers."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.responses import Response

_encode = msgspec.json.Encoder().encode
JSON = "application/json"


class JsonResponse(Response):
    media_type = JSON

    def render(self, content: Any) -> bytes:  # noqa: ANN401  whatever msgspec can encode
        return _encode(content)


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer JSON. Leaving nulls out is the shape's business (`omit_defaults`), see `without_nulls`."""
    return JsonResponse(value, status, headers)


def accepted() -> Response:
    """202 with an empty body: deletions and fire-and-forget."""
    return Response(status_code=202)


def empty(status: int = 200) -> Response:
    return Response(status_code=status)


def without_nulls(row: Mapping[str, Any]) -> dict[str, Any]:
    """Drop the keys whose value is null, at the top level only: documents inside keep theirs."""
    return {key: value for key, value in row.items() if value is not None}


def link_next(path: str, pairs: Sequence[tuple[str, str]], changes: Mapping[str, int | str]) -> str:
    """A `Link` header to the next page.

    The asked parameters are repeated, changed ones in place, new ones last. Commas inside are
    percent-encoded: clients split the header at every comma (engine API contract 0.1, measured).
    """
    left = {key: str(value) for key, value in changes.items()}
    kept = [(key, left.pop(key, value)) for key, value in pairs if key not in {"bearer_token", "api-key"}]
    query = "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in [*kept, *left.items()])
    return f'<{path}?{query}>; rel="next"'


def page_headers(  # noqa: PLR0913  a page is these four numbers
    table: str, path: str, pairs: Sequence[tuple[str, str]], *, offset: int, returned: int, total: int, limit: int
) -> dict[str, str]:
    """The headers of a paged list: total, range, and the next page when there is one."""
    headers = {
        "X-Total-Count": str(total),
        "Content-Range": f"{table} {offset}-{offset + returned}/{total}",
    }
    if returned and offset + returned < total:
        headers["Link"] = link_next(path, pairs, {"limit": limit, "offset": offset + returned})
    return headers
