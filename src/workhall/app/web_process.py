"""A web process as its supervisor sees it: started, given its orders, listened to, ended."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping

import msgspec

from workhall.app.orders import Orders, Report
from workhall.persistence.embedded.account import follow_parent

_AFTER_TERM_S = 3.0


class WebProcess:
    """It begins by loading its modules, and waits for orders; so it can be started before the database is up."""

    def __init__(self, child: subprocess.Popen[bytes], channel: socket.socket) -> None:
        self._child = child
        self._channel = channel
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    @classmethod
    def launch(cls, listening: socket.socket, environment: Mapping[str, str]) -> "WebProcess":
        """Start it from the main thread: it dies with the thread that started it."""
        ours, theirs = socket.socketpair()
        arguments = [str(listening.fileno()), str(theirs.fileno())]
        with theirs:
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "workhall.app.worker", *arguments],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **environment},
                pass_fds=(listening.fileno(), theirs.fileno()),
                start_new_session=True,  # Ctrl-C is for the supervisor, which ends the others in order
                # Before the first module is loaded: until then it would hold the port of a supervisor that was killed.
                preexec_fn=follow_parent(signal.SIGKILL),  # noqa: PLW1509  one foreign call, loaded before the fork
            )
        return cls(child, ours)

    @property
    def pid(self) -> int:
        return self._child.pid

    async def give(self, orders: Orders) -> None:
        """Let it begin. If it is gone already, its silence will say so."""
        self._reader, self._writer = await asyncio.open_connection(sock=self._channel)
        with contextlib.suppress(ConnectionError):
            self._writer.write(msgspec.json.encode(orders) + b"\n")
            await self._writer.drain()

    async def hear(self) -> Report | None:
        """Wait for what it says next; None when it has ended."""
        line = b""
        if self._reader is not None:
            with contextlib.suppress(ConnectionError):
                line = await self._reader.readline()
        return msgspec.json.decode(line, type=Report) if line else None

    async def end(self, patience_s: float) -> None:
        """Let it finish what it does, for so long; then end it by force."""
        self._signal(signal.SIGTERM)
        await self._gone(patience_s + _AFTER_TERM_S)
        self.kill()
        await self._gone(_AFTER_TERM_S)
        if self._writer is not None:
            self._writer.close()
        else:
            self._channel.close()

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    async def _gone(self, patience_s: float) -> None:
        deadline = asyncio.get_running_loop().time() + patience_s
        while self._child.poll() is None and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110  we can only look
            await asyncio.sleep(0.02)

    def _signal(self, number: signal.Signals) -> None:
        if self._child.poll() is None:
            self._child.send_signal(number)
