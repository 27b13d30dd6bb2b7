"""Where a browser may be sent afterwards: a path of ours or an address on our own host, nothing else."""

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import quote, urlsplit

from workhall.surfaces.web.context import Call
from workhall.tenancy.residence import host_name

PLACEHOLDER: Final = "{{url}}"
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\\]")


def safe(target: str, own_hosts: Collection[str]) -> str:
    """Say `target` if it stays with us, else `/`. Two slashes, or a backslash after one, mean another host."""
    if not target or _UNSAFE.search(target):
        return "/"
    if target.startswith("/"):
        return "/" if target.startswith("//") else target
    try:
        parts = urlsplit(target)
        _ = parts.port
    except ValueError:
        return "/"
    if parts.scheme in {"http", "https"} and parts.hostname in own_hosts and parts.username is None:
        return target
    return "/"


def onward(call: Call, target: str, *also: str) -> str:
    """Like `safe`, for this request: its own host, whatever the port, and the hosts of the addresses in `also`."""
    hosts = {call.residence.host}
    for address in also:
        try:
            hosts.add(urlsplit(address).hostname or call.residence.host)
        except ValueError:
            continue
    return safe(target, hosts)


def absolute(call: Call, address: str) -> str:
    """Make an address of ours absolute, on the very host and port that was asked (engine API contract A.1)."""
    if address.startswith("/") and not address.startswith("//"):
        return call.address + address
    return address


def to_sign_in(call: Call, login_url: str, back_to: str) -> str:
    """Say where people sign in, coming back to `back_to` afterwards."""
    return absolute(call, login_url).replace(PLACEHOLDER, quote(back_to, safe=""))


def is_foreign(call: Call) -> bool:
    """Tell whether a page of another host made a browser send this; scripts say nothing of an origin."""
    origin = call.request.headers.get("origin")
    if origin is None:
        return call.request.headers.get("sec-fetch-site", "").lower() == "cross-site"
    try:
        netloc = urlsplit(origin).netloc
    except ValueError:
        return True
    return host_name(netloc) != call.residence.host


def is_part_of_a_foreign_page(call: Call) -> bool:
    """Tell whether a picture, frame or script of another site asks: nobody meant to go there."""
    site = call.request.headers.get("sec-fetch-site", "").lower()
    return site == "cross-site" and call.request.headers.get("sec-fetch-dest", "").lower() != "document"
