"""How the database is: for those who look after the house."""

from dataclasses import dataclass
from datetime import datetime

from workhall.persistence.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Vitals:
    """`size` in bytes, of this database only. `migration` is the last step its tables have taken."""

    version: str
    size: int
    since: datetime
    connections: int
    most_connections: int
    migration: str


async def vitals(tx: Transaction) -> Vitals:
    row = await tx.fetchrow(
        """
        select current_setting('server_version') as version, pg_database_size(current_database()) as size,
               pg_postmaster_start_time() as since,
               (select numbackends from pg_stat_database where datname = current_database()) as connections,
               current_setting('max_connections')::int as most_connections,
               coalesce((select max(name) from migrations), '') as migration
        """
    )
    assert row is not None  # noqa: S101  a select without a table always answers one row
    return Vitals(**row)
