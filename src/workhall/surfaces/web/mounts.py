"""Built front ends, mounted under a path: their files as they are, and their index for addresses of their own making.

Caching: a file whose name carries a hash of its content is kept for a year, every other is asked for again each time
(304 when unchanged). Precompressed neighbours (`main.js.br`, `main.js.gz`) are sent to who can read them.
"""

import os
import re
import stat
import time
from dataclasses import dataclass
from email.utils import parsedate
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import Receive, Scope, Send

from workhall.surfaces.web.media_types import media_type_of
from workhall.surfaces.web.notes import note

_INDEX: Final = "index.html"
_YEAR: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_HASHED: Final = re.compile(r"[.-](?=\w*[0-9A-Z])\w{8,}(?:\.[a-z0-9]+)+$", re.ASCII)
_PACKED: Final = (("br", ".br"), ("gzip", ".gz"))
_PARTS_OF_A_PAGE: Final = re.compile(
    r"\.(?:m?js|css|map|json|wasm|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|txt|xml|webmanifest)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    state: os.stat_result
    coding: str = ""


class Mount:
    """One front end. `prefix` is without a slash at its end; `folder` holds its `index.html`."""

    def __init__(self, prefix: str, folder: Path) -> None:
        self._prefix = prefix
        self._root = os.path.realpath(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        started = time.perf_counter()
        response = self._answer(request)
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        note(request, "apps", response.status_code, time.perf_counter() - started)
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("Only GET and HEAD are offered here.\n", 405, {"Allow": "GET, HEAD"})
        path = request.scope["path"]
        if path == self._prefix:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{self._prefix}/{query}", 308)
        name = path[len(self._prefix) + 1 :]
        found = self._find(name, request.headers)
        if found is None and _is_navigation(name, request.headers):
            found = self._find(_INDEX, request.headers)
        if found is None:
            return PlainTextResponse("There is no such file.\n", 404, {"Cache-Control": "no-cache"})
        return _send(request, found)

    def _find(self, name: str, headers: Headers) -> _Found | None:
        """Look for a file of this front end, in the best form the browser reads; nothing outside, nothing hidden."""
        segments = [segment for segment in name.split("/") if segment]
        if "\x00" in name or "\\" in name or any(_is_hidden(segment) for segment in segments):
            return None
        path = os.path.realpath(os.path.join(self._root, *segments))  # noqa: PTH118  strings all along: it is hot
        if path != self._root and not path.startswith(self._root + os.sep):
            return None
        if (state := _state_of(path)) is not None and stat.S_ISDIR(state.st_mode):
            path = os.path.join(path, _INDEX)  # noqa: PTH118  as above
            state = _state_of(path)
        if state is None or not stat.S_ISREG(state.st_mode):
            return None
        accepted = _codings(headers.get("accept-encoding", ""))
        for coding, ending in _PACKED:
            if coding in accepted and (packed := _state_of(path + ending)) is not None:
                return _Found(path + ending, packed, coding)
        return _Found(path, state)


def _send(request: Request, found: _Found) -> Response:
    plain = found.path.removesuffix(dict(_PACKED).get(found.coding, ""))
    forever = _HASHED.search(os.path.basename(plain)) and not plain.endswith(".html")  # noqa: PTH119  strings all along
    headers = {"Cache-Control": _YEAR if forever else _ASK_AGAIN, "Vary": "Accept-Encoding"}
    if found.coding:
        headers["Content-Encoding"] = found.coding
    response = FileResponse(found.path, headers=headers, media_type=media_type_of(plain), stat_result=found.state)
    return NotModifiedResponse(response.headers) if _is_known(request, response) else response


def _is_known(request: Request, response: Response) -> bool:
    """Whether the browser has just this already. A tag counts more than a date."""
    tags, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or response.headers["etag"] in known
    kept, changed = parsedate(since or ""), parsedate(response.headers["last-modified"])
    return kept is not None and changed is not None and kept >= changed


def _is_navigation(name: str, headers: Headers) -> bool:
    """Whether an address that is no file is one of the app's own: a person goes there, or it has no ending."""
    last = name.rsplit("/", 1)[-1]
    if _PARTS_OF_A_PAGE.search(last):
        return False
    return "." not in last or "text/html" in headers.get("accept", "")


def _is_hidden(segment: str) -> bool:
    """Dot files, and the way up, are nobody's business."""
    return segment.startswith(".") and segment != ".well-known"


def _state_of(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116  strings all along
    except (OSError, ValueError):
        return None


def _codings(header: str) -> set[str]:
    """What an Accept-Encoding header takes; `;q=0` refuses."""
    found = set()
    for part in header.lower().split(","):
        coding, _, quality = part.partition(";")
        if quality.strip().replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            found.add(coding.strip())
    return found
