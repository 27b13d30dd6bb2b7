"""The verbs of short addresses. Support staff keep them, and whoever manages the root zone."""

from dataclasses import asdict, replace

from workhall.domain import organisations, places
from workhall.domain.links import store
from workhall.domain.links.model import PREFIX, ShortUrl, ShortUrlChanges, new_short_id, revised
from workhall.identity import Actor, record
from workhall.kernel.errors import NotFound
from workhall.kernel.paging import Found, Page
from workhall.persistence import Transaction

_KIND = "short_url"


async def get(tx: Transaction, short_url_id: str, *, lock: bool = False) -> ShortUrl:
    """Raises NotFound."""
    found = await store.by_id(tx, short_url_id, lock=lock)
    if found is None:
        raise NotFound("there is no such short address")
    return found


async def find(tx: Transaction, q: str | None, page: Page) -> Found[ShortUrl]:
    return await store.find(tx, q, page)


async def add(tx: Transaction, actor: Actor, draft: ShortUrlChanges) -> ShortUrl:
    """Raises Invalid when the name is missing, or the address leads nowhere."""
    await _need_manage(tx, actor)
    new = _by(actor, revised(ShortUrl(new_short_id(), tx.now, tx.now), draft))
    await store.insert(tx, new)
    record(tx, actor, "create", (_KIND, new.short_url_id), after=asdict(new))
    return new


async def change(tx: Transaction, actor: Actor, short_url_id: str, given: ShortUrlChanges) -> ShortUrl:
    await _need_manage(tx, actor)
    before = await get(tx, short_url_id, lock=True)
    after = _by(actor, replace(revised(before, given), updated_at=tx.now))
    await store.update(tx, after)
    record(tx, actor, "update", (_KIND, short_url_id), before=asdict(before), after=asdict(after))
    return after


async def remove(tx: Transaction, actor: Actor, short_url_id: str) -> None:
    await _need_manage(tx, actor)
    before = await get(tx, short_url_id, lock=True)
    await store.delete(tx, short_url_id)
    record(tx, actor, "delete", (_KIND, short_url_id), before=asdict(before))


async def follow(tx: Transaction, short_url_id: str) -> str:
    """Say where it leads, and count that somebody went. Raises NotFound, also when it leads nowhere now."""
    link = await get(tx, short_url_id if short_url_id.startswith(PREFIX) else PREFIX + short_url_id)
    if not link.leads_on(tx.now):
        raise NotFound("this short address leads nowhere any more")
    await store.count_one(tx, link.short_url_id)
    return link.uri


async def _need_manage(tx: Transaction, actor: Actor) -> None:
    if not actor.is_support:
        await places.need_manage(tx, actor, await organisations.root_zones(tx))


def _by(actor: Actor, link: ShortUrl) -> ShortUrl:
    return replace(link, user_id=str(actor.user_id), user_name=actor.name, user_email=actor.email)
