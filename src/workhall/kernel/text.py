"""Small rules about text that several floors need."""

import hashlib
import re
from typing import Final

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.?[^@\s,;<>\"]*")


class Unset:
    """The type of `UNSET`: a value that was not given, as different from null."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()


def email(text: str) -> str:
    """Trim and lower an address, the form it is kept and compared in."""
    return text.strip().lower()


def looks_like_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def email_digest(address: str) -> str:
    """MD5 of the lower-case address: what avatar services and clients key people by. Not a secret."""
    return hashlib.md5(email(address).encode(), usedforsecurity=False).hexdigest()


def comma_list(text: str | None) -> list[str]:
    """Split on commas, trim, drop empties and repetitions, keep the order."""
    return list(dict.fromkeys(part for raw in (text or "").split(",") if (part := raw.strip())))
