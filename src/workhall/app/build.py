"""Putting the house together from its parts."""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from workhall.identity import Keyring
from workhall.persistence import Database
from workhall.settings import Settings
from workhall.surfaces import engine, staff
from workhall.surfaces.web.edge import Edge
from workhall.surfaces.web.house import House
from workhall.surfaces.web.surface import Surface
from workhall.tenancy import Residences, Sealer
from workhall.tenancy.seal import load_key

SURFACES: tuple[Surface, ...] = (staff.surface, engine.surface)


async def build_house(settings: Settings, database: Database) -> House:
    """Make the parts that surfaces share; `database` is open already, and migrated."""
    sealer = Sealer(load_key(settings))
    keyring = Keyring(database, sealer)
    await keyring.load()
    return House(settings, database, sealer, keyring, Residences(database), settings.mounts)


class Site:
    """Hands each request to the surface with the longest fitting prefix."""

    def __init__(self, house: House, surfaces: Sequence[Surface]) -> None:
        self.house = house
        pairs = [(prefix, Edge(house, surface)) for surface in surfaces for prefix in surface.prefixes]
        self._edges: list[tuple[str, ASGIApp]] = sorted(pairs, key=lambda pair: -len(pair[0]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        path = scope["path"]
        for prefix, edge in self._edges:
            if path.startswith(prefix):
                await edge(scope, receive, send)
                return
        await Response("Not found\n", 404, media_type="text/plain")(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


def build_site(house: House) -> Site:
    return Site(house, SURFACES)
