"""Which connection answers, and what moves to a new one."""

from dataclasses import replace

import pytest
from tests.places import Place

from workhall.domain.connections import queries, store
from workhall.domain.connections.model import BadConnection, Connection
from workhall.kernel.errors import NotFound
from workhall.kernel.ids import TenantId
from workhall.persistence import Transaction

pytestmark = pytest.mark.database


async def add(tx: Transaction, domain: str, email_domain: str | None = None) -> TenantId:
    return await store.insert(tx, Connection(TenantId(0), domain=domain, email_domain=email_domain), b"sealed")


async def test_the_exact_mail_domain_wins_then_the_host_then_the_built_in(tx: Transaction, place: Place) -> None:
    host, mail = await add(tx, "h.example"), await add(tx, "h.example", "m.example")
    for email, expected in (("a@M.example", mail), ("a@other.example", host), ("", host), ("odd", host)):
        assert (await queries.serving(tx, "h.example", email)).tenant_id == expected
    assert (await queries.serving(tx, "other.example", "a@m.example")).tenant_id == place.tenant_id


async def test_for_strangers_the_host_alone_decides(tx: Transaction, place: Place) -> None:
    assert (await queries.serving(tx, "h.example", None)).tenant_id == place.tenant_id
    mail = await add(tx, "h.example", "m.example")
    assert (await queries.serving(tx, "h.example", None)).tenant_id == mail
    host = await add(tx, "h.example")
    assert (await queries.serving(tx, "h.example", None)).tenant_id == host
    assert (await queries.serving(tx, "h.example", "a@m.example")).tenant_id == mail


async def test_a_host_with_mail_domains_only_leaves_others_to_the_built_in(tx: Transaction, place: Place) -> None:
    await add(tx, "h.example", "m.example")
    assert (await queries.serving(tx, "h.example", "a@other.example")).tenant_id == place.tenant_id


async def test_what_is_written_is_read(tx: Transaction) -> None:
    full = Connection(
        TenantId(0), False, "N", "h.example", "m.example", "google", True, "svc@x", {"desk": 1}, 5, {"app_id": "x"}
    )
    tenant_id = await store.insert(tx, full, b"sealed")
    assert await queries.get(tx, tenant_id) == replace(full, tenant_id=tenant_id)
    assert await store.sealed_credentials(tx, tenant_id) == b"sealed"
    await store.update(tx, Connection(tenant_id, False, "N2", "h2.example"), None)
    assert (await queries.get(tx, tenant_id)).name == "N2"
    assert await store.sealed_credentials(tx, tenant_id) == b"sealed"
    await store.delete(tx, tenant_id)
    with pytest.raises(NotFound):
        await queries.get(tx, tenant_id)


async def test_one_connection_per_domain_and_mail_domain(tx: Transaction) -> None:
    await add(tx, "h.example")
    with pytest.raises(BadConnection, match="unique"):
        await add(tx, "h.example")


async def test_making_the_built_in_one_twice_makes_one(tx: Transaction, place: Place) -> None:
    await store.make_built_in(tx)
    assert await tx.fetchval("select count(*) from tenants where built_in") == 1


async def test_visitors_move_with_their_visits(tx: Transaction, place: Place) -> None:
    guest = await tx.fetchval(
        "insert into guests (tenant_id, email) values ($1, 'g@x.example') returning guest_id", place.tenant_id
    )
    alone = await tx.fetchval(
        "insert into guests (tenant_id, email) values ($1, 'h@x.example') returning guest_id", place.tenant_id
    )
    booking = await tx.fetchval(
        """
        insert into bookings (tenant_id, booking_type, starts_s, ends_s, asset_ids, user_id, user_email, user_name,
                              booked_by_id, booked_by_email, booked_by_name, created_s, last_changed_s)
        values ($1, 'visitor', 1, 2, '{a}', 'u', 'u@m.example', 'U', 'u', 'u@m.example', 'U', 0, 0) returning booking_id
        """,
        place.tenant_id,
    )
    await tx.execute(
        "insert into attendances (tenant_id, guest_id, booking_id) values ($1, $2, $3)", place.tenant_id, guest, booking
    )
    made = await add(tx, place.host, "m.example")
    await store.adopt(tx, await queries.get(tx, made))
    moved = await tx.fetch("select guest_id, tenant_id from guests")
    assert {row["guest_id"]: row["tenant_id"] for row in moved} == {guest: made, alone: place.tenant_id}
    assert await tx.fetchval("select tenant_id from bookings where booking_id = $1", booking) == made
    assert await tx.fetchval("select tenant_id from attendances") == made
