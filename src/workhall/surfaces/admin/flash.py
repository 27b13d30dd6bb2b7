"""The result of a click, carried by a cookie from the form to the page it leads to, and shown there once as a toast."""

import base64
import binascii
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from workhall.surfaces.web.pages import Toast
from workhall.surfaces.web.pages.parts import Tone

COOKIE: Final = "workhall_toast"
PATH: Final = "/admin"
_SOON_S: Final = 60
_LONGEST: Final = 3000


class _Carried(msgspec.Struct):
    text: str
    tone: Tone = "ok"
    action: str = ""
    href: str = ""


def carry(response: Response, toast: Toast, *, secure: bool) -> None:
    """Give the next page something to say."""
    carried = msgspec.json.encode(_Carried(toast.text[:300], toast.tone, toast.action, toast.href))
    text = base64.urlsafe_b64encode(carried).decode()
    response.set_cookie(COOKIE, text, max_age=_SOON_S, path=PATH, httponly=True, samesite="lax", secure=secure)


def carried(request: Request) -> tuple[Toast, ...]:
    """Read what the page before left to say. Whatever is no toast of ours counts as nothing."""
    text = request.cookies.get(COOKIE, "")
    if not text or len(text) > _LONGEST:
        return ()
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(text), type=_Carried)
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        return ()
    ours = found.href.startswith(PATH + "/")
    return (Toast(found.text, found.tone, found.action if ours else "", found.href if ours else ""),)


def drop(response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH)
