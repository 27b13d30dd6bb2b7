"""The statements behind lists of bookings: which ones, how many, and a page of them.

A period is read in two narrow scans: bookings of a day at most by their start with a look-back of a day, the
few longer ones by their end. With zones, the side table `booking_zones` is scanned instead, and the rows follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workhall.domain.bookings.asked import Asked, Whose
from workhall.domain.bookings.model import Booking, Permission
from workhall.domain.bookings.store.rows import COLUMNS, booking
from workhall.kernel.ids import BookingId, TenantId
from workhall.kernel.paging import Found
from workhall.kernel.time import Interval
from workhall.persistence import Transaction

_LOOK_BACK_S = 86_400
_ORDER = "array_position(array['none', 'daily', 'weekly', 'monthly'], b.recurrence_type), b.created_s, b.booking_id"


@dataclass(slots=True)
class _Question:
    """Conditions that all must hold, and the values bound in them."""

    args: list[object] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)

    def bind(self, value: object, kind: str) -> str:
        self.args.append(value)
        return f"${len(self.args)}::{kind}"

    def also(self, term: str, *values: tuple[object, str]) -> None:
        """Add a condition; each `{}` in it is a bound value."""
        self.terms.append(term.format(*(self.bind(value, kind) for value, kind in values)))

    @property
    def where(self) -> str:
        return " and ".join(self.terms) or "true"


async def find(tx: Transaction, wanted: "Wanted", limit: int, offset: int) -> Found[Booking]:
    """A page of what is wanted, in the order of lists."""
    question = _question(wanted)
    page = f"limit {question.bind(limit, 'bigint')} offset {question.bind(offset, 'bigint')}"
    rows = await tx.fetch(
        f"""
        with found as materialized ({_found(question, wanted)}), total as (select count(*) as total from found)
        select {COLUMNS}, total.total
          from (select b.booking_id as wanted_id from found b order by {_ORDER} {page}) page
          join bookings b on b.booking_id = page.wanted_id, total
         order by {_ORDER}
        """,
        *question.args,
    )
    if not rows:
        return Found((), await _count(tx, wanted) if offset or not limit else 0)
    return Found(tuple(booking(row) for row in rows), rows[0]["total"])


async def assets(tx: Transaction, wanted: "Wanted", limit: int, offset: int) -> tuple[list[list[str]], int]:
    """The assets of a page of bookings, and how many bookings there are in all."""
    question = _question(wanted)
    page = f"limit {question.bind(limit, 'bigint')} offset {question.bind(offset, 'bigint')}"
    rows = await tx.fetch(
        f"""
        select b.asset_ids, count(*) over () as total
          from bookings b join ({_found(question, wanted)}) found using (booking_id)
         order by {_ORDER} {page}
        """,
        *question.args,
    )
    if not rows:
        return [], await _count(tx, wanted) if offset or not limit else 0
    return [row["asset_ids"] for row in rows], rows[0]["total"]


async def _count(tx: Transaction, wanted: "Wanted") -> int:
    question = _question(wanted)
    return int(await tx.fetchval(f"select count(*) from ({_found(question, wanted)}) found", *question.args))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's question, decided: `whose` None is everybody's, `parent_id` asks for the bookings linked to one."""

    tenant_id: TenantId
    asked: Asked
    period: Interval
    whose: Whose | None
    permission: Permission | None
    parent_id: BookingId | None = None


def _found(question: _Question, wanted: Wanted) -> str:
    """The ids of all that is wanted, with what they are ordered by."""
    tenant = question.bind(wanted.tenant_id, "bigint")
    columns = "b.booking_id, b.recurrence_type, b.created_s"
    if wanted.parent_id is not None:
        parent = question.bind(wanted.parent_id, "bigint")
        return f"""
          select {columns} from bookings b
           where b.tenant_id = {tenant} and b.parent_id = {parent} and {question.where}
        """
    scope = f"tenant_id = {tenant} and booking_type = {question.bind(wanted.asked.type, 'text')}"
    start = question.bind(wanted.period.start_s, "bigint")
    end = question.bind(wanted.period.end_s, "bigint")
    inside = f"{scope} and starts_s < {end} and ends_s > {start}"
    short = f"{inside} and starts_s > {start} - {_LOOK_BACK_S} and ends_s - starts_s <= {_LOOK_BACK_S}"
    long = f"{inside} and ends_s - starts_s > {_LOOK_BACK_S}"
    if wanted.asked.zones:
        zones = f"zone_id = any({question.bind(list(wanted.asked.zones), 'text[]')})"
        return f"""
          select {columns} from bookings b
           where b.booking_id in (select booking_id from booking_zones where {short} and {zones}
                                   union all select booking_id from booking_zones where {long} and {zones})
             and {question.where}
        """
    return f"""
      select {columns} from bookings b where {short} and {question.where}
       union all select {columns} from bookings b where {long} and {question.where}
    """


def _question(wanted: Wanted) -> _Question:
    asked = wanted.asked
    question = _Question()
    if asked.deleted is not None:
        question.also("b.deleted" if asked.deleted else "not b.deleted")
    if asked.checked_out is not None:
        question.also(f"b.checked_out_s is {'not ' if asked.checked_out else ''}null")
    if asked.checked_in is not None:
        question.also("b.checked_in" if asked.checked_in else "not b.checked_in and b.checked_out_s is not null")
    for name in ("approved", "rejected"):
        if (flag := getattr(asked, name)) is not None:
            question.also(f"b.{name} = {{}}", (flag, "boolean"))
    if asked.created_before is not None:
        question.also("b.last_changed_s < {}", (asked.created_before, "bigint"))
    if asked.created_after is not None:
        question.also("b.last_changed_s > {}", (asked.created_after, "bigint"))
    _texts(question, asked, wanted.permission)
    if wanted.whose is not None:
        _person(question, wanted.whose)
    return question


def _texts(question: _Question, asked: Asked, permission: Permission | None) -> None:
    if asked.state is not None:
        question.also("b.process_state = {}", (asked.state, "text"))
    if asked.department is not None:
        question.also("b.department = {}", (asked.department, "text"))
    if permission is not None:
        question.also("b.permission = {}", (permission.value, "text"))
    for path, value in asked.extension:
        question.also("b.extension #>> {} = {}", (path.split("."), "text[]"), (value, "text"))


def _person(question: _Question, whose: Whose) -> None:
    either: list[str] = []
    marks: Sequence[tuple[str, str | None]] = (("id", whose.user_id), ("email", whose.email))
    for mark, value in marks:
        if value is not None:
            bound = question.bind(value, "text")
            either.append(f"b.user_{mark} = {bound}")
            if whose.booked_by and (mark == "id" or whose.user_id is None):  # the id, where known, has the index
                either.append(f"b.booked_by_{mark} = {bound}")
    if whose.or_joinable:
        either.append("b.permission in ('open', 'public')")
    question.terms.append(f"({' or '.join(either) or 'false'})")
