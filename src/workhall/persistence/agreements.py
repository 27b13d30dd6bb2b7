"""What all nodes of a house have in common: whoever comes first writes it, everybody else reads it."""

from workhall.persistence.transaction import Transaction


async def agree(tx: Transaction, name: str, value: str) -> str:
    """Propose a value; answers the one that counts, ours or an earlier one."""
    await tx.execute("insert into agreements (name, value) values ($1, $2) on conflict do nothing", name, value)
    return str(await tx.fetchval("select value from agreements where name = $1", name))


async def agreed(tx: Transaction, name: str) -> str | None:
    found = await tx.fetchval("select value from agreements where name = $1", name)
    return None if found is None else str(found)


async def one_at_a_time(tx: Transaction, what: int) -> None:
    """Wait until no other node does the same; the turn ends with the transaction."""
    await tx.execute("select pg_advisory_xact_lock($1)", what)
