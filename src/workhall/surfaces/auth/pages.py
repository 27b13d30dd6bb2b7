"""The pages of the auth surface that only say one thing."""

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from workhall.kernel.errors import NotAllowed, NotFound, TooMany, Unauthenticated, Unavailable, WorkhallError
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.pages import N_, Link, reader_of, translate
from workhall.surfaces.web.pages import answer as page

_SAID: Final[dict[type[WorkhallError], tuple[str, str]]] = {
    TooMany: (N_("Too many tries"), N_("Wait a few minutes, then try again.")),
    Unavailable: (N_("Back in a moment"), N_("A part that this page needs does not answer just now. Try again soon.")),
    NotFound: (N_("There is nothing here"), N_("The address may be mistyped, or what was here has moved.")),
    NotAllowed: (N_("That did not come from here"), N_("Open the sign-in page again and try once more.")),
    Unauthenticated: (N_("Please sign in"), N_("This page is for people who have signed in.")),
}
_OTHERWISE: Final = (N_("That did not work"), N_("Go back and try again."))


def message(  # noqa: PLR0913  what a message is made of, each by name
    call: Call,
    *,
    heading: str,
    text: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    actions: Sequence[Link] = (),
) -> Response:
    """Say one thing, in the reader's language; what is given is in the catalogues."""
    reader = reader_of(call.request)
    said = [Link(translate(reader.locale, link.label), link.href, link.icon) for link in actions]
    return page(
        call.request,
        "message.html",
        reader=reader,
        status=status,
        headers=headers,
        heading=translate(reader.locale, heading),
        text=translate(reader.locale, text),
        actions=said,
    )


def refusal(request: Request, error: WorkhallError, status: int, headers: Mapping[str, str]) -> Response:
    """Say why not, as a page."""
    heading, text = next((said for kind, said in _SAID.items() if isinstance(error, kind)), _OTHERWISE)
    reader = reader_of(request)
    return page(
        request,
        "error.html",
        reader=reader,
        status=status,
        headers=headers,
        heading=translate(reader.locale, heading),
        text=translate(reader.locale, text),
        actions=(Link(translate(reader.locale, N_("Sign in")), "/login"),),
        request_id=getattr(request.state, "request_id", ""),
    )
