"""What the auth surface shares: its prefix, who may call, and answers nobody may keep."""

from typing import Final

from workhall.surfaces.web.router import Access

BASE: Final = "/auth"
ANYBODY: Final = Access(anonymous=True, lenient=True)
NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
