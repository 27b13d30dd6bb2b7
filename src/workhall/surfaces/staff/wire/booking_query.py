"""The parameters of a list of bookings (staff API contract, 5.3)."""

from dataclasses import replace

from workhall.domain.bookings import Asked, Permission
from workhall.kernel.text import email as tidy_email
from workhall.kernel.time import Interval
from workhall.surfaces.staff.wire.booking_body import word
from workhall.surfaces.web.parameters import BadParameter, MissingParameter, Query

_HOUR_S = 3600


def asked(query: Query, now_s: int) -> Asked:
    """Read the filters all lists share.

    Raises:
        MissingParameter: neither a type nor an event is named.
        BadParameter: the period, the permission or the document filter cannot be read.
    """
    event = query.text("event_id") or query.text("ical_uid")
    kind = query.text("type") or ""
    if not kind and event is None:
        raise MissingParameter("type", "String")
    start_s = query.integer_or("period_start", now_s)
    return Asked(
        type=kind,
        period=Interval(start_s, query.integer_or("period_end", now_s + _HOUR_S)),
        zones=query.list("zones"),
        user=_text(query, "user"),
        email=tidy_email(address) if (address := _text(query, "email")) else None,
        include_booked_by=query.flag("include_booked_by"),
        checked_in=query.optional_flag("checked_in"),
        created_before=query.integer("created_before"),
        created_after=query.integer("created_after"),
        approved=query.optional_flag("approved"),
        rejected=False,
        state=_text(query, "state"),
        department=_text(query, "department"),
        extension=_document_filter(query.text("extension_data")),
        permission=_permission(_text(query, "permission")),
        event=event,
    )


def with_marks(found: Asked, query: Query) -> Asked:
    """Add what only the full list may be asked for; the list of booked assets shows what is alive."""
    return replace(
        found,
        deleted=_either(query, "deleted", "include_deleted"),
        checked_out=_either(query, "checked_out", "include_checked_out"),
        rejected=query.optional_flag("rejected"),
        include_parents=query.flag("include_parent_bookings"),
    )


def _either(query: Query, only: str, both: str) -> bool | None:
    """Read a pair like `deleted` and `include_deleted`: both (None), only those, or only the others."""
    return None if query.flag(both) else query.flag(only)


def _text(query: Query, name: str) -> str | None:
    return (query.text(name) or "").strip() or None


def _permission(text: str | None) -> Permission | None:
    if text is None:
        return None
    found = list(Permission)[int(text)] if text in {"0", "1", "2"} else word(Permission, text)
    if found is None:
        raise BadParameter("permission", "parameter 'permission' must be PRIVATE, OPEN or PUBLIC", "Permission")
    return found


def _document_filter(text: str | None) -> tuple[tuple[str, str], ...]:
    """Read `{key:value,key2:value2}`; the braces may be missing, values have no quotes."""
    inner = (text or "").strip().removeprefix("{").removesuffix("}").strip()
    if not inner:
        return ()
    pairs = []
    for entry in inner.split(","):
        key, colon, value = entry.partition(":")
        if not (colon and key.strip()):
            raise BadParameter("extension_data", "parameter 'extension_data' must look like {key:value,key2:value2}")
        pairs.append((key.strip(), value.strip()))
    return tuple(pairs)
