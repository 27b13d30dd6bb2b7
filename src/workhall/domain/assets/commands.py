"""The verbs that change single assets. Each takes many: all of them change, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from workhall.domain.assets import queries, rights
from workhall.domain.assets.events import AssetChanged
from workhall.domain.assets.model import ASSET, Asset, AssetChanges, revised
from workhall.domain.assets.store import assets as store
from workhall.identity import Actor, record
from workhall.kernel.ids import new_id
from workhall.persistence import Transaction


async def add(tx: Transaction, actor: Actor, drafts: Sequence[AssetChanges]) -> list[Asset]:
    """Add assets; one without `zones` counts as being in every zone that its own lies in.

    Raises:
        NeedsPermission: one of their zones is not the actor's to manage.
        Invalid: a type or zone is missing or not known.
    """
    new = [revised(Asset(new_id(ASSET), tx.now, tx.now), draft) for draft in drafts]
    await rights.need_manage(tx, actor, (asset.zone_id for asset in new))
    around = await store.zones_around(tx, [asset.zone_id for asset in new])
    placed = [replace(asset, zones=asset.zones or around.get(asset.zone_id, ())) for asset in new]
    await store.insert(tx, placed)
    for asset in placed:
        record(tx, actor, "create", (ASSET, asset.asset_id), after=asdict(asset))
        tx.announce(AssetChanged(ASSET, "create", asset.asset_id, asset.zone_id))
    return placed


async def change(tx: Transaction, actor: Actor, given: Mapping[str, AssetChanges]) -> list[Asset]:
    """Change assets, by their ids; both where they are and where they go must be the actor's to manage.

    Raises:
        NotFound: one of them does not exist.
        Invalid: a type, zone, order or parent is not known.
    """
    before = await queries.those(tx, list(given), lock=True)
    after = [replace(revised(asset, given[asset.asset_id]), updated_at=tx.now) for asset in before]
    await rights.need_manage(tx, actor, (asset.zone_id for asset in (*before, *after)))
    await store.update(tx, after)
    for old, new in zip(before, after, strict=True):
        record(tx, actor, "update", (ASSET, new.asset_id), before=asdict(old), after=asdict(new))
        tx.announce(AssetChanged(ASSET, "update", new.asset_id, new.zone_id))
    return after


async def remove(tx: Transaction, actor: Actor, asset_ids: Sequence[str]) -> None:
    """Remove assets. Raises NotFound when one of them does not exist."""
    before = await queries.those(tx, asset_ids, lock=True)
    await rights.need_administer(tx, actor, (asset.zone_id for asset in before))
    await store.delete(tx, [asset.asset_id for asset in before])
    for asset in before:
        record(tx, actor, "delete", (ASSET, asset.asset_id), before=asdict(asset))
        tx.announce(AssetChanged(ASSET, "destroy", asset.asset_id, asset.zone_id))
