"""Where a request may carry its credentials, and which decides (engine API A.4; Staff API 1.5)."""

import pytest

from tests.places import Place, Somebody
from workhall.identity import ApiKeyDraft, Guest, create_key, mint_guest
from workhall.kernel.ids import DomainId, UserId
from workhall.kernel.time import utc_now

pytestmark = pytest.mark.database

CURRENT = "/api/engine/v2/users/current"


async def key_for(place: Place, admin: Somebody, somebody: Somebody, permissions: int = 0) -> str:
    async with place.house.database.transaction(place.organisation) as tx:
        draft = ApiKeyDraft("key", DomainId(place.domain_id), UserId(somebody.user_id), permissions=permissions)
        return (await create_key(tx, admin.actor, draft)).text


async def who(place: Place, *, headers: dict[str, str] | None = None, params: dict[str, str] | None = None) -> str:
    answer = await place.client(headers=headers).get(CURRENT, params=params)
    return str(answer.json()["id"]) if answer.status_code == 200 else str(answer.status_code)


async def test_an_api_key_may_come_in_header_query_or_cookie(place: Place, admin: Somebody, ada: Somebody) -> None:
    key = await key_for(place, admin, ada)
    assert await who(place, headers={"X-API-Key": key}) == ada.user_id
    assert await who(place, params={"api-key": key}) == ada.user_id
    assert await who(place, headers={"cookie": f"api-key={key}"}) == ada.user_id


async def test_a_token_may_come_in_header_query_or_cookie(place: Place, ada: Somebody) -> None:
    token = place.token(ada)
    for header in (f"Bearer {token}", f"bearer {token}", f"Token {token}", token):
        assert await who(place, headers={"Authorization": header}) == ada.user_id
    assert await who(place, params={"bearer_token": token}) == ada.user_id
    assert await who(place, headers={"cookie": f"bearer_token={token}"}) == ada.user_id


async def test_a_key_decides_before_a_token_and_a_header_before_a_cookie(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    key, token = await key_for(place, admin, ada), place.token(bo)
    bearer = {"Authorization": f"Bearer {token}"}
    assert await who(place, headers=bearer | {"cookie": f"api-key={key}"}) == ada.user_id
    assert await who(place, headers=bearer | {"X-API-Key": "unknown.key"}) == "401"
    assert await who(place, headers=bearer | {"cookie": f"bearer_token={place.token(ada)}"}) == bo.user_id


async def test_an_unknown_key_says_so(place: Place) -> None:
    answer = await place.client(headers={"X-API-Key": "0" * 32 + ".x"}).get(CURRENT)
    assert (answer.status_code, answer.json()["error"]) == (401, "unknown X-API-Key")


async def test_a_key_acts_with_its_own_permissions(place: Place, admin: Somebody, ada: Somebody) -> None:
    plain = place.client(headers={"X-API-Key": await key_for(place, admin, admin)})
    refused = await plain.post("/api/engine/v2/zones", json={"name": "x"})
    assert (refused.status_code, bool(refused.json()["code"])) == (403, True)


async def test_nobody_is_401_and_somebody_without_the_right_is_403(place: Place, ada: Somebody) -> None:
    assert (await place.client().get(CURRENT)).status_code == 401
    assert (await place.client(ada).post("/api/engine/v2/zones", json={"name": "x"})).status_code == 403


async def test_a_guests_token_opens_no_ordinary_route(place: Place) -> None:
    guest = Guest("mei@visitor.example", "Mei", ["sys-1"])
    minted = mint_guest(place.house.keyring, guest, host=place.host, now=utc_now(), lifetime_s=60)
    assert await who(place, headers={"Authorization": f"Bearer {minted.text}"}) == "403"


@pytest.mark.parametrize("header", ["Bearer x", "Bearer ", "Bearer a.b.c", "a.b.c", "Token é"])
async def test_nonsense_is_401_and_nothing_else(place: Place, header: str) -> None:
    answer = await place.client().get(CURRENT, headers=[(b"authorization", header.encode())])
    assert answer.status_code == 401
