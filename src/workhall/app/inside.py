"""The house for a command: built on whatever database there is, without serving."""

import contextlib
from collections.abc import AsyncIterator

from workhall.app import first_start
from workhall.app.build import build_house
from workhall.app.ground import ground
from workhall.kernel.errors import Conflict
from workhall.persistence import Database
from workhall.persistence.migrate import migrate, pending
from workhall.settings import Settings
from workhall.surfaces.web.house import House

_CONNECTIONS = 4


class NotMigrated(Conflict):
    """The tables are of another version, and a server may be using them."""

    code = "not_migrated"


@contextlib.asynccontextmanager
async def inside(settings: Settings) -> AsyncIterator[House]:
    """Open the house, also beside a running server; a fresh one is begun as `serve` would.

    Raises:
        NotMigrated: somebody has to say when the tables may be changed.
    """
    async with ground(settings) as here:
        if here.is_ours:
            await migrate(here.owner_url)
        elif lacking := await pending(here.owner_url):
            raise NotMigrated(
                f"The database lacks {lacking[0]} of this version. Restart the server, or run: workhall migrate"
            )
        database = await Database.open(here.server_url, size=_CONNECTIONS)
        try:
            await first_start.agree_on_key(settings, database)
            house = await build_house(settings, database)
            await first_start.begin(house)
            yield house
        finally:
            await database.close()
