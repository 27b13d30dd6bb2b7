"""The SQL of metadata."""

from collections.abc import Sequence

from asyncpg import Record

from workhall.domain.places.metadata.model import Metadata
from workhall.persistence import Transaction

_COLUMNS = (
    """parent_id, name, details, description, schema_id, editors, modified_by_id, version, created_at, updated_at"""
)


def _read(row: Record) -> Metadata:
    return Metadata(
        row["parent_id"],
        row["name"],
        row["details"],
        row["description"],
        row["schema_id"],
        tuple(row["editors"]),
        row["modified_by_id"],
        row["version"],
        row["created_at"],
        row["updated_at"],
    )


async def of_parents(tx: Transaction, parent_ids: Sequence[str], name: str | None) -> list[Metadata]:
    """All documents of these parents, or those of one name."""
    rows = await tx.fetch(
        "select * from metadata where parent_id = any($1) and ($2::text is null or name = $2) order by name",
        list(parent_ids),
        name,
    )
    return [_read(row) for row in rows]
