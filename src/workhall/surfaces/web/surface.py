"""A surface: its prefixes, its routes, and how it says no."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from workhall.kernel.errors import WorkhallError
from workhall.surfaces.web import sayings
from workhall.surfaces.web.responses import answer
from workhall.surfaces.web.router import Router
from workhall.surfaces.web.sayings import COMMON, Sayings


class Refuse(Protocol):
    def __call__(self, error: WorkhallError, request: Request) -> Response: ...


def refuse_in_json(table: Sayings) -> Refuse:
    """Refuse as an API does: status and JSON body."""

    def refuse(error: WorkhallError, request: Request) -> Response:  # noqa: ARG001  pages look at it, APIs need not
        status, body = sayings.say(table, error)
        return answer(body, status, sayings.headers(error))

    return refuse


@dataclass(frozen=True, slots=True)
class Surface:
    """`prefixes` are what this surface answers below; `rewrite` mends paths before they are matched.

    `api`: cross-origin calls are answered (without cookies), bodies are JSON only. Pages set it to False:
    their routes ask for a session themselves, and their bodies are forms. `forms`: an API that reads forms too.
    `body_limit_kb`: no body of this surface is meant to be larger, whatever the settings allow.
    """

    name: str
    prefixes: tuple[str, ...]
    router: Router
    refuse: Refuse = field(default_factory=lambda: refuse_in_json(COMMON))
    rewrite: Callable[[str], str] = lambda path: path
    api: bool = True
    forms: bool = False
    body_limit_kb: int = 2**31
