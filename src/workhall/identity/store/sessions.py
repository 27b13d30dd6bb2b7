"""The SQL of sessions: browsers that have signed in."""

from dataclasses import dataclass
from datetime import datetime

from workhall.identity.store.standing import PERSON, Standing, standing_of_row
from workhall.kernel.ids import DomainId, UserId
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class SessionRow:
    """`digest` is the SHA-256 of the cookie's secret."""

    digest: bytes
    user_id: UserId
    domain_id: DomainId
    csrf: str
    origin: str
    agent: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FoundSession:
    person: Standing
    domain_id: DomainId
    csrf: str
    created_at: datetime
    expires_at: datetime


_FIND = f"""
select {PERSON}, false as revoked, s.domain_id, s.csrf, s.created_at, s.expires_at
  from sessions s join users u using (user_id)
 where s.session_digest = $1 and s.expires_at > $2 and not u.deleted
   and (u.logged_out_at is null or s.created_at >= u.logged_out_at)
"""


async def insert(tx: Transaction, session: SessionRow) -> None:
    """Keep a session, note that its person has come, and drop those of this person that have ended."""
    await tx.execute(
        """
        with ended as (delete from sessions where user_id = $2 and expires_at <= $8),
             came as (update users set login_count = login_count + 1, last_login = $8 where user_id = $2)
        insert into sessions (session_digest, user_id, domain_id, csrf, origin, agent, expires_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        session.digest,
        session.user_id,
        session.domain_id,
        session.csrf,
        session.origin,
        session.agent,
        session.expires_at,
        tx.now,
    )


async def find(tx: Transaction, digest: bytes) -> FoundSession | None:
    """Find a session that holds: not ended, its person there, and not logged out since."""
    row = await tx.fetchrow(_FIND, digest, tx.now)
    if row is None:
        return None
    return FoundSession(
        standing_of_row(row), DomainId(row["domain_id"]), row["csrf"], row["created_at"], row["expires_at"]
    )


async def log_out(tx: Transaction, user_id: str) -> None:
    """End everything somebody has opened: sessions, tokens, codes."""
    await tx.execute(
        """
        with sessions_of as (delete from sessions where user_id = $1),
             codes_of as (delete from authorization_codes where user_id = $1),
             tokens_of as (delete from refresh_tokens where user_id = $1)
        update users set logged_out_at = $2 where user_id = $1
        """,
        user_id,
        tx.now,
    )


async def drop_ended(tx: Transaction) -> int:
    return await tx.execute("delete from sessions where expires_at <= $1", tx.now)
