"""The time zone of the machine, for the first building."""

import os
from pathlib import Path

from workhall.kernel.time import zone

_LOCALTIME = Path("/etc/localtime")


def local_time_zone() -> str:
    """Its IANA name; UTC where the machine does not say."""
    for name in (os.environ.get("TZ", ""), _linked()):
        if "/" in name and _is_known(name):
            return name
    return "UTC"


def _linked() -> str:
    """From a link such as /usr/share/zoneinfo/Europe/Amsterdam."""
    try:
        return str(_LOCALTIME.readlink()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def _is_known(name: str) -> bool:
    try:
        zone(name)
    except ValueError:
        return False
    return True
