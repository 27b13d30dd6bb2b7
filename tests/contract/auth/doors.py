"""What the tests of signing in share: a password, a front end of our own origin, and reading tokens."""

import secrets
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
from joserfc import jws

from tests.places import Place, Somebody
from workhall.identity import hash_password
from workhall.identity.pkce import s256

PASSWORD = "correct horse battery"
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def give_password(place: Place, somebody: Somebody, password: str = PASSWORD) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "update users set password_hash = $2 where user_id = $1", somebody.user_id, hash_password(password)
        )


async def signed_in(place: Place, somebody: Somebody) -> httpx.AsyncClient:
    """A browser of somebody who has signed in."""
    await give_password(place, somebody)
    client = place.client()
    answer = await client.post("/auth/signin", data={"email": somebody.email, "password": PASSWORD})
    assert answer.status_code == 202
    return client


@dataclass
class FrontEnd:
    """A web app as clients are: its id is the MD5 of the address it takes answers at."""

    redirect_uri: str
    verifier: str = field(default_factory=lambda: secrets.token_hex(24)[:43])

    @classmethod
    def of(cls, place: Place, path: str = "/workplace/oauth-resp.html") -> "FrontEnd":
        return cls(f"http://{place.host}{path}")

    @property
    def client_id(self) -> str:
        return md5(self.redirect_uri.encode(), usedforsecurity=False).hexdigest()

    @property
    def itself(self) -> dict[str, str]:
        return {"client_id": self.client_id, "redirect_uri": self.redirect_uri}

    async def ask(self, client: httpx.AsyncClient, **changes: str) -> httpx.Response:
        """Go to the authorize endpoint as the TypeScript client does."""
        asked = {
            "response_type": "code",
            **self.itself,
            "state": "abc;/somewhere",
            "scope": "public",
            "code_challenge_method": "S256",
            "code_challenge": s256(self.verifier),
        }
        return await client.get("/auth/oauth/authorize", params=asked | changes)

    async def code(self, client: httpx.AsyncClient, **changes: str) -> str:
        return told(await self.ask(client, **changes))["code"]

    async def redeem(self, client: httpx.AsyncClient, code: str, **changes: str) -> httpx.Response:
        """Exchange a code as the TypeScript client does: all in the query, and an empty form."""
        asked = {"grant_type": "authorization_code", **self.itself, "code": code, "code_verifier": self.verifier}
        return await client.post("/auth/oauth/token", params=asked | changes, headers=FORM)

    async def refresh(self, client: httpx.AsyncClient, token: str, **changes: str) -> httpx.Response:
        asked = {"grant_type": "refresh_token", **self.itself, "refresh_token": token}
        return await client.post("/auth/oauth/token", data=asked | changes)

    async def tokens(self, client: httpx.AsyncClient, **changes: str) -> dict[str, Any]:
        answer = await self.redeem(client, await self.code(client, **changes))
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]  # JSON is of any type


def told(answer: httpx.Response, *, fragment: bool = False) -> dict[str, str]:
    """What a redirect tells the application."""
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    return {name: values[0] for name, values in parse_qs(parts.fragment if fragment else parts.query).items()}


def claims(token: str) -> dict[str, Any]:
    payload = jws.extract_compact(token.encode()).payload
    return msgspec.json.decode(payload, type=dict[str, Any])


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def works(place: Place, token: str) -> bool:
    """Whether an access token opens anything."""
    answer = await place.client(headers=bearer(token)).get("/auth/oauth/token/info")
    assert answer.status_code in {200, 401}
    return answer.status_code == 200
