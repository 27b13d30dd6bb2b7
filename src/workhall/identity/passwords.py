"""Passwords: Argon2id hashes, and comparing without telling who exists.

A hash costs some twenty milliseconds and 19 MB, so few are made at once; comparing happens in a thread,
with no transaction open.
"""

import asyncio
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from workhall.kernel.errors import Invalid

SHORTEST = 10
LONGEST = 1024
"""Longer ones are refused unread: hashing a megabyte is somebody else's idea of fun."""

_HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


async def is_password(password: str, hashed: str | None) -> bool:
    """Compare in a thread. Without a hash it takes as long, and is never right."""
    return await asyncio.to_thread(_matches, password, hashed)


def need_good_password(password: str, *, email: str = "") -> None:
    """Refuse what is guessed first. Raises Invalid on `password`."""
    if len(password) < SHORTEST:
        raise Invalid("password", f"must have at least {SHORTEST} characters", code="password_short")
    if len(password) > LONGEST:
        raise Invalid("password", f"must have at most {LONGEST} characters", code="password_long")
    if email and password.lower() in {email.lower(), email.lower().partition("@")[0]}:
        raise Invalid("password", "must not be the e-mail address", code="password_guessable")


def _matches(password: str, hashed: str | None) -> bool:
    if len(password) > LONGEST:
        return False
    try:
        right = _HASHER.verify(password, hashed or _nobodys())
    except UnknownHashError:  # moved over from elsewhere, in a form we do not read
        return False
    return right and hashed is not None


@cache
def _nobodys() -> str:
    """A hash that belongs to nobody, to compare with when there is none."""
    return hash_password("nobody's password")
