"""The questions about single assets."""

from collections.abc import Sequence

from workhall.domain.assets.model import Asset
from workhall.domain.assets.store import assets as store
from workhall.domain.assets.store.assets import AssetFilter
from workhall.kernel.errors import NotFound
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction


async def get(tx: Transaction, asset_id: str) -> Asset:
    """Raises NotFound."""
    return (await those(tx, [asset_id]))[0]


async def those(tx: Transaction, asset_ids: Sequence[str], *, lock: bool = False) -> list[Asset]:
    """Find assets by id, in the order of their ids. Raises NotFound when one of them does not exist."""
    found = await store.by_ids(tx, asset_ids, lock=lock)
    if missing := set(asset_ids) - {asset.asset_id for asset in found}:
        raise NotFound(f"there is no asset {min(missing)}")
    return found


async def find(tx: Transaction, wanted: AssetFilter, page: Page) -> Found[Asset]:
    """List assets by name."""
    return await store.find(tx, wanted, page)


async def count_in(tx: Transaction, zone_ids: Sequence[str]) -> int:
    """How many assets are in these zones and would go with them; those that only count as being there stay."""
    return await store.count_in(tx, zone_ids)
