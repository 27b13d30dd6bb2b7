"""Filling the database: many bookings, written as the tables keep them. Not a way to book; the bench's alone."""

import asyncpg

DESKS = 1000
SLOT_S = 3600
FIRST_S = 1_800_000_000

_BOOKINGS = """
insert into bookings (organisation_id, tenant_id, booking_type, starts_s, ends_s, timezone, asset_ids, zones, user_id,
                      user_email, user_name, booked_by_id, booked_by_email, booked_by_name, title,
                      created_s, last_changed_s)
select $1, $2, $3, $4 + slot * $5, $4 + slot * $5 + $5, 'Europe/Amsterdam', array[$6 || asset], array[$7],
       'user-' || (slot * 7 + asset) % 400, 'p' || (slot * 7 + asset) % 400 || '@example.com', 'Person',
       'user-x', 'x@example.com', 'X', 'Crowd', 1, 1
  from generate_series($8::bigint, $9::bigint) as slot, generate_series(1, $10::int) as asset
 where (slot + asset) % 2 = 0
"""
_ZONES = """
insert into booking_zones (organisation_id, tenant_id, booking_type, zone_id, starts_s, ends_s, booking_id)
select organisation_id, tenant_id, booking_type, zones[1], starts_s, ends_s, booking_id from bookings
 where booking_id > $1
"""
_HOLDS = """
insert into holds (organisation_id, kind, asset_id, starts_s, ends_s, booking_id)
select organisation_id, booking_type, asset_ids[1], starts_s, ends_s, booking_id from bookings
 where booking_id > $1
"""


async def fill(  # noqa: PLR0913  a crowd is these numbers
    url: str, kind: str, *, zone: str, assets: int, slots: int, prefix: str
) -> int:
    """Every asset booked every second slot; answers how many bookings were written."""
    owner = await asyncpg.connect(url, command_timeout=3600)
    try:
        tenant = await owner.fetchrow("select tenant_id, organisation_id from tenants where built_in limit 1")
        assert tenant is not None
        written = 0
        for first in range(0, slots, 200):
            async with owner.transaction():
                await owner.execute(
                    "select set_config('workhall.organisation', $1, true)", str(tenant["organisation_id"])
                )
                last = await owner.fetchval("select coalesce(max(booking_id), 0) from bookings")
                until = min(first + 199, slots - 1)
                made = await owner.execute(
                    _BOOKINGS, tenant["organisation_id"], tenant["tenant_id"], kind, FIRST_S, SLOT_S, prefix, zone,
                    first, until, assets,
                )  # fmt: skip
                await owner.execute(_ZONES, last)
                await owner.execute(_HOLDS, last)
            written += int(made.rsplit(" ", 1)[-1])
        await owner.execute("vacuum analyze bookings, booking_zones, holds")
    finally:
        await owner.close()
    return written
