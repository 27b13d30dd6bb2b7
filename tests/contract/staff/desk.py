"""What tests of bookings share: a desk, a day, and clients that speak of both."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.places import Place, Somebody

URL = "/api/staff/v1/bookings"
TENANTS = "/api/staff/v1/tenants"
NINE = 1_990_000_800  # a morning far ahead
HOUR = 3600


def wish(asset: str = "desk-1", start: int = NINE, hours: float = 1, **more: Any) -> dict[str, Any]:
    """The body of a create: a desk for an hour at nine, unless said otherwise."""
    return {
        "booking_type": "desk",
        "asset_id": asset,
        "booking_start": start,
        "booking_end": start + int(hours * HOUR),
        "zones": ["zone-bld", "zone-l1"],
        **more,
    }


@dataclass(slots=True)
class Desks:
    """Somebody at the Staff API, who expects the answers named."""

    http: httpx.AsyncClient

    @classmethod
    def of(cls, place: Place, somebody: Somebody | None = None) -> "Desks":
        return cls(place.client(somebody))

    async def ask(self, method: str, path: str = "", expect: int = 200, **how: Any) -> Any:
        answer = await self.http.request(method, URL + path, **how)
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def book(self, asset: str = "desk-1", start: int = NINE, hours: float = 1, **more: Any) -> dict[str, Any]:
        made: dict[str, Any] = await self.ask("POST", "", 201, json=wish(asset, start, hours, **more))
        return made

    async def patch(self, booking: dict[str, Any], expect: int = 200, **changes: Any) -> Any:
        return await self.ask("PATCH", f"/{booking['id']}", expect, json=changes)

    async def act(self, booking: dict[str, Any], action: str, expect: int = 200, **params: Any) -> Any:
        return await self.ask("POST", f"/{booking['id']}/{action}", expect, params=params)

    async def read(self, booking: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = await self.ask("GET", f"/{booking['id']}")
        return found

    async def cancel(self, booking: dict[str, Any], **params: Any) -> None:
        await self.ask("DELETE", f"/{booking['id']}", 202, params=params)

    async def day(self, **params: Any) -> list[dict[str, Any]]:
        """List the day of NINE; of desks, everybody's in the building."""
        asked = {"type": "desk", "zones": "zone-bld", "period_start": NINE - 9 * HOUR, "period_end": NINE + 15 * HOUR}
        found: list[dict[str, Any]] = await self.ask("GET", "", params=asked | params)
        return found
