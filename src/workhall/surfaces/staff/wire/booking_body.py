"""What clients send as a booking (staff API contract, 5.1, 5.7 and 11): the whole local model, most of it unchanged."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar, cast

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import asdict

from workhall.domain.bookings import Induction, NotOfferedYet, Permission, Recurrence, Wish
from workhall.kernel.errors import Malformed
from workhall.kernel.ids import BookingId
from workhall.kernel.text import email as tidy_email
from workhall.surfaces.web.markup import plain, rich, rich_document

E = TypeVar("E", bound=StrEnum)
_DEEPEST = 100
_LONGEST_ID = 18
Flag = bool | UnsetType | None
Number = int | UnsetType | None
Text = str | UnsetType | None
Texts = list[str] | UnsetType | None


class BookingBody(msgspec.Struct, frozen=True, kw_only=True):
    """Keys as clients write them. Null and absent are the same but for texts that can be cleared."""

    id: object = UNSET
    booking_type: Text = UNSET
    booking_start: Number = UNSET
    booking_end: Number = UNSET
    all_day: Flag = UNSET
    timezone: Text = UNSET
    asset_id: Text = UNSET
    asset_ids: Texts = UNSET
    zones: Texts = UNSET
    user_id: Text = UNSET
    user_email: Text = UNSET
    user_name: Text = UNSET
    booked_from: Text = UNSET
    title: Text = UNSET
    description: Text = UNSET
    department: Text = UNSET
    images: Texts = UNSET
    extension_data: dict[str, Any] | UnsetType | None = UNSET
    permission: Text = UNSET
    induction: Text = UNSET
    process_state: Text = UNSET
    approved: Flag = UNSET
    rejected: Flag = UNSET
    checked_in: Flag = UNSET
    checked_in_at: Number = UNSET
    deleted: Flag = UNSET
    deleted_at: Number = UNSET
    recurrence_type: Text = UNSET
    parent_id: Number = UNSET
    event_id: int | str | UnsetType | None = UNSET
    attendees: list[Any] | UnsetType | None = UNSET


def named(body: BookingBody) -> BookingId | None:
    """Read which booking a body is of; clients that keep ids as text, or keep none yet, are not refused for it."""
    text = str(body.id)
    return BookingId(int(text)) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None


def _ids(entries: list[str]) -> tuple[str, ...]:
    return tuple(clean for entry in entries if (clean := plain(entry).strip()))


def _distinct(entries: list[str]) -> list[str]:
    return list(dict.fromkeys(_ids(entries)))


def _line(text: str) -> str:
    return plain(text).strip()


def _same(value: object) -> object:
    return value


def document(given: dict[str, Any]) -> dict[str, Any]:
    """Clean every text in a document. Raises Malformed when it is nested so deeply that nobody can mean it."""
    layer: list[Any] = [given]
    for _ in range(_DEEPEST):
        layer = [inner for one in layer if isinstance(one, (dict, list)) for inner in _inside(one)]
        if not layer:
            return cast("dict[str, Any]", rich_document(given))
    raise Malformed(None, f"documents may be nested {_DEEPEST} levels deep")


def _inside(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


# Key there → name here, and how it is cleaned.
_FIELDS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "booking_type": ("type", _line),
    "booking_start": ("starts_s", _same),
    "booking_end": ("ends_s", _same),
    "all_day": ("all_day", _same),
    "asset_id": ("asset_id", _line),
    "asset_ids": ("asset_ids", _ids),
    "zones": ("zones", _distinct),
    "user_id": ("user_id", _line),
    "user_email": ("user_email", tidy_email),
    "user_name": ("user_name", plain),
    "images": ("images", lambda images: [plain(image) for image in images]),
    "extension_data": ("extension", document),
    "approved": ("approved", _same),
    "rejected": ("rejected", _same),
    "checked_in": ("checked_in", _same),
    "checked_in_at": ("checked_in_s", _same),
    "deleted": ("deleted", _same),
    "deleted_at": ("deleted_s", _same),
    "parent_id": ("parent_id", _same),
    "event_id": ("event", str),
}
_CLEARABLE: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "timezone": ("timezone", _line),
    "booked_from": ("booked_from", plain),
    "title": ("title", plain),
    "description": ("description", rich),
    "department": ("department", plain),
    "process_state": ("process_state", plain),
}


def wish(body: BookingBody) -> Wish:
    """Read what is asked for, cleaned.

    Raises:
        NotOfferedYet: it asks for a series or for attendees, which would be lost.
        Malformed: a word is none of those there are.
    """
    if read(Recurrence, body.recurrence_type, "recurrence_type") not in {None, Recurrence.NONE}:
        raise NotOfferedYet("recurrence_type", "recurring bookings are not offered by this version yet")
    if body.attendees:
        raise NotOfferedYet("attendees", "attendees of bookings are not offered by this version yet")
    given = {key: value for key, value in asdict(body).items() if value is not UNSET}
    asked: dict[str, Any] = {}
    for key in given.keys() & _FIELDS.keys():
        if (value := given[key]) is not None:
            name, clean = _FIELDS[key]
            asked[name] = clean(value)
    for key in given.keys() & _CLEARABLE.keys():
        name, clean = _CLEARABLE[key]
        asked[name] = clean(given[key] or "") or None
    asked |= {key: word for key, word in _words(body).items() if word is not None}
    return cast("Wish", asked)


def _words(body: BookingBody) -> dict[str, str | None]:
    return {
        "permission": read(Permission, body.permission, "permission"),
        "induction": read(Induction, body.induction, "induction"),
    }


def read(kind: type[E], text: Text, name: str) -> E | None:
    """Read a word of an enumeration in any case, with or without underscores. Raises Malformed."""
    if not isinstance(text, str) or not text:
        return None
    found = word(kind, text)
    if found is None:
        raise Malformed(name, f"{name} must be one of {', '.join(kind)}")
    return found


def word(kind: type[E], text: str) -> E | None:
    bare = text.strip().lower().replace("_", "")
    return next((one for one in kind if one.value.replace("_", "") == bare), None)
