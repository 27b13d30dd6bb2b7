"""The questions about holds."""

from collections.abc import Sequence

from workhall.domain.holds import store
from workhall.domain.holds.model import ROOM
from workhall.kernel.text import email as tidy_email
from workhall.persistence import Transaction


async def keys_of(tx: Transaction, kind: str, asset_ids: Sequence[str]) -> dict[str, str]:
    """Say under which name each asset is held: a room named by its e-mail address, under its system id."""
    keys = {asset: asset for asset in asset_ids}
    emails = {asset: tidy_email(asset) for asset in asset_ids if kind == ROOM and "@" in asset}
    if emails:
        known = await store.systems_by_email(tx, list(emails.values()))
        keys |= {asset: known.get(address, address) for asset, address in emails.items()}
    return keys
