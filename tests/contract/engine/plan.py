"""A plan to test on: zones, systems and grants, put there over the engine API itself."""

from typing import Any

import httpx

from tests.places import Place

BASE = "/api/engine/v2"


async def made(client: httpx.AsyncClient, path: str, **fields: Any) -> dict[str, Any]:
    """Create a record, which must succeed, and answer it."""
    answer = await client.post(f"{BASE}/{path}", json=fields)
    assert answer.status_code == 201, answer.text
    record: dict[str, Any] = answer.json()
    return record


async def zone(client: httpx.AsyncClient, name: str, parent: str | None = None, **fields: Any) -> str:
    """Add a zone; answers its id."""
    return str((await made(client, "zones", name=name, parent_id=parent, **fields))["id"])


async def grant(client: httpx.AsyncClient, zone_id: str, **grants: list[str]) -> None:
    """Say what groups may do in a zone."""
    answer = await client.put(f"{BASE}/metadata/{zone_id}", json={"name": "permissions", "details": grants})
    assert answer.status_code == 200, answer.text


async def make_root(place: Place, zone_id: str) -> None:
    """Let a zone be the root of the organisation's domain."""
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update domains set config = $2 where domain_id = $1", place.domain_id, {"org_zone": zone_id})


async def told(place: Place, channel: str) -> list[Any]:
    """What was announced on a channel, oldest first."""
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch("select payload from outbox where channel = $1 order by outbox_id", channel)
    return [row["payload"] for row in rows]


async def noted(place: Place, subject_kind: str) -> list[tuple[str, str]]:
    """Verb and subject of each audit entry of a kind, oldest first."""
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch(
            "select verb, subject_id from audit where subject_kind = $1 order by audit_id", subject_kind
        )
    return [(row["verb"], row["subject_id"]) for row in rows]


async def cache_mark(client: httpx.AsyncClient) -> object:
    """What apps compare to know whether to forget what they remember."""
    domains = (await client.get(f"{BASE}/domains")).json()
    return domains[0]["config"].get("metadata_cache_id")
