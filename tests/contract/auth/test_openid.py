"""OpenID Connect's public face: discovery, keys, identity tokens, userinfo, the description."""

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.contract.auth.doors import FrontEnd, bearer, signed_in
from tests.places import Place, Somebody
from workhall.surfaces.auth import surface
from workhall.surfaces.web.openapi import document

pytestmark = pytest.mark.database


async def test_discovery_names_addresses_that_answer(place: Place) -> None:
    client = place.client(headers={"host": f"{place.host}:8443"})
    told = (await client.get("/.well-known/openid-configuration")).json()
    assert told["issuer"] == f"http://{place.host}:8443"
    for name, address in told.items():
        if name.endswith(("_endpoint", "_uri")):
            assert address.startswith(told["issuer"])
            answer = await client.get(address.removeprefix(told["issuer"]))
            assert answer.status_code != 404, name


async def test_an_identity_token_holds_against_the_published_keys(place: Place, ada: Somebody) -> None:
    client, app = await signed_in(place, ada), FrontEnd.of(place)
    given = await app.tokens(client, scope="openid public", nonce="n-1")
    keys = KeySet.import_key_set((await client.get("/auth/oauth/discovery/keys")).json())
    said = jwt.decode(given["id_token"], keys, algorithms=["RS256"]).claims
    assert (said["iss"], said["aud"], said["nonce"]) == (f"http://{place.host}", app.client_id, "n-1")
    assert (said["sub"], said["email"], said["name"]) == (ada.user_id, ada.email, "Ada")


async def test_an_identity_token_opens_nothing(place: Place, ada: Somebody) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada), scope="openid public")
    client = place.client(headers=bearer(given["id_token"]))
    assert (await client.get("/api/engine/v2/users/current")).status_code == 401


async def test_userinfo_needs_no_more_than_openid(place: Place, ada: Somebody) -> None:
    given = await FrontEnd.of(place).tokens(await signed_in(place, ada), scope="openid profile email")
    client = place.client(headers=bearer(given["access_token"]))
    for answer in (await client.get("/auth/oauth/userinfo"), await client.post("/auth/oauth/userinfo")):
        assert (answer.json()["sub"], answer.json()["email"]) == (ada.user_id, ada.email)
    assert (await client.get("/api/engine/v2/users/current")).status_code == 403
    refused = await place.client().get("/auth/oauth/userinfo")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")


async def test_every_route_is_described_and_no_other(place: Place) -> None:
    described = {
        (method.upper(), path)
        for path, methods in document("workhall.surfaces.auth")["paths"].items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"}
    }
    served = {(route.method, route.path.replace(":path}", "}")) for route in surface.router}
    assert described == served
    assert (await place.client().get("/auth/openapi.json")).json()["openapi"].startswith("3.1")
