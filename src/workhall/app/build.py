"""Putting the house together from its parts."""

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from workhall.identity import Keyring
from workhall.persistence import Database
from workhall.persistence.blobs import LocalBlobs
from workhall.settings import Settings
from workhall.surfaces import admin, auth, engine, staff
from workhall.surfaces.web import front
from workhall.surfaces.web.edge import Edge
from workhall.surfaces.web.house import House
from workhall.surfaces.web.mounts import Mount
from workhall.surfaces.web.operations import operations
from workhall.surfaces.web.surface import Surface
from workhall.tenancy import Residences, Sealer
from workhall.tenancy.seal import load_key

SURFACES: tuple[Surface, ...] = (
    staff.surface,
    engine.surface,
    engine.redirects,
    auth.surface,
    admin.surface,
)


async def build_house(settings: Settings, database: Database) -> House:
    """Make the parts that surfaces share; `database` is open already, and migrated."""
    sealer = Sealer(load_key(settings))
    keyring = Keyring(database, sealer)
    await keyring.load()
    blobs = LocalBlobs(settings.data_dir / "uploads")
    return House(settings, database, sealer, keyring, Residences(database), blobs, settings.mounts)


class Site:
    """Hands each request to the part with the longest fitting prefix; the front door takes what nobody else does."""

    def __init__(self, house: House, surfaces: Sequence[Surface]) -> None:
        self.house = house
        self._exact: dict[str, ASGIApp] = dict(operations(house))
        pairs: list[tuple[str, ASGIApp]] = [("/static/", front.static)]
        pairs += [(prefix, Edge(house, one)) for one in (*surfaces, front.surface) for prefix in one.prefixes]
        for prefix, folder in house.mounts.items():
            self._exact[prefix] = mount = Mount(prefix, folder)
            pairs.append((f"{prefix}/", mount))
        self._parts = sorted(pairs, key=lambda pair: -len(pair[0]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["type"] == "websocket":  # nobody here speaks it yet; uvicorn says so as 403
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._part_for(scope["path"])(scope, receive, send)

    def _part_for(self, path: str) -> ASGIApp:
        if path in self._exact:
            return self._exact[path]
        return next((part for prefix, part in self._parts if path.startswith(prefix)), self._parts[-1][1])


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


def build_site(house: House) -> Site:
    return Site(house, SURFACES)
