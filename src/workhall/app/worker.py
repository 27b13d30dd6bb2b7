"""A web process: `python -m workhall.app.worker LISTENING_FD CHANNEL_FD`, started by the supervisor.

It serves until it is told to stop, or its supervisor is gone.
"""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Iterator

import msgspec
import structlog
import uvicorn

from workhall.app import first_start
from workhall.app.background import Background
from workhall.app.build import build_house, build_site
from workhall.app.orders import Orders, Report, from_texts
from workhall.kernel.errors import WorkhallError
from workhall.observability import logs
from workhall.persistence import Database
from workhall.settings import Settings
from workhall.surfaces.web.house import House

if sys.platform == "win32":
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop

log = structlog.get_logger("workhall.worker")


class Channel:
    """The way to the supervisor; it closing is the sign to stop."""

    def __init__(self, fd: int) -> None:
        self._socket = socket.socket(fileno=fd)
        self._socket.set_inheritable(False)

    def orders(self) -> Orders | None:
        """Wait for them; None when the supervisor stopped before it gave any."""
        with self._socket.makefile("rb") as lines:
            line = lines.readline()
        return msgspec.json.decode(line, type=Orders) if line else None

    def say(self, report: Report) -> None:
        with contextlib.suppress(OSError):
            self._socket.sendall(msgspec.json.encode(report) + b"\n")

    async def closed(self) -> None:
        self._socket.setblocking(False)
        with contextlib.suppress(OSError):
            await asyncio.get_running_loop().sock_recv(self._socket, 1)


class _Server(uvicorn.Server):
    """uvicorn, with signals left to us: it would end the process before the database is closed."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def main() -> None:
    listening_fd, channel_fd = (int(text) for text in sys.argv[1:3])
    channel = Channel(channel_fd)
    listening = socket.socket(fileno=listening_fd)
    listening.set_inheritable(False)
    orders = channel.orders()
    if orders is None:
        return
    settings = from_texts(orders.settings)
    logs.configure(settings.log_format, settings.log_level)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        try:
            runner.run(_serve(settings, orders, listening, channel))
        except WorkhallError as error:
            channel.say(Report(refusal=str(error), permanent=getattr(error, "permanent", True)))
            sys.exit(1)
        except Exception as error:
            log.exception("a web process failed")
            channel.say(Report(refusal=f"{type(error).__name__}: {error}"))
            sys.exit(1)


async def _serve(settings: Settings, orders: Orders, listening: socket.socket, channel: Channel) -> None:
    database = await Database.open(orders.database_url, size=settings.database_pool)
    background = Background()
    try:
        await first_start.agree_on_key(settings, database)
        house = await build_house(settings, database)
        await first_start.begin(house)
        link = await _lead(house) if orders.leads else ""
        await background.start(house)
        server = _Server(_config(settings, build_site(house)))
        stopping = asyncio.create_task(_stop_on_word(server, channel), name="word of the supervisor")
        channel.say(Report(ready=True, set_up_link=link))
        await server.serve(sockets=[listening])
        stopping.cancel()
    finally:
        await background.stop()
        await database.close()


async def _lead(house: House) -> str:
    """Do what is done once a start; the link for setting up, if nobody can administer yet."""
    await first_start.register_all_applications(house)
    return await first_start.set_up_link(house)


def _config(settings: Settings, site: object) -> uvicorn.Config:
    return uvicorn.Config(
        site,  # type: ignore[arg-type]  # an ASGI application; uvicorn spells the type differently
        http="httptools",
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_s,
        timeout_keep_alive=65,  # longer than a proxy keeps a connection, so that it never meets a closing one
    )


async def _stop_on_word(server: uvicorn.Server, channel: Channel) -> None:
    """Stop when told by signal, or when the supervisor is gone."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    gone = asyncio.create_task(channel.closed())
    word = asyncio.create_task(told.wait())
    await asyncio.wait([gone, word], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    gone.cancel()
    word.cancel()


if __name__ == "__main__":
    main()
