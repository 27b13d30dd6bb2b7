"""Ids: typed, and for records with text ids, prefixed and sortable by the moment they were made."""

import secrets
import time
from typing import NewType

OrganisationId = NewType("OrganisationId", int)
DomainId = NewType("DomainId", str)  # an authority on the wire
UserId = NewType("UserId", str)
GroupId = NewType("GroupId", int)
ZoneId = NewType("ZoneId", str)
SystemId = NewType("SystemId", str)
TenantId = NewType("TenantId", int)
BookingId = NewType("BookingId", int)

HOUSE = OrganisationId(0)
"""No organisation: the house itself, for what happens before an organisation is known."""

# In ASCII order, so that text order is time order.
_ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
_LETTERS = _ALPHABET[1:]  # ids never begin with a dash after their prefix
_BASE = len(_LETTERS)
_MOMENT_CHARS = 8  # 64**8 ten-microsecond ticks last until about the year 2850
_CHANCE_CHARS = 6
_TICKS_PER_SECOND = 100_000


def _text(number: int, width: int) -> str:
    chars = []
    for _ in range(width):
        number, rest = divmod(number, _BASE)
        chars.append(_LETTERS[rest])
    return "".join(reversed(chars))


def new_id(prefix: str) -> str:
    """Make `<prefix>-<14 characters>`: eight for the moment, six for chance."""
    moment = int(time.time() * _TICKS_PER_SECOND)
    return f"{prefix}-{_text(moment, _MOMENT_CHARS)}{_text(secrets.randbelow(_BASE**_CHANCE_CHARS), _CHANCE_CHARS)}"
