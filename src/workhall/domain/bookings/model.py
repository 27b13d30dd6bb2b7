"""Bookings: assets (a desk, a parking space, a visitor) reserved for somebody for a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict

import msgspec

from workhall.domain.connections import Connection
from workhall.identity import Actor
from workhall.kernel.ids import BookingId, TenantId, UserId
from workhall.kernel.time import Interval

VISITOR = "visitor"
GROUP = "group"
GROUP_EVENT = "group-event"
NEW = BookingId(0)
"""The id of a booking that has none yet."""

UNALLOCATED = "unallocated"
"""An asset id that begins so is a place-holder; giving it a real asset is no new booking."""


class State(StrEnum):
    """Where a booking stands at a moment; see `state.state_of`."""

    RESERVED = "reserved"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    NO_SHOW = "no_show"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Permission(StrEnum):
    """Who may join: nobody, colleagues, anybody."""

    PRIVATE = "private"
    OPEN = "open"
    PUBLIC = "public"


class Induction(StrEnum):
    TENTATIVE = "tentative"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Recurrence(StrEnum):
    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Step(TypedDict):
    """One entry of a booking's history: the state it came into, when (Unix seconds), and where from."""

    state: str
    time: int
    source: str | None


class Booking(msgspec.Struct, frozen=True):
    """Times end in `_s` and are Unix seconds. The fields up to `updated_at_s` are the row's columns, in their order.

    A struct and no dataclass, because lists make them by the hundred: one of fifty fields costs 1 µs instead of 9.
    """

    booking_id: BookingId
    tenant_id: TenantId
    type: str
    created_s: int
    starts_s: int
    ends_s: int
    asset_ids: Sequence[str]
    user_id: str
    user_email: str
    user_name: str
    booked_by_id: UserId
    booked_by_email: str
    booked_by_name: str
    last_changed_s: int
    all_day: bool = False
    timezone: str | None = None
    zones: Sequence[str] = ()
    booked_from: str | None = None
    title: str | None = None
    description: str | None = None
    department: str | None = None
    images: Sequence[str] = ()
    extension: Mapping[str, Any] = msgspec.field(default_factory=dict)
    permission: str = Permission.PRIVATE
    induction: str = Induction.TENTATIVE
    process_state: str | None = None
    approved: bool = False
    approved_s: int | None = None
    rejected: bool = False
    rejected_s: int | None = None
    approver_id: str | None = None
    approver_name: str | None = None
    approver_email: str | None = None
    checked_in: bool = False
    checked_in_s: int | None = None
    checked_out_s: int | None = None
    deleted: bool = False
    deleted_s: int | None = None
    history: Sequence[Step] = ()
    recurrence_type: str = Recurrence.NONE
    recurrence_days: int = 127
    recurrence_nth: int = 1
    recurrence_interval: int = 1
    recurrence_ends_s: int | None = None
    parent_id: BookingId | None = None
    event_id: int | None = None
    created_at_s: int = 0
    updated_at_s: int = 0
    children: Sequence["Booking"] = ()
    parent: "Booking | None" = None

    @property
    def interval(self) -> Interval:
        return Interval(self.starts_s, self.ends_s)

    @property
    def is_alive(self) -> bool:
        """Whether it occupies what it names: neither turned down, given up, nor over."""
        return not (self.rejected or self.deleted or self.checked_out_s is not None)

    @property
    def summary(self) -> str | None:
        """What announcements call the visit: the description, else the title."""
        return self.description if (self.description or "").strip() else self.title


class Wish(TypedDict, total=False):
    """What somebody asks of a booking, already in our words; what is absent was not asked for.

    `asset_id` and `asset_ids` are two ways to say the same, see `changes.assets_after`.
    """

    type: str
    starts_s: int
    ends_s: int
    all_day: bool
    timezone: str | None
    asset_id: str
    asset_ids: Sequence[str]
    zones: Sequence[str]
    user_id: str
    user_email: str
    user_name: str
    booked_from: str | None
    title: str | None
    description: str | None
    department: str | None
    images: Sequence[str]
    extension: Mapping[str, Any]
    permission: str
    induction: str
    process_state: str | None
    approved: bool
    rejected: bool
    checked_in: bool
    checked_in_s: int | None
    checked_out_s: int | None
    deleted: bool
    deleted_s: int | None
    parent_id: BookingId | None
    event: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, through which calendar connection, and what kind of app said so (`utm_source` on the wire)."""

    actor: Actor
    connection: Connection
    source: str | None = None

    @property
    def tenant_id(self) -> TenantId:
        return self.connection.tenant_id
