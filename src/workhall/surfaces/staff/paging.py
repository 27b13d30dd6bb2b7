"""The heads of paged lists of bookings (staff API contract, 5.3); `Content-Range` counts to the last row."""

from workhall.surfaces.staff.base import BASE
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.parameters import Query
from workhall.surfaces.web.responses import link_next

PAGE = 100
LONGEST_PAGE = 10_000


def page(query: Query, default: int = PAGE, longest: int = LONGEST_PAGE) -> tuple[int, int]:
    """Read limit and offset, drawn into their ranges; a negative limit asks for all there is."""
    limit = query.integer_or("limit", default)
    return (longest if limit < 0 else min(limit, longest)), max(query.integer_or("offset", 0), 0)


def headers(  # noqa: PLR0913  a page is these four numbers
    call: Call, path: str, *, limit: int, offset: int, returned: int, total: int
) -> dict[str, str]:
    """Total, range and the next page. The slash before `?` is what clients know."""
    found = {
        "X-Total-Count": str(total),
        "Content-Range": f"bookings {offset}-{offset + returned - 1}/{total}",
    }
    if returned and offset + returned < total:
        changes = {"limit": limit, "offset": offset + returned}
        found["Link"] = link_next(f"{BASE}{path}", call.query.pairs, changes)
    return found
