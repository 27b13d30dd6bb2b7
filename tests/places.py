"""A place to test in: a fresh organisation with its own host name, its people, and clients signed in as them."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from workhall.app.build import build_site
from workhall.identity import Actor, Kind
from workhall.identity.tokens import ISSUER
from workhall.kernel.ids import HOUSE, OrganisationId, UserId, new_id
from workhall.surfaces.web.house import House


@dataclass(slots=True)
class Somebody:
    user_id: str
    email: str
    name: str
    permissions: int = 0

    @property
    def actor(self) -> Actor:
        return Actor(Kind.PERSON, UserId(self.user_id), self.name, self.email, self.permissions)


@dataclass(slots=True)
class Place:
    """`host` is the organisation's only domain; `tenant_id` its built-in calendar connection."""

    house: House
    organisation: OrganisationId
    host: str
    domain_id: str
    tenant_id: int
    environment: str
    people: dict[str, Somebody] = field(default_factory=dict)
    _open: list[httpx.AsyncClient] = field(default_factory=list)

    async def person(self, name: str, *, permissions: int = 0, groups: tuple[str, ...] = ()) -> Somebody:
        """Add somebody called `name`, with `name@<host>` as e-mail."""
        somebody = Somebody(new_id("user"), f"{name.lower()}@{self.host}", name, permissions)
        async with self.house.database.transaction(self.organisation) as tx:
            await tx.execute(
                """
                insert into users (user_id, domain_id, email, name, support, sys_admin)
                values ($1, $2, $3, $4, $5, $6)
                """,
                somebody.user_id,
                self.domain_id,
                somebody.email,
                name,
                bool(permissions & 1),
                bool(permissions & 2),
            )
            for group in groups:
                group_id = await tx.fetchval(
                    """
                    insert into groups (name) values ($1)
                    on conflict (organisation_id, key) do update set name = $1 returning group_id
                    """,
                    group,
                )
                await tx.execute(
                    "insert into memberships (group_id, user_id) values ($1, $2)", group_id, somebody.user_id
                )
        self.people[name] = somebody
        return somebody

    def token(self, somebody: Somebody, *, scope: tuple[str, ...] = ("public",), **changes: object) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "iat": now,
            "exp": now + 3600,
            "jti": secrets.token_hex(16),
            "aud": self.host,
            "scope": list(scope),
            "sub": somebody.user_id,
            "u": {"n": somebody.name, "e": somebody.email, "p": somebody.permissions, "r": []},
        }
        return self.house.keyring.sign(claims | changes)

    def client(self, somebody: Somebody | None = None, headers: Mapping[str, str] | None = None) -> httpx.AsyncClient:
        """A client of this host, in process; signed in as `somebody`, or as nobody."""
        shown = {"Authorization": f"Bearer {self.token(somebody)}"} if somebody else {}
        transport = httpx.ASGITransport(app=build_site(self.house))
        client = httpx.AsyncClient(
            transport=transport, base_url=f"http://{self.host}", headers={**shown, **(headers or {})}
        )
        self._open.append(client)
        return client

    async def close(self) -> None:
        for client in self._open:
            await client.aclose()


async def open_place(house: House) -> Place:
    """Found an organisation of its own for one test."""
    environment = "t" + secrets.token_hex(6)
    host = f"{environment}.example"
    domain_id = new_id("authority")
    async with house.database.transaction(HOUSE) as tx:
        organisation = OrganisationId(
            await tx.fetchval(
                "insert into organisations (name, environment) values ($1, $2) returning organisation_id",
                host,
                environment,
            )
        )
    async with house.database.transaction(organisation) as tx:
        await tx.execute(
            "insert into domains (domain_id, domain, name, login_url, logout_url) values ($1, $2, $2, $3, $4)",
            domain_id,
            host,
            "/login?continue={{url}}",
            "/auth/logout",
        )
        tenant_id = await tx.fetchval(
            "insert into tenants (built_in, name, platform) values (true, 'Built-in', 'builtin') returning tenant_id"
        )
    return Place(house, organisation, host, domain_id, tenant_id, environment)
