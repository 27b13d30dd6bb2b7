"""Whether a caller would take JSON, which is all the APIs answer."""

from starlette.requests import Request

from workhall.surfaces.web.sayings import UnreadableBody

_WIDE = frozenset({"*", "*/*", "application/*", "application/json"})


def need_json_wanted(request: Request) -> None:
    """Raises UnreadableBody (406) for an Accept header that JSON cannot meet; none at all takes anything."""
    header = request.headers.get("accept", "")
    if header.strip() and not any(_takes_json(one) for one in header.split(",")):
        raise UnreadableBody(f"only JSON can be answered here, not {header[:200]}", status=406)


def _takes_json(media_range: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in media_range.split(";"))
    if kind not in _WIDE and not (kind.startswith("application/") and kind.endswith("+json")):
        return False
    return not any(part.startswith("q=") and part[2:].strip("0. ") == "" for part in parameters)
