"""Floor plans and other pictures: which there are to choose, and where one can be looked at."""

import time
from typing import Final
from urllib.parse import urlencode, urlsplit

from workhall.domain import files
from workhall.kernel.paging import Page
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Choice

_BYTES: Final = "/api/engine/v2/uploads/data/"
_MOST: Final = 200
_A_WHILE_S: Final = 600


def address_of(upload: files.Upload) -> str:
    """Where everybody finds a public file: this path at every name of the house."""
    return _BYTES + upload.object_key


def shown_at(visit: Visit, upload: files.Upload) -> str:
    """Where a file can be looked at now: one that is not public by an address that works for ten minutes."""
    if upload.public:
        return address_of(upload)
    permit = files.Permit("read", upload.object_key, files.expiry(int(time.time()), _A_WHILE_S))
    return f"{address_of(upload)}?{urlencode(permit.query(visit.house.sealer))}"


async def choices(visit: Visit) -> list[Choice]:
    """Public pictures, the newest first, and none."""
    found = await files.find(visit.tx, visit.actor, files.UploadFilter(), Page(_MOST))
    pictures = [one for one in found if one.public and one.upload_complete and one.file_mime.startswith("image/")]
    return [Choice("", visit.say(N_("No plan"))), *(Choice(address_of(one), one.file_name) for one in pictures)]


def preview(visit: Visit, map_id: str) -> str:
    """Where the plan of a zone can be shown within a page: only what comes from this house; else nothing."""
    parts = urlsplit(map_id)
    ours = parts.netloc.lower() in {"", visit.request.headers.get("host", "").lower()}
    if parts.scheme not in {"", "http", "https"} or not ours or not parts.path.startswith("/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def leads_out(map_id: str) -> bool:
    """Whether the plan is a whole address somewhere else, which can be followed."""
    return urlsplit(map_id).scheme in {"http", "https"}
