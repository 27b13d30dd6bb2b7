"""Proving who one is by password, and making guessing slow."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address

from workhall.identity.actor import ANONYMOUS, Actor
from workhall.identity.audit import record
from workhall.identity.passwords import is_password
from workhall.identity.store import sign_ins as store
from workhall.kernel.errors import TooMany
from workhall.kernel.ids import OrganisationId, UserId
from workhall.kernel.text import email as tidy_email
from workhall.persistence import Database, Transaction

WINDOW = timedelta(minutes=5)
_ADDRESS_SHARES = 10
"""How many accounts' worth of failures one address may have: a whole office may come from one."""
_LONGEST_LOGIN = 320
_AT_ONCE = 4
_ONE_CALLERS = 64
_hashing = asyncio.Semaphore(_AT_ONCE)
"""Few compare at once: that bounds the memory, and how many guesses slip past the count together."""


@dataclass(frozen=True, slots=True)
class PasswordClaim:
    """Who somebody says they are. `login` is an e-mail address or a login name."""

    login: str
    password: str
    origin: str
    request_id: str = ""

    @property
    def account_key(self) -> str:
        return f"account:{tidy_email(self.login).replace(chr(0), '')[:_LONGEST_LOGIN]}"

    @property
    def address_key(self) -> str:
        return f"address:{_network(self.origin)}"


async def prove(
    database: Database, organisation: OrganisationId, claim: PasswordClaim, *, attempts: int
) -> UserId | None:
    """Compare a password; None when it is wrong or nobody is called so, which takes as long.

    Opens short transactions of its own, and none is open while it compares.

    Raises:
        TooMany: this account has failed `attempts` times in five minutes, or this address ten times as often.
    """
    async with _hashing:
        async with database.transaction(organisation) as tx:
            await _need_patience(tx, claim, attempts)
            found = await store.account(tx, claim.login.strip()) if _sensible(claim) else None
        right = await is_password(claim.password, found.password_hash if found else None)
        async with database.transaction(organisation) as tx:
            if right and found is not None:
                await store.forget_failures(tx, claim.account_key)
                return found.user_id
            await _note_failure(tx, claim)
    return None


async def _need_patience(tx: Transaction, claim: PasswordClaim, attempts: int) -> None:
    for key, allowed in ((claim.account_key, attempts), (claim.address_key, attempts * _ADDRESS_SHARES)):
        oldest = await store.nth_failure(tx, key, allowed, tx.now - WINDOW)
        if oldest is not None:
            raise TooMany("too many failed sign-ins; wait a little", retry_after=_wait_s(oldest, tx.now))


def _network(origin: str) -> str:
    """What one caller may have many addresses of: of version 6 whole networks are given to anybody."""
    try:
        address = ip_address(origin)
    except ValueError:
        return origin
    if isinstance(address, IPv4Address):
        return origin
    return str(address.ipv4_mapped or IPv6Network((int(address), _ONE_CALLERS), strict=False))


def _wait_s(oldest: datetime, now: datetime) -> float:
    return max(1.0, (oldest + WINDOW - now).total_seconds())


async def _note_failure(tx: Transaction, claim: PasswordClaim) -> None:
    await store.note_failures(tx, [claim.account_key, claim.address_key], tx.now - WINDOW)
    subject = ("account", claim.login.strip().replace("\0", "")[:_LONGEST_LOGIN])
    record(tx, _nobody(claim), "sign_in_failed", subject)


def _nobody(claim: PasswordClaim) -> Actor:
    return replace(ANONYMOUS, origin=claim.origin, request_id=claim.request_id)


def _sensible(claim: PasswordClaim) -> bool:
    return 0 < len(claim.login) <= _LONGEST_LOGIN and "\0" not in claim.login
