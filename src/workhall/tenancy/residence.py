"""From the host name of a request to the organisation it belongs to."""

import re
import time
from dataclasses import dataclass

from workhall.kernel.errors import Unauthenticated
from workhall.kernel.ids import HOUSE, DomainId, OrganisationId
from workhall.persistence import Database
from workhall.tenancy import store

_TTL_S = 2.0
_MOST = 4096
_WELL_FORMED = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Residence:
    """Where a request arrived. `host` is what was asked for, lower case, without port; tokens are made out to it."""

    organisation: OrganisationId
    domain_id: DomainId
    host: str


class UnknownHost(Unauthenticated):
    code = "unknown_host"


def host_name(header: str) -> str:
    """Take a Host header's name: lower case, without port or the brackets of an IPv6 address."""
    text = header.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0]


def asked_host(header: str) -> str:
    """Take the name out of a request's own Host header, from which we make addresses that lead back to us.

    Raises:
        UnknownHost: it is no name with perhaps a port; behind `ours:80@` anybody's could follow.
    """
    if _WELL_FORMED.fullmatch(header) is None:
        raise UnknownHost("authority not found")
    return host_name(header)


class Residences:
    """Finds residences; remembers them for two seconds (names change rarely, and never their owner in that time)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[float, Residence]] = {}

    async def find(self, host: str) -> Residence:
        """Raises UnknownHost when nobody answers to this name."""
        known = self._known.get(host)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        async with self._database.transaction(HOUSE) as tx:
            found = await store.domain_of_host(tx, host)
        if found is None:
            raise UnknownHost("authority not found")
        residence = Residence(found.organisation, found.domain_id, host)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[host] = (time.monotonic() + _TTL_S, residence)
        return residence

    def forget(self) -> None:
        self._known.clear()
