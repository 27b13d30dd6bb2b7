"""One request: what was asked, by whom, in which organisation, in which transaction."""

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from starlette.background import BackgroundTasks
from starlette.requests import Request

from workhall.identity import Actor
from workhall.identity.actor import ANONYMOUS
from workhall.kernel.errors import Malformed
from workhall.persistence import Transaction
from workhall.surfaces.web.depth import DEEPEST, is_deep
from workhall.surfaces.web.house import House
from workhall.surfaces.web.parameters import Query
from workhall.tenancy import Residence

T = TypeVar("T")
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A backslash that is itself escaped only begins words about NUL."""


@dataclass(slots=True)
class Call:
    """A request on its way through a handler. The edge opens `tx`, and commits it when the handler has answered.

    After a retried transaction the handler runs again from the start, with the same body.
    """

    house: House
    request: Request
    request_id: str
    values: dict[str, str]
    residence: Residence
    raw_body: bytes = b""
    actor: Actor = ANONYMOUS
    prepared: Any = None
    _tx: Transaction | None = None
    _query: Query | None = None
    background: BackgroundTasks = field(default_factory=BackgroundTasks)

    @property
    def tx(self) -> Transaction:
        if self._tx is None:
            raise RuntimeError("this route opens its own transactions")
        return self._tx

    @property
    def query(self) -> Query:
        if self._query is None:
            self._query = Query(self.request.url.query)
        return self._query

    @property
    def address(self) -> str:
        """Scheme, host and port as the caller used them, without a trailing slash."""
        return f"{self.request.url.scheme}://{self.request.headers.get('host', self.residence.host)}"

    def body(self, kind: type[T], *, strict: bool = True) -> T:
        """Read the JSON body as `kind`; unknown keys are ignored.

        Raises:
            Malformed: it is not JSON, or does not fit; the sentence names the attribute.
        """
        if _has_nul(self.raw_body):
            raise Malformed(None, "text must not contain NUL characters")
        try:
            found = msgspec.json.decode(self.raw_body or b"null", type=kind, strict=strict)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(None, str(error)) from error
        if is_deep(self.raw_body):
            raise Malformed(None, f"JSON may be nested {DEEPEST} levels deep")
        return found

    def document(self) -> dict[str, Any]:
        """Read the JSON body as an object of anything."""
        return self.body(dict[str, Any])


def _has_nul(body: bytes) -> bool:
    return b"\x00" in body or (b"\\u0000" in body and _ESCAPED_NUL.search(body) is not None)
