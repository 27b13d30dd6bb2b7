"""Who listens in this process, and to what."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from workhall.kernel.ids import OrganisationId
from workhall.realtime.store import News

_MOST_WAITING = 1000

Hear = Callable[[News], None]


@dataclass(slots=True, eq=False)
class Subscription:
    """A queue of news of one organisation. One that falls too far behind is closed rather than fed with gaps."""

    organisation: OrganisationId
    prefixes: tuple[str, ...]
    closed: bool = False
    _queue: asyncio.Queue[News | None] = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))

    def wants(self, news: News) -> bool:
        return news.organisation == self.organisation and news.channel.startswith(self.prefixes)

    def put(self, news: News) -> None:
        try:
            self._queue.put_nowait(news)
        except asyncio.QueueFull:
            self.closed = True

    async def __aiter__(self) -> AsyncIterator[News]:
        while not self.closed:
            news = await self._queue.get()
            if news is None:
                return
            yield news

    def close(self) -> None:
        self.closed = True
        if not self._queue.full():
            self._queue.put_nowait(None)


class Hub:
    """Hands every announcement to the subscriptions and ears that want it."""

    def __init__(self) -> None:
        self._subscriptions: set[Subscription] = set()
        self._ears: list[tuple[str, Hear]] = []

    def hear(self, prefix: str, act: Hear) -> None:
        """Call `act` for every announcement of any organisation on channels beginning with `prefix`."""
        self._ears.append((prefix, act))

    def subscribe(self, organisation: OrganisationId, *prefixes: str) -> Subscription:
        subscription = Subscription(organisation, prefixes or ("",))
        self._subscriptions.add(subscription)
        return subscription

    def leave(self, subscription: Subscription) -> None:
        subscription.close()
        self._subscriptions.discard(subscription)

    def tell(self, news: News) -> None:
        for prefix, act in self._ears:
            if news.channel.startswith(prefix):
                act(news)
        for subscription in list(self._subscriptions):
            if subscription.wants(news):
                subscription.put(news)

    def close(self) -> None:
        for subscription in list(self._subscriptions):
            self.leave(subscription)
