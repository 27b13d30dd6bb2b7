"""What there is to do in the background: jobs by name, and what runs by the clock, on one node at a time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from workhall.domain import files, organisations
from workhall.identity import chain
from workhall.identity.jobs import drop_ended
from workhall.jobs import Registry
from workhall.persistence import Database, Transaction
from workhall.realtime import store as announcements
from workhall.surfaces.web.house import House

_KEEP_ANNOUNCEMENTS: Final = timedelta(days=7)

Chore = Callable[[Transaction], Awaitable[None]]


def registry_of(house: House) -> Registry:
    """Everything the slices want done."""
    registry = Registry()
    registry.add(files.REMOVE_BLOB, files.remove_blob(house.blobs))
    registry.every(timedelta(seconds=2), "seal the audit log", chain.seal_all)
    registry.every(timedelta(minutes=10), "tidy domains", organisations.tidy)
    registry.every(timedelta(hours=1), "forget old announcements", _forget_announcements)
    registry.every(timedelta(hours=1), "drop what has ended", in_each(house.database, drop_ended))
    registry.every(timedelta(hours=1), "give up unfinished uploads", in_each(house.database, files.give_up_unfinished))
    return registry


def in_each(database: Database, chore: Chore) -> Chore:
    """Do in every organisation what can be done in one only: rows of each are invisible to the house."""

    async def work(tx: Transaction) -> None:
        for organisation in await organisations.every(tx):
            async with database.transaction(organisation.organisation_id) as inside:
                await chore(inside)

    return work


async def _forget_announcements(tx: Transaction) -> None:
    await announcements.forget(tx, _KEEP_ANNOUNCEMENTS)
