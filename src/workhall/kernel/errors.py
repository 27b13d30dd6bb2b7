"""Everything that can be refused, as one tree. A `code` is a promise to clients; a sentence may change.

WorkhallError
├── Unauthenticated      who asks is unknown, or no longer believed
├── NotAllowed           known, but may not
├── NotFound             there is no such thing (here)
├── Invalid              what was given cannot be meant; names the fields
│   └── Malformed        it could not even be read (bad JSON, bad number)
├── Conflict             meant well, but something else is in the way
│   └── Gone             allowance used up
├── NotNow               the thing's state does not allow it
├── TooMany              asked too often; `retry_after` seconds
└── Unavailable          somebody we depend on fails; `retry_after`, `permanent`
"""

from collections.abc import Sequence
from dataclasses import dataclass


class WorkhallError(Exception):
    """A refusal with a stable code and a sentence that helps."""

    code: str = "refused"

    def __init__(self, message: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class Unauthenticated(WorkhallError):
    code = "unauthenticated"


class NotAllowed(WorkhallError):
    code = "not_allowed"


class NotFound(WorkhallError):
    code = "not_found"


@dataclass(frozen=True, slots=True)
class Failure:
    """One field and what is wrong with it; `field` is None when several together are wrong."""

    field: str | None
    reason: str


class Invalid(WorkhallError):
    code = "invalid"

    def __init__(self, field: str | None, reason: str, *, code: str | None = None) -> None:
        super().__init__(f"{field} {reason}" if field else reason, code=code)
        self.failures: tuple[Failure, ...] = (Failure(field, reason),)

    @classmethod
    def several(cls, failures: Sequence[Failure]) -> "Invalid":
        """All failing fields at once, so that nobody corrects a form one refusal at a time."""
        error = cls(failures[0].field, failures[0].reason)
        error.failures = tuple(failures)
        error.args = ("; ".join(f"{f.field} {f.reason}" if f.field else f.reason for f in failures),)
        return error


class Malformed(Invalid):
    code = "malformed"


class Conflict(WorkhallError):
    code = "conflict"


class Gone(Conflict):
    code = "used_up"


class NotNow(WorkhallError):
    code = "not_now"


class TooMany(WorkhallError):
    code = "too_many_requests"

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(WorkhallError):
    code = "unavailable"

    def __init__(self, message: str, *, retry_after: float | None = None, permanent: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.permanent = permanent
