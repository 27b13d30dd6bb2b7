"""The keys that sign: shared through the database, rotated, and safe from invented ids; guests' tokens."""

import secrets
import time
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.places import Place, Somebody
from workhall.identity import Credentials, Guest, Issue, Keyring, authenticate, mint, mint_guest
from workhall.identity.jobs import drop_ended
from workhall.identity.store.standing import Standing
from workhall.kernel.errors import Unauthenticated
from workhall.kernel.ids import UserId
from workhall.kernel.time import utc_now
from workhall.persistence import Transaction

pytestmark = pytest.mark.database

ADA = Standing(UserId("user-1"), "Ada", "ada@x.example", 0, None, ("Staff",), revoked=False)
ISSUE = Issue("x.example", ("public",), 60)


async def test_another_nodes_new_key_is_found_when_its_token_comes(place: Place) -> None:
    here, there = place.house.keyring, Keyring(place.house.database, place.house.sealer)
    await there.load()
    await there.rotate()
    token = mint(there, ADA, ISSUE, utc_now()).text
    assert (await here.read(token)).sub == "user-1"


async def test_invented_key_ids_do_not_make_us_look_each_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    keyring = Keyring(place.house.database, place.house.sealer)
    load = keyring.load

    async def counted() -> None:
        nonlocal looked
        looked += 1
        await load()

    monkeypatch.setattr(keyring, "load", counted)
    foreign = RSAKey.generate_key(2048)
    for _ in range(20):
        token = jwt.encode({"alg": "RS256", "kid": secrets.token_hex(4)}, {"iss": "POS"}, foreign)
        with pytest.raises(Unauthenticated):
            await keyring.read(token)
    assert looked == 1


@pytest.mark.parametrize("changes", [{"iss": "somebody"}, {"exp": 1}, {"u": 7}, {"sub": 7}, {"aud": ["x"]}])
async def test_what_is_signed_but_not_an_access_token_is_not_read(
    place: Place, ada: Somebody, changes: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated):
        await place.house.keyring.read(place.token(ada, **changes))


async def test_a_token_without_signature_or_with_a_shared_secret_is_not_read(place: Place, ada: Somebody) -> None:
    head, body, signature = place.token(ada).split(".")
    none = "eyJhbGciOiJub25lIn0"
    for token in (
        f"{none}.{body}.",
        f"{head}.{body}.",
        f"{head}.{body}.{signature[::-1]}",
        f"{head}.{body}",
        "",
        "..",
        "é.é.é",
    ):
        with pytest.raises(Unauthenticated):
            await place.house.keyring.read(token)


async def test_a_remembered_token_still_expires(place: Place, ada: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, token = place.house.keyring, place.token(ada)
    await keyring.read(token)
    monkeypatch.setattr(time, "time", lambda: 10.0**10)
    with pytest.raises(Unauthenticated, match="expired"):
        await keyring.read(token)


async def test_a_token_of_the_second_of_a_logout_is_dated_a_second_later(place: Place) -> None:
    now = utc_now()
    gone = Standing(UserId("user-1"), "Ada", "ada@x.example", 0, now, (), revoked=False)
    minted = mint(place.house.keyring, gone, ISSUE, now)
    assert minted.issued_s == int(now.timestamp()) + 1
    assert minted.expires_s - minted.issued_s == 60


async def test_a_guests_token_names_what_it_opens(place: Place, tx: Transaction) -> None:
    guest = Guest("mei@visitor.example", "Mei", ["booking-7", "sys-1"])
    minted = mint_guest(place.house.keyring, guest, host=place.host, now=tx.now, lifetime_s=60)
    actor = await authenticate(tx, place.house.keyring, Credentials(bearer=minted.text), place.host)
    assert actor.is_guest
    assert (actor.user_id, actor.email, actor.roles) == (
        "mei@visitor.example",
        "mei@visitor.example",
        ("booking-7", "sys-1"),
    )
    assert not actor.may_use(("zones",), write=False)


async def test_what_has_ended_is_dropped_and_the_rest_stays(place: Place, ada: Somebody) -> None:
    database = place.house.database
    async with database.transaction(place.organisation) as tx:
        for ends in (timedelta(days=-2), timedelta(days=1)):
            await tx.execute(
                """
                insert into sessions (session_digest, user_id, domain_id, csrf, expires_at)
                values ($1, $2, $3, '', $4)
                """,
                secrets.token_bytes(8),
                ada.user_id,
                place.domain_id,
                tx.now + ends,
            )
            await tx.execute(
                "insert into revoked_tokens (token_id, expires_at) values ($1, $2)", secrets.token_hex(8), tx.now + ends
            )
            await tx.execute(
                "insert into one_time_links (link_digest, purpose, expires_at) values ($1, 'setup', $2)",
                secrets.token_bytes(8),
                tx.now + ends,
            )
    async with database.transaction(place.organisation) as tx:
        await drop_ended(tx)
        assert await tx.fetchval("select count(*) from sessions") == 1
        assert await tx.fetchval("select count(*) from revoked_tokens") == 1
        assert await tx.fetchval("select count(*) from one_time_links") == 1
