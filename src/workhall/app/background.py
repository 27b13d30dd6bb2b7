"""What runs in every web process besides answering requests: told here what there is, and in which order it starts."""

from workhall.app.work import registry_of
from workhall.identity import KeysChanged
from workhall.jobs import Worker
from workhall.kernel.ids import HOUSE
from workhall.realtime import News, Relay
from workhall.surfaces.web.house import House


class Background:
    """Start it once the house is built; `house.parts` then says how each part is."""

    def __init__(self) -> None:
        self._relay: Relay | None = None
        self._worker: Worker | None = None

    async def start(self, house: House) -> None:
        self._relay = Relay(house.database, house.hub)
        self._worker = Worker(house.database, registry_of(house))
        house.hub.hear(KeysChanged().channel, lambda news: _hear_of_keys(house, news))
        await self._relay.start()
        self._worker.start()
        relay, worker = self._relay, self._worker
        house.parts["realtime"] = lambda: relay.state
        house.parts["jobs"] = lambda: worker.state

    async def stop(self) -> None:
        """Harmless when nothing was started."""
        if self._worker is not None:
            await self._worker.stop()
        if self._relay is not None:
            await self._relay.stop()


def _hear_of_keys(house: House, news: News) -> None:
    """Believe only the house: people may say anything on any channel of their organisation."""
    if news.organisation == HOUSE:
        house.keyring.look_soon()
