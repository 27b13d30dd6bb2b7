"""`workhall serve`: one small process that owns the database and keeps the web processes alive.

It loads none of what only web processes need. Order of a start: listen, begin loading the web processes, bring up
the database, migrate, give orders. A stop undoes it in reverse: drain, then the database.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from workhall.app.crew import Crew
from workhall.app.ground import own_ground
from workhall.app.listening import listen_patiently, port_of
from workhall.app.metrics_folder import MetricsFolder
from workhall.app.mounting import check_mounts
from workhall.app.orders import Orders, Report, as_texts
from workhall.persistence.migrate import migrate
from workhall.settings import Settings

log = logging.getLogger("workhall.supervisor")


@dataclass(frozen=True, slots=True)
class Serving:
    """What a person wants to know of a server that answers. The link is empty when an administrator exists."""

    settings: Settings
    set_up_link: str


async def serve(settings: Settings, *, on_serving: Callable[[Serving], None]) -> None:
    """Serve until told to stop; `on_serving` is called once, when the first web process answers.

    Raises:
        WorkhallError: it cannot begin, or not go on; the sentence says what to do.
    """
    check_mounts(settings)
    with (
        await listen_patiently(settings.host, settings.port) as listening,
        MetricsFolder.when(settings.workers > 1) as folder,
    ):
        actual = replace(settings, port=port_of(listening), data_dir=settings.data_dir.absolute())

        def ready(report: Report) -> None:
            on_serving(Serving(actual, report.set_up_link))

        crew = Crew(listening, folder, ready)
        work = asyncio.ensure_future(_work(actual, crew))
        with _signals(work, crew) as told:
            try:
                await work
            except asyncio.CancelledError:
                if not told:
                    raise
    log.info("stopped")


async def _work(settings: Settings, crew: Crew) -> None:
    """Everything between the open port and the end; cancelled to stop."""
    try:
        crew.launch(settings.workers)
        async with own_ground(settings) as ground:
            try:
                await migrate(ground.owner_url, tell=lambda name: log.info("applying migration %s", name))
                await crew.work(Orders(as_texts(settings), ground.server_url))
            finally:
                await crew.end(settings.shutdown_s)
    finally:
        crew.kill()
        await crew.end(0)


@contextlib.contextmanager
def _signals(work: "asyncio.Future[None]", crew: Crew) -> Iterator[list[int]]:
    """The first signal lets requests finish, the second does not. Answers the signals seen."""
    loop = asyncio.get_running_loop()
    seen: list[int] = []

    def stop(number: signal.Signals) -> None:
        seen.append(number)
        if len(seen) == 1:
            log.info("%s: stopping when running requests have finished; once more to stop at once", number.name)
            work.cancel()
        else:
            crew.kill()

    handled = (signal.SIGINT, signal.SIGTERM)
    for number in handled:
        loop.add_signal_handler(number, stop, number)
    # A closed terminal does not end a server; without this it would, and not in order.
    loop.add_signal_handler(
        signal.SIGHUP, log.info, "SIGHUP: nothing to do; stop with SIGTERM (process %d)", os.getpid()
    )
    try:
        yield seen
    finally:
        for number in (*handled, signal.SIGHUP):
            loop.remove_signal_handler(number)
