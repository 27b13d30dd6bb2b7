"""Routes of the administration: every one guarded, every refused form undone and shown again."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol, TypeVar

from starlette.responses import Response

from workhall.surfaces.admin import guard, shell
from workhall.surfaces.admin.refusal import CORRECTABLE, Refusal, sentence
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.router import Access, Router

BASE: Final = "/admin"
_OWN_SESSION: Final = Access(anonymous=True, session=True)

Show = Callable[[Visit], Awaitable[Response]]
S = TypeVar("S", bound=Show)


class ShowAgain(Protocol):
    """The page of a form, which can also be shown with what was refused."""

    def __call__(self, visit: Visit, refusal: Refusal | None = None) -> Awaitable[Response]: ...


class Pages:
    """The pages of one section. Iterates as the routes it declared."""

    def __init__(self) -> None:
        self.router = Router(BASE, access=_OWN_SESSION)

    def get(self, *paths: str) -> Callable[[S], S]:
        """Declare a page."""

        def declare(show: S) -> S:
            async def answer(call: Call) -> Response:
                visit = await guard.admit(call)
                return guard.to_sign_in(call.request) if visit is None else await show(visit)

            self.router.on("GET", *paths)(answer)
            return show

        return declare

    def post(self, *paths: str, or_else: ShowAgain | None = None, back: str = "") -> Callable[[S], S]:
        """Declare what a form does.

        What the reader can mend is undone, and shown by `or_else` with status 422; or, for a button without
        fields, told as a toast on the page `back`, whose `{names}` are filled from the path.
        """

        def declare(act: S) -> S:
            async def answer(call: Call) -> Response:
                visit = await guard.admit(call)
                if visit is None:
                    return guard.to_sign_in(call.request)
                try:
                    async with visit.tx.attempt():
                        return await act(visit)
                except CORRECTABLE as error:
                    if or_else is not None:
                        return await or_else(visit, Refusal(error))
                    if back:
                        return shell.redirect(visit, shell.filled(back, visit.values), sentence(error), tone="bad")
                    raise

            self.router.on("POST", *paths)(answer)
            return act

        return declare
