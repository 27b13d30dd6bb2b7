"""Lists as the engine API answers them: bare arrays with the paging in headers (engine API contract 0.1)."""

from collections.abc import Sequence

from starlette.responses import Response

from workhall.kernel.paging import Page
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import answer, page_headers


def page_of(call: Call) -> Page:
    """Read `limit` (default 100, drawn into 0 to 10 000) and `offset` (default 0)."""
    return Page(call.query.integer_or("limit", 100), call.query.integer_or("offset", 0))


def paged(call: Call, table: str, rows: Sequence[object], total: int) -> Response:
    """Answer one page of a list of `total` records. `table` is the word in `Content-Range`."""
    page = page_of(call)
    headers = page_headers(
        table,
        call.request.url.path,
        call.query.pairs,
        offset=page.offset,
        returned=len(rows),
        total=total,
        limit=page.limit,
    )
    return answer(list(rows), headers=headers)


def whole(table: str, rows: Sequence[object]) -> Response:
    """Answer a list that has no pages."""
    count = len(rows)
    headers = {"X-Total-Count": str(count), "Content-Range": f"{table} 0-{max(count - 1, 0)}/{count}"}
    return answer(list(rows), headers=headers)


def page_if_asked(call: Call) -> Page | None:
    """The page of lists that the original answers whole: only what asks for one gets one."""
    return page_of(call) if {"limit", "offset"} & {name for name, _ in call.query.pairs} else None


def part(call: Call, table: str, rows: Sequence[object], total: int) -> Response:
    """Answer a list that has pages only when they are asked for."""
    return paged(call, table, rows, total) if page_if_asked(call) else whole(table, rows)
