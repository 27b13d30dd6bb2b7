"""Static files: read once at start, served for a year under a name that changes with their content.

One hash of the whole tree stands in every address, `/static/<hash>/base.css`, so that relative references
inside style sheets and scripts keep working without rewriting them.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

PREFIX: Final = "/static/"
STATIC: Final = Path(__file__).resolve().parents[1] / "static"

_HASH_LENGTH: Final = 12
_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "public, no-cache"
_MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it goes over the wire; `packed` is its gzip form, made once."""

    content: bytes
    packed: bytes
    media_type: str
    headers: Mapping[str, str]


class Assets:
    """All files below one folder, in memory. Files of other kinds (licences, notes) are not served."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in _MEDIA_TYPES)
        contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        self.tree_hash = _hash_of_tree(contents)
        self._files = {name: _static_file(name, content) for name, content in contents.items()}

    def url(self, name: str) -> str:
        """Address a file by its name below the folder. An unknown name raises KeyError: a broken page, found early."""
        if name not in self._files:
            raise KeyError(name)
        return f"{PREFIX}{self.tree_hash}/{name}"

    def lookup(self, path: str) -> StaticFile | None:
        """Find the file of an address path.

        While two versions of the server run side by side, a page of one may ask the other: then the hash in the
        address is not ours, and the answer may be used but not kept.
        """
        tree_hash, _, name = path.removeprefix(PREFIX).partition("/")
        found = self._files.get(name)
        if found is None or tree_hash == self.tree_hash:
            return found
        headers = {**found.headers, "Cache-Control": _ASK_AGAIN}
        return StaticFile(found.content, found.packed, found.media_type, headers)

    def respond(self, request: Request) -> Response:
        """Answer a request below `/static/`."""
        found = self.lookup(request.url.path)
        if found is None:
            return PlainTextResponse("There is no such file.\n", status_code=404)
        if found.headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=found.headers)
        if "gzip" in request.headers.get("accept-encoding", "") and len(found.packed) < len(found.content):
            headers = {**found.headers, "Content-Encoding": "gzip"}
            return Response(found.packed, headers=headers, media_type=found.media_type)
        return Response(found.content, headers=found.headers, media_type=found.media_type)


@cache
def assets() -> Assets:
    """The files of our own pages, read at the first call."""
    return Assets(STATIC)


def asset(name: str) -> str:
    """Address one of our own files, as templates do: `asset("base.css")`."""
    return assets().url(name)


def _static_file(name: str, content: bytes) -> StaticFile:
    headers = {
        "Cache-Control": _FOREVER,
        "ETag": f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',  # weak: packed and plain share it
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return StaticFile(content, packed, _MEDIA_TYPES[Path(name).suffix], headers)


def _hash_of_tree(contents: Mapping[str, bytes]) -> str:
    tree = hashlib.sha256()
    for name, content in contents.items():
        tree.update(f"{name}\0{len(content)}\0".encode())
        tree.update(content)
    return tree.hexdigest()[:_HASH_LENGTH]
