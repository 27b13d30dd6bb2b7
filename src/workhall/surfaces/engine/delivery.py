"""Handing out the bytes of a file, so that none of them can act in our name in anybody's browser.

Whatever a file says it is, the browser believes the type we give (`nosniff`), runs nothing in it (a sandbox
without scripts) and saves what need not be shown. Pictures and floor plans still load as such.
"""

import re
from base64 import b64decode
from binascii import Error
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from workhall.domain import files
from workhall.kernel.errors import NotFound
from workhall.surfaces.web.context import Call

_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src 'self'"
_DAY_S = 86_400
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


async def deliver(call: Call, upload: files.Upload, *, saved: bool = False) -> Response:
    """Answer a file, or the part of it that was asked for; `saved` makes browsers keep it whatever it is.

    Raises:
        NotFound: its bytes have not arrived, or are gone.
    """
    size = await call.house.blobs.size(upload.object_key) if upload.upload_complete else None
    if size is None:
        raise NotFound("the bytes of this file are not here")
    headers = _headers(upload, saved=saved)
    if _known(call, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    span = _span(call, headers["ETag"], size)
    if span is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    start, end = span
    headers["Content-Length"] = str(end - start)
    status = 200
    if end - start != size:
        status = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    if call.request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(call.house.blobs.read(upload.object_key, start, end), status, headers)


def _headers(upload: files.Upload, *, saved: bool) -> dict[str, str]:
    mime, in_place = files.shown_as(upload)
    manner = "inline" if in_place and not saved else "attachment"
    plain = re.sub(r"[^\w. -]", "_", upload.file_name, flags=re.ASCII)
    kept = f"public, max-age={_DAY_S}" if upload.public else "private, no-cache"
    return {
        "Content-Type": mime,
        "Content-Disposition": f"{manner}; filename=\"{plain}\"; filename*=UTF-8''{quote(upload.file_name, safe='')}",
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "no-referrer",
        "Accept-Ranges": "bytes",
        "Cache-Control": kept,
        "ETag": f'"{_mark(upload)}"',
    }


def _mark(upload: files.Upload) -> str:
    """A file never changes: its key is as good a mark as its digest, which is not known of files in parts."""
    try:
        return (
            b64decode(upload.file_md5, validate=True).hex()
            if not upload.resumable and upload.file_md5
            else _own(upload)
        )
    except Error:
        return _own(upload)


def _own(upload: files.Upload) -> str:
    return upload.object_key.partition(".")[0]


def _known(call: Call, etag: str) -> bool:
    known = call.request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in known.split(",")}


def _span(call: Call, etag: str, size: int) -> tuple[int, int] | None:
    """Which bytes are asked for; None when there are none such. Several ranges at once are answered whole."""
    asked = call.request.headers.get("range", "")
    if not asked or call.request.headers.get("if-range", etag) != etag:
        return 0, size
    match = _RANGE.fullmatch(asked.replace(" ", ""))
    if match is None or not (match[1] or match[2]):
        return 0, size
    if not match[1]:
        start, end = max(size - int(match[2]), 0), size
    else:
        start, end = int(match[1]), min(int(match[2]) + 1 if match[2] else size, size)
    return (start, end) if start < end else None
