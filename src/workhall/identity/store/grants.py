"""The SQL of what OAuth gives out: codes, refresh tokens, and what has been revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workhall.kernel.ids import UserId
from workhall.persistence import Transaction


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code as kept. `family` names the tokens given for it, once it has been used."""

    digest: bytes
    application_id: int | None
    client_id: str
    user_id: UserId
    redirect_uri: str
    scope: str
    nonce: str | None
    challenge: str | None
    challenge_method: str | None
    expires_at: datetime
    created_at: datetime
    used_at: datetime | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh token as kept; `logged_out_at` is its person's."""

    digest: bytes
    family: str
    client_id: str
    user_id: UserId
    scope: str
    created_at: datetime
    expires_at: datetime
    rotated_at: datetime | None = None
    revoked_at: datetime | None = None


async def insert_code(tx: Transaction, code: Code) -> None:
    await tx.execute(
        """
        insert into authorization_codes (code_digest, application_id, client_id, user_id, redirect_uri, scope, nonce,
                                         challenge, challenge_method, expires_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        code.digest,
        code.application_id,
        code.client_id,
        code.user_id,
        code.redirect_uri,
        code.scope,
        code.nonce,
        code.challenge,
        code.challenge_method,
        code.expires_at,
        code.created_at,
    )


async def hold_code(tx: Transaction, digest: bytes) -> Code | None:
    """Find a code and hold it until the commit: of two who redeem it at once, the second finds it used."""
    row = await tx.fetchrow(
        """
        select code_digest as digest, application_id, client_id, user_id, redirect_uri, scope, nonce, challenge,
               challenge_method, expires_at, created_at, used_at, family
          from authorization_codes where code_digest = $1 for update
        """,
        digest,
    )
    return None if row is None else Code(**row)


async def use_code(tx: Transaction, digest: bytes, family: str) -> None:
    await tx.execute(
        "update authorization_codes set used_at = $2, family = $3 where code_digest = $1", digest, tx.now, family
    )


async def insert_refresh(tx: Transaction, token: Refresh) -> None:
    await tx.execute(
        """
        insert into refresh_tokens (token_digest, family, client_id, user_id, scope, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        token.digest,
        token.family,
        token.client_id,
        token.user_id,
        token.scope,
        token.created_at,
        token.expires_at,
    )


_REFRESH = """
select token_digest as digest, family, client_id, user_id, scope, created_at, expires_at, rotated_at, revoked_at
  from refresh_tokens where token_digest = $1
"""


async def refresh(tx: Transaction, digest: bytes, *, hold: bool = False) -> Refresh | None:
    """Find a refresh token; `hold` keeps others from it until the commit."""
    row = await tx.fetchrow(_REFRESH + (" for update" if hold else ""), digest)
    return None if row is None else Refresh(**row)


async def rotate_refresh(tx: Transaction, digest: bytes) -> None:
    """Note the first time a token was exchanged; the overlap counts from there."""
    await tx.execute(
        "update refresh_tokens set rotated_at = coalesce(rotated_at, $2) where token_digest = $1", digest, tx.now
    )


async def revoke_family(tx: Transaction, family: str, until: datetime) -> None:
    """Kill a family: its refresh tokens, and until they would have expired, its access tokens."""
    await tx.execute(
        """
        with dead as (update refresh_tokens set revoked_at = $3 where family = $1 and revoked_at is null)
        insert into revoked_tokens (token_id, expires_at) values ($1, $2)
        on conflict (token_id) do update set expires_at = greatest(revoked_tokens.expires_at, excluded.expires_at)
        """,
        family,
        until,
        tx.now,
    )


async def revoke_token(tx: Transaction, token_id: str, until: datetime) -> None:
    await tx.execute(
        "insert into revoked_tokens (token_id, expires_at) values ($1, $2) on conflict (token_id) do nothing",
        token_id,
        until,
    )


async def drop_client(tx: Transaction, client_id: str) -> None:
    """Forget what a client could still exchange."""
    await tx.execute("delete from refresh_tokens where client_id = $1", client_id)


async def drop_ended(tx: Transaction) -> int:
    """Drop what cannot be used any more; a used code stays a day, to notice its second use."""
    codes = await tx.execute("delete from authorization_codes where expires_at < $1", tx.now - timedelta(days=1))
    tokens = await tx.execute("delete from refresh_tokens where expires_at < $1", tx.now)
    revoked = await tx.execute("delete from revoked_tokens where expires_at < $1", tx.now)
    return codes + tokens + revoked
