"""The statements a request really makes, taken down while it is answered, and turned into a pgbench script.

So the comparison is with the same SQL, whatever the code does today.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import msgspec

from workhall.app.build import build_house, build_site
from workhall.persistence import Database
from workhall.persistence.transaction import Transaction
from workhall.settings import Settings

MARK_ASSET = "bench-asset-mark"
MARK_START = 1_954_321_200


@dataclass(frozen=True, slots=True)
class _Filled:
    """A replacement for `re.sub` that is taken as it is."""

    text: str

    def __call__(self, _: re.Match[str]) -> str:
        return f"({self.text})"


@dataclass(slots=True)
class Notebook:
    """Takes down every statement of the transactions opened while it listens."""

    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def listen(self) -> None:
        for name in ("fetch", "fetchrow", "fetchval", "execute"):
            self._tap(name)

    def _tap(self, name: str) -> None:
        asked = getattr(Transaction, name)

        async def tapped(tx: Transaction, sql: str, *args: Any) -> Any:
            self.statements.append((sql, args))
            return await asked(tx, sql, *args)

        setattr(Transaction, name, tapped)


def literal(value: Any) -> str:
    """A value as SQL; the marked asset and times become pgbench variables."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return _moment(value)
    if isinstance(value, datetime):
        return f"to_timestamp({value.timestamp()})"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (list, tuple)) and (not value or isinstance(value[0], (str, int))):
        return f"array[{', '.join(literal(one) for one in value)}]" if value else "'{}'"
    if isinstance(value, (dict, list, tuple)):
        return _text(msgspec.json.encode(value).decode())
    return _text(str(value))


def _moment(value: int) -> str:
    near = value - MARK_START
    return f"(:starts + {near})" if 0 <= near <= 86_400 else str(value)


def _text(value: str) -> str:
    # pgbench takes a colon before a letter or digit for a variable, even inside a text
    safe = value.replace(":", ": ") if value[:1] in {"{", "["} else value.replace(":", "' || chr(58) || '")
    quoted = "'" + safe.replace("'", "''").replace("'' || chr(58) || ''", "' || chr(58) || '") + "'"
    return quoted.replace(MARK_ASSET, "bench-pg-' || :asset || '")


def script(statements: Sequence[tuple[str, tuple[Any, ...]]], organisation: int) -> str:
    """A transaction as the server opens it, with the statements inside."""
    lines = ["\\set asset random(1, 100000000)", "\\set starts 1900000000 + 3600 * random(1, 5000)", "begin;"]
    lines.append(f"set local workhall.organisation = '{organisation}';")
    for sql, args in statements:
        one, values = re.sub(r"--[^\n]*", "", sql), [literal(value) for value in args]
        for at in range(len(values), 0, -1):
            one = re.sub(rf"\${at}(?!\d)", _Filled(values[at - 1]), one)
        lines.append(" ".join(one.split()) + ";")
    return "\n".join([*lines, "commit;"]) + "\n"


async def take_down(settings: Settings, url: str, request: httpx.Request) -> list[tuple[str, tuple[Any, ...]]]:
    """Answer one request in process, twice (the first fills what is remembered), and note the second's statements."""
    database = await Database.open(url, size=2)
    try:
        site = build_site(await build_house(settings, database))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site)) as client:
            (await client.send(_first(request))).raise_for_status()
            notebook = Notebook()
            notebook.listen()
            (await client.send(request)).raise_for_status()
        return [(sql, args) for sql, args in notebook.statements if "outbox_position" not in sql]
    finally:
        await database.close()


def _first(request: httpx.Request) -> httpx.Request:
    """The same request about another asset."""
    content = request.content.replace(MARK_ASSET.encode(), b"bench-asset-first")
    headers = {name: value for name, value in request.headers.items() if name != "content-length"}
    return httpx.Request(request.method, request.url, headers=headers, content=content)
