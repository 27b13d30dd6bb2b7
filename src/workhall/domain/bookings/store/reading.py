"""The statements that read bookings by id, by kinship, and for a limit."""

from collections.abc import Sequence

from workhall.domain.bookings.model import Booking
from workhall.domain.bookings.store.rows import COLUMNS, booking
from workhall.kernel.ids import BookingId, TenantId
from workhall.persistence import Transaction


async def by_id(tx: Transaction, tenant_id: TenantId, booking_id: BookingId) -> Booking | None:
    row = await tx.fetchrow(
        f"select {COLUMNS} from bookings b where booking_id = $1 and tenant_id = $2", booking_id, tenant_id
    )
    return None if row is None else booking(row)


async def lock(tx: Transaction, tenant_id: TenantId, booking_id: BookingId) -> Booking | None:
    """Find a booking and let nobody else change it until we are done."""
    row = await tx.fetchrow(
        f"select {COLUMNS} from bookings b where booking_id = $1 and tenant_id = $2 for no key update",
        booking_id,
        tenant_id,
    )
    return None if row is None else booking(row)


async def lock_children(tx: Transaction, parent_id: BookingId) -> list[Booking]:
    rows = await tx.fetch(
        f"select {COLUMNS} from bookings b where parent_id = $1 and not deleted order by booking_id for no key update",
        parent_id,
    )
    return [booking(row) for row in rows]


async def by_ids(tx: Transaction, tenant_id: TenantId, booking_ids: Sequence[int]) -> list[Booking]:
    rows = await tx.fetch(
        f"select {COLUMNS} from bookings b where booking_id = any($1) and tenant_id = $2 order by starts_s, booking_id",
        list(booking_ids),
        tenant_id,
    )
    return [booking(row) for row in rows]


async def children(tx: Transaction, parent_ids: Sequence[int]) -> list[Booking]:
    rows = await tx.fetch(
        f"select {COLUMNS} from bookings b where parent_id = any($1) order by booking_id", list(parent_ids)
    )
    return [booking(row) for row in rows]


async def concurrent(tx: Transaction, one: Booking) -> list[Booking]:
    """Find what counts against a limit: the person's living bookings of the type, at that time, in a shared zone."""
    rows = await tx.fetch(
        f"""
        select {COLUMNS}
          from bookings b
         where tenant_id = $1 and booking_type = $2 and user_id = $3 and starts_s < $5 and ends_s > $4
           and zones && $6 and booking_id <> $7
           and not rejected and not deleted and checked_out_s is null
         order by starts_s, booking_id
        """,
        one.tenant_id,
        one.type,
        one.user_id,
        one.starts_s,
        one.ends_s,
        list(one.zones),
        one.booking_id,
    )
    return [booking(row) for row in rows]


async def assets_of(tx: Transaction, booking_ids: Sequence[int]) -> dict[int, list[str]]:
    """The assets of bookings of any connection: what is taken is taken for the whole organisation."""
    rows = await tx.fetch("select booking_id, asset_ids from bookings where booking_id = any($1)", list(booking_ids))
    return {row["booking_id"]: row["asset_ids"] for row in rows}
