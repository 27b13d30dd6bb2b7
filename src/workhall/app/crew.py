"""The web processes of one server, kept alive."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable

from msgspec.structs import replace

from workhall.app.metrics_folder import MetricsFolder
from workhall.app.orders import Orders, Report
from workhall.app.web_process import WebProcess
from workhall.kernel.errors import Unavailable

log = logging.getLogger("workhall.supervisor")
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 30.0
_TRIES_AT_START = 3


class Crew:
    """Launched before there are orders, so that loading modules and starting the database happen side by side.

    One of them leads: it does what is done once a start, and `on_ready` is called with its report.
    """

    def __init__(self, listening: socket.socket, folder: MetricsFolder, on_ready: Callable[[Report], None]) -> None:
        self._listening = listening
        self._folder = folder
        self._on_ready = on_ready
        self._living: set[WebProcess] = set()
        self._serves = False
        self._refusal = ""

    def launch(self, count: int) -> None:
        for _ in range(count):
            self._launch()

    async def work(self, orders: Orders) -> None:
        """Keep them working; ends only by being cancelled.

        Raises:
            Unavailable: one said that it cannot serve, and that trying again would not help.
        """
        following = replace(orders, leads=False)
        keepers = [
            asyncio.create_task(self._keep(process, following if number else replace(orders, leads=True)))
            for number, process in enumerate(self._living)
        ]
        try:
            await asyncio.gather(*keepers)
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    async def end(self, patience_s: float) -> None:
        """Let all finish their requests, for so long."""
        await asyncio.gather(*(process.end(patience_s) for process in self._living))
        self._living.clear()

    def kill(self) -> None:
        for process in self._living:
            process.kill()

    async def _keep(self, process: WebProcess, orders: Orders) -> None:
        """When it ends, start another, ever later the shorter they live."""
        pause_s, lives = _FIRST_PAUSE_S, 0
        while True:
            born_s = time.monotonic()
            await process.give(orders)
            if await self._follow(process, orders):
                orders = replace(orders, leads=False)
            lives += 1
            if not self._serves and lives == _TRIES_AT_START:
                raise Unavailable(self._refusal or "the web process ends before it serves; what it said is above")
            pause_s = _FIRST_PAUSE_S if time.monotonic() - born_s > _LONGEST_PAUSE_S else pause_s
            log.error("web process %d ended unexpectedly; another starts in %.1f s", process.pid, pause_s)
            await process.end(0)
            self._living.discard(process)
            self._folder.forget(process.pid)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            process = self._launch()

    async def _follow(self, process: WebProcess, orders: Orders) -> bool:
        """Listen to one to its end; whether it ever served."""
        served = False
        while (report := await process.hear()) is not None:
            if report.ready:
                log.info("web process %d serves", process.pid)
                served = self._serves = True
                if orders.leads:
                    self._on_ready(report)
            elif report.permanent:
                raise Unavailable(report.refusal)
            else:
                self._refusal = report.refusal
                log.error("web process %d cannot serve: %s", process.pid, report.refusal)
        return served

    def _launch(self) -> WebProcess:
        process = WebProcess.launch(self._listening, self._folder.environment)
        self._living.add(process)
        return process
