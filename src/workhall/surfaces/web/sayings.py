"""How a dialect says no: from what happened to a status and a body.

Each dialect owns a table `SAY`; the nearest class in an error's ancestry decides. This module has what
both APIs say alike.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workhall.kernel.errors import (
    Conflict,
    Failure,
    Gone,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    NotNow,
    TooMany,
    Unauthenticated,
    Unavailable,
    WorkhallError,
)
from workhall.surfaces.web.parameters import BadParameter, MissingParameter

Said = tuple[int, dict[str, Any]]
Sayings = Mapping[type[WorkhallError], Callable[[Any], Said]]


class UnknownRoute(NotFound):
    code = "unknown_route"


class WrongMethod(NotFound):
    """`methods` are those the address knows; the answer names them in its head, as HTTP asks."""

    code = "wrong_method"

    def __init__(self, message: str, methods: Iterable[str]) -> None:
        super().__init__(message)
        self.methods = tuple(sorted(methods))


class UnreadableBody(WorkhallError):
    """A content type we do not read (415), or an answer the caller would not take (406)."""

    code = "content_type"

    def __init__(self, message: str, *, status: int, accepts: tuple[str, ...] = ("application/json",)) -> None:
        super().__init__(message)
        self.status = status
        self.accepts = accepts


class TooLarge(WorkhallError):
    code = "too_large"


def sentence(error: WorkhallError) -> dict[str, Any]:
    return {"error": str(error), "code": error.code}


def failures(error: Invalid) -> dict[str, Any]:
    def show(failure: Failure) -> dict[str, Any]:
        return {"field": failure.field, "reason": failure.reason}

    return {
        "error": f"validation failed: {error}",
        "code": error.code,
        "failures": [show(failure) for failure in error.failures],
    }


def _parameter(error: BadParameter | MissingParameter) -> dict[str, Any]:
    body = {**sentence(error), "parameter": error.parameter}
    return body | ({"restriction": error.restriction} if error.restriction else {})


COMMON: Sayings = {
    WorkhallError: lambda e: (400, sentence(e)),
    Unauthenticated: lambda e: (401, sentence(e)),
    NotAllowed: lambda e: (403, sentence(e)),
    NotFound: lambda e: (404, sentence(e)),
    Malformed: lambda e: (400, sentence(e)),
    Invalid: lambda e: (422, failures(e)),
    BadParameter: lambda e: (400, _parameter(e)),
    MissingParameter: lambda e: (422, _parameter(e)),
    Conflict: lambda e: (409, sentence(e)),
    Gone: lambda e: (410, sentence(e)),
    NotNow: lambda e: (405, sentence(e)),
    WrongMethod: lambda e: (405, sentence(e)),
    TooMany: lambda e: (429, sentence(e)),
    Unavailable: lambda e: (503, sentence(e)),
    UnreadableBody: lambda e: (e.status, {**sentence(e), "accepts": list(e.accepts)}),
    TooLarge: lambda e: (413, sentence(e)),
}


def say(sayings: Sayings, error: WorkhallError) -> Said:
    """Find the saying of the nearest class."""
    for kind in type(error).__mro__:
        if kind in sayings:
            return sayings[kind](error)
    return 400, sentence(error)


def headers(error: WorkhallError) -> dict[str, str]:
    """What an error adds to the answer's head: when to come back, or what else may be asked."""
    if isinstance(error, WrongMethod):
        return {"Allow": ", ".join(error.methods)}
    wait = getattr(error, "retry_after", None)
    return {} if wait is None else {"Retry-After": str(max(1, round(wait)))}
