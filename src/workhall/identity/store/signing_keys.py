"""The SQL of the keys that sign tokens."""

from dataclasses import dataclass
from typing import Any

from workhall.persistence import Transaction

_KEY_LOCK = 0x7369676E  # "sign": one process makes the first key


@dataclass(frozen=True, slots=True)
class SigningKeyRow:
    key_id: str
    public: dict[str, Any]
    private: bytes


async def lock_signing_keys(tx: Transaction) -> None:
    await tx.execute("select pg_advisory_xact_lock($1)", _KEY_LOCK)


async def signing_keys(tx: Transaction) -> list[SigningKeyRow]:
    """All keys that still count, the signing one first."""
    rows = await tx.fetch(
        "select key_id, public, private from signing_keys where retired_at is null order by key_id desc"
    )
    return [SigningKeyRow(row["key_id"], row["public"], row["private"]) for row in rows]


async def insert_signing_key(tx: Transaction, key_id: str, public: dict[str, Any], sealed: bytes) -> None:
    await tx.execute("insert into signing_keys (key_id, public, private) values ($1, $2, $3)", key_id, public, sealed)


async def retire_others(tx: Transaction, key_id: str) -> None:
    """Withdraw all keys but one: what they signed is not believed any more."""
    await tx.execute(
        "update signing_keys set retired_at = $2 where key_id <> $1 and retired_at is null", key_id, tx.now
    )
