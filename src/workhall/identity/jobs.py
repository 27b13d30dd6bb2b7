"""What identity does by the clock: dropping what has ended."""

from workhall.identity.store import grants, sessions, sign_ins
from workhall.persistence import Transaction


async def drop_ended(tx: Transaction) -> None:
    """Drop ended sessions, codes, tokens, revocations, links and old failures of one organisation."""
    await sessions.drop_ended(tx)
    await grants.drop_ended(tx)
    await sign_ins.drop_ended(tx)
