"""Short addresses that lead elsewhere: for codes on desks and doors."""

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict
from urllib.parse import urlsplit

from workhall.kernel.errors import Failure, Invalid
from workhall.kernel.time import seconds

PREFIX = "uri-"
_LETTERS = string.digits + string.ascii_letters
_LENGTH = 9  # 62**9: nobody finds one by trying, and it still fits a small code


@dataclass(frozen=True, slots=True)
class ShortUrl:
    """`valid_from` and `valid_until` are Unix seconds. The user is whoever changed it last."""

    short_url_id: str
    created_at: datetime
    updated_at: datetime
    name: str = ""
    uri: str = ""
    description: str = ""
    user_id: str | None = None
    user_name: str | None = None
    user_email: str | None = None
    enabled: bool = True
    redirect_count: int = 0
    valid_from: int | None = None
    valid_until: int | None = None

    def leads_on(self, now: datetime) -> bool:
        """Whether it leads anywhere at this moment."""
        after = self.valid_from is None or self.valid_from <= seconds(now)
        before = self.valid_until is None or seconds(now) < self.valid_until
        return self.enabled and after and before


class ShortUrlChanges(TypedDict, total=False):
    """What is absent stays as it is."""

    name: str
    uri: str
    description: str
    enabled: bool
    valid_from: int | None
    valid_until: int | None


def new_short_id() -> str:
    return PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def revised(link: ShortUrl, given: ShortUrlChanges) -> ShortUrl:
    """Apply what is given, trimmed. Raises Invalid with each field that is missing or cannot be meant."""
    tidy: dict[str, Any] = {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}
    new = replace(link, **tidy)
    if failures := list(_failures(new)):
        raise Invalid.several(failures)
    return new


def _failures(link: ShortUrl) -> Iterable[Failure]:
    if not link.name:
        yield Failure("name", "is required")
    if not _leads_somewhere(link.uri):
        yield Failure("uri", "must be a web address, such as https://work.example.com/desk")
    if link.valid_from is not None and link.valid_until is not None and link.valid_until <= link.valid_from:
        yield Failure("valid_until", "must be later than valid_from")


def _leads_somewhere(uri: str) -> bool:
    """Web addresses only: a script or a file must never follow from a code on a wall."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(char <= " " for char in uri)
