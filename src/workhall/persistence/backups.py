"""Which backups were written: noted by the command that writes them, read by those who look after the house."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from workhall.persistence.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Backup:
    """`made_at` is the moment its contents are of; `size` in bytes."""

    made_at: datetime
    size: int
    version: str


async def note_backup(owner_url: str, backup: Backup) -> None:
    """Note a backup that is safely on disk. A database of an earlier version has no place for it, and goes without."""
    connection = await asyncpg.connect(owner_url, timeout=10, command_timeout=30)
    try:
        await connection.execute(
            "insert into backups (made_at, size, version) values ($1, $2, $3)",
            backup.made_at,
            backup.size,
            backup.version,
        )
    except asyncpg.UndefinedTableError:
        return
    finally:
        await connection.close(timeout=5)


async def last_backup(tx: Transaction) -> Backup | None:
    row = await tx.fetchrow("select made_at, size, version from backups order by made_at desc limit 1")
    return None if row is None else Backup(**row)
