"""Making and checking seals."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec

from workhall.identity.chain import store
from workhall.identity.chain.store import Unsealed
from workhall.persistence import Transaction

_BATCH = 5000
_MOST_BATCHES = 20  # in one transaction; what is left waits for the next time
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold."""

    position: int
    audit_id: int


def digest(before: bytes, entry: Unsealed) -> bytes:
    """SHA-256 over the seal before and the whole entry in one fixed spelling."""
    return sha256(before + _encode(entry)).digest()


async def seal_all(tx: Transaction) -> None:
    """Seal what is not sealed yet, of every organisation; one node at a time."""
    if not await store.lock(tx):
        return
    for _ in range(_MOST_BATCHES):
        if await _seal_some(tx) < _BATCH:
            return


async def _seal_some(tx: Transaction) -> int:
    """Seal the oldest unsealed entries; answers how many."""
    entries = await store.unsealed(tx, _BATCH)
    heads: dict[int, tuple[int, bytes]] = {}
    seals = []
    for entry in entries:
        if entry.organisation_id not in heads:
            heads[entry.organisation_id] = await store.head(tx, entry.organisation_id)
        position, before = heads[entry.organisation_id]
        sealed = digest(before, entry)
        heads[entry.organisation_id] = (position + 1, sealed)
        seals.append((entry.organisation_id, position + 1, entry.audit_id, sealed))
    await store.insert(tx, seals)
    return len(entries)


@dataclass(frozen=True, slots=True)
class ChainState:
    """How long the chain is, when it was last added to, and how many entries wait for their seal."""

    sealed: int
    waiting: int
    last_at: datetime | None


async def state(tx: Transaction) -> ChainState:
    """Say how the chain of the transaction's organisation stands."""
    sealed, last_at, waiting = await store.lengths(tx)
    return ChainState(sealed, waiting, last_at)


async def verify(tx: Transaction) -> Broken | None:
    """Check the chain of the transaction's organisation from its beginning; None when it holds."""
    before, position = b"", 0
    while True:
        links = await store.links(tx, after=position, most=_BATCH)
        for link in links:
            if link.position != position + 1 or digest(before, link.entry) != link.digest:
                return Broken(position + 1, link.entry.audit_id)
            before, position = link.digest, link.position
        if len(links) < _BATCH:
            return None
