"""A frugal HTTP client for load and races: one socket, kept open, nothing parsed that is not needed.

Ordinary clients spend more processor time on a request than the server does; on a small machine that would
measure the client.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)


@dataclass(slots=True)
class Connection:
    """One connection of one client, signed in with a bearer token."""

    host: str
    port: int
    token: str
    _reader: asyncio.StreamReader = field(init=False)
    _writer: asyncio.StreamWriter = field(init=False)

    @classmethod
    async def open(cls, base_url: str, token: str) -> Self:
        parts = urlsplit(base_url)
        connection = cls(parts.hostname or "localhost", parts.port or 80, token)
        await connection.connect()
        return connection

    async def connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def ask(self, method: str, path: str, document: object = None) -> Answer:
        body = b"" if document is None else msgspec.json.encode(document)
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        return await self._read()

    async def _read(self) -> Answer:
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        at = head.find(b"content-length: ")
        length = int(head[at + 16 : head.index(b"\r\n", at)]) if at >= 0 else 0
        return Answer(status, await self._reader.readexactly(length) if length else b"")
