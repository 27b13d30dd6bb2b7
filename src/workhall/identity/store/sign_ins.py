"""The SQL of proving oneself: accounts, failed attempts, links that work once, ids at outside sources."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workhall.kernel.ids import UserId
from workhall.kernel.text import email as tidy_email
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class Account:
    user_id: UserId
    email: str
    name: str
    password_hash: str | None


async def account(tx: Transaction, login: str) -> Account | None:
    """Find somebody by e-mail, else by login name.

    Lower case is ours, not the database's: it folds letters that we keep apart, and failures are counted by ours.
    """
    row = await tx.fetchrow(
        """
        select user_id, email, name, password_hash from users
         where (email = $2 or login_name = $1) and not deleted
         order by email = $2 desc limit 1
        """,
        login,
        tidy_email(login),
    )
    return None if row is None else Account(**row)


async def account_of(tx: Transaction, user_id: str) -> Account | None:
    row = await tx.fetchrow(
        "select user_id, email, name, password_hash from users where user_id = $1 and not deleted", user_id
    )
    return None if row is None else Account(**row)


async def nth_failure(tx: Transaction, key: str, nth: int, since: datetime) -> datetime | None:
    """Say when the nth latest failure of a key happened, if there have been that many since."""
    found: datetime | None = await tx.fetchval(
        "select at from failed_sign_ins where key = $1 and at > $2 order by at desc limit 1 offset $3",
        key,
        since,
        nth - 1,
    )
    return found


async def note_failures(tx: Transaction, keys: list[str], forget_before: datetime) -> None:
    """Count a failure, and drop some old ones: those nobody else is dropping, so that guessers never wait in a ring."""
    await tx.execute(
        """
        with old as (
          delete from failed_sign_ins where ctid = any(array(
            select ctid from failed_sign_ins where at < $3 limit 100 for update skip locked))
        )
        insert into failed_sign_ins (key, at) select key, $2 from unnest($1::text[]) as t(key)
        """,
        keys,
        tx.now,
        forget_before,
    )


async def forget_failures(tx: Transaction, key: str) -> None:
    await tx.execute("delete from failed_sign_ins where key = $1", key)


async def insert_link(tx: Transaction, digest: bytes, purpose: str, user_id: str | None, lifetime: timedelta) -> None:
    await tx.execute(
        "insert into one_time_links (link_digest, purpose, user_id, expires_at) values ($1, $2, $3, $4)",
        digest,
        purpose,
        user_id,
        tx.now + lifetime,
    )


@dataclass(frozen=True, slots=True)
class LinkRow:
    purpose: str
    user_id: UserId | None


async def link(tx: Transaction, digest: bytes) -> LinkRow | None:
    """Find a link that still works, and hold it: of two who use it at once, the second waits and finds it used.

    A set-up link makes the first administrator, and works no more where there is one.
    """
    row = await tx.fetchrow(
        """
        select purpose, user_id from one_time_links
         where link_digest = $1 and used_at is null and expires_at > $2
           and (purpose <> 'setup' or not exists (select from users where sys_admin and not deleted))
           for update
        """,
        digest,
        tx.now,
    )
    return None if row is None else LinkRow(row["purpose"], row["user_id"])


async def use_link(tx: Transaction, digest: bytes) -> None:
    """Spend a link; others of its purpose for the same person, lying about in older mails, work no more either."""
    await tx.execute(
        """
        update one_time_links l set used_at = $2
          from one_time_links used
         where used.link_digest = $1 and l.purpose = used.purpose and l.user_id is not distinct from used.user_id
           and l.used_at is null
        """,
        digest,
        tx.now,
    )


async def drop_links(tx: Transaction, purpose: str) -> None:
    """Take back the links of a purpose that nobody has used."""
    await tx.execute("delete from one_time_links where purpose = $1 and used_at is null", purpose)


async def by_outside_id(tx: Transaction, source_id: str, uid: str) -> UserId | None:
    found: UserId | None = await tx.fetchval(
        "select user_id from users where external_ids ->> $1 = $2 and not deleted order by user_id limit 1",
        source_id,
        uid,
    )
    return found


async def link_outside_id(tx: Transaction, user_id: str, source_id: str, uid: str) -> None:
    await tx.execute(
        "update users set external_ids = external_ids || jsonb_build_object($2::text, $3::text) where user_id = $1",
        user_id,
        source_id,
        uid,
    )


async def set_password_hash(tx: Transaction, user_id: str, password_hash: str) -> None:
    await tx.execute("update users set password_hash = $2 where user_id = $1", user_id, password_hash)


async def drop_ended(tx: Transaction) -> int:
    """Drop links a day after they ended, and failures an hour after they happened."""
    links = await tx.execute("delete from one_time_links where expires_at < $1", tx.now - timedelta(days=1))
    return links + await tx.execute("delete from failed_sign_ins where at < $1", tx.now - timedelta(hours=1))
