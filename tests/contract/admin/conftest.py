"""A visitor of the administration: a client with the cookie of a session, and forms that carry its token."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.places import Place, Somebody
from workhall.surfaces.web.pages import CSRF_FIELD

COOKIE = "workhall_session"


@dataclass(slots=True)
class Visitor:
    """Signed in to our own pages, as a browser is."""

    client: httpx.AsyncClient
    csrf: str

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.client.get(path, **more)

    async def post(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form as our pages do."""
        return await self.client.post(path, data={CSRF_FIELD: self.csrf, **(form or {})}, **more)


Visit = Callable[[Somebody], Awaitable[Visitor]]


@pytest.fixture
def visit(place: Place) -> Visit:
    """Sign somebody in."""

    async def signed_in(somebody: Somebody) -> Visitor:
        secret, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        async with place.house.database.transaction(place.organisation) as tx:
            await tx.execute(
                """
                insert into sessions (session_digest, user_id, domain_id, csrf, expires_at)
                values ($1, $2, $3, $4, now() + interval '1 hour')
                """,
                hashlib.sha256(secret.encode()).digest(),
                somebody.user_id,
                place.domain_id,
                csrf,
            )
        client = place.client()
        client.cookies.set(COOKIE, secret)
        return Visitor(client, csrf)

    return signed_in


@pytest.fixture
async def office(visit: Visit, admin: Somebody) -> Visitor:
    """The administrator's own browser."""
    return await visit(admin)


def title(page: httpx.Response) -> str:
    """What stands in the browser's tab."""
    found = re.search(r"<title>(.*?)</title>", page.text)
    assert found, page.text[:500]
    return found[1]
