"""The organisation's own colour and picture on our pages, for whoever looks at them, signed in or not.

The lightness of the colour is ours, so every one stays readable; see `tokens.css`.
"""

import re
from dataclasses import replace
from typing import Final

from starlette.responses import Response

from workhall.domain import organisations
from workhall.domain.organisations import Organisation
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.pages import Reader
from workhall.surfaces.web.router import Access, Router

PATH: Final = "/brand.css"
SETTING: Final = "brand_colour"
LOGO: Final = "logo"
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_A_DAY: Final = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
routes = Router(access=Access(anonymous=True, session=True))


def dressed(reader: Reader, organisation: Organisation) -> Reader:
    """Show a reader the colour and the picture of their organisation."""
    return replace(reader, brand=address(organisation), logo=logo_of(organisation))


def colour_of(organisation: Organisation) -> str:
    """The colour as `#rrggbb`, or nothing where none was chosen."""
    chosen = organisation.settings.get(SETTING)
    return chosen if isinstance(chosen, str) and is_colour(chosen) else ""


def logo_of(organisation: Organisation) -> str:
    """Where the picture lies on this server, or nothing where none was chosen."""
    chosen = organisation.settings.get(LOGO)
    return chosen if isinstance(chosen, str) and chosen.startswith("/") and not chosen.startswith("//") else ""


def is_colour(text: str) -> bool:
    return _COLOUR.fullmatch(text) is not None


def address(organisation: Organisation) -> str:
    """Where the style sheet is, or nothing. The colour stands in it, so that a new one is fetched at once."""
    chosen = colour_of(organisation)
    return f"{PATH}?colour={chosen[1:]}" if chosen else ""


@routes.on("GET", PATH)
async def style_sheet(call: Call) -> Response:
    chosen = colour_of(await organisations.current(call.tx))
    return Response(f":root {{ --brand: {chosen}; }}\n" if chosen else "", media_type="text/css", headers=_A_DAY)
