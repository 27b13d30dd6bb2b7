"""The keys that sign tokens: made on first use, rotated, shared by all nodes through the database."""

import asyncio
import contextlib
import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from workhall.identity.actor import SERVER, Actor
from workhall.identity.audit import record
from workhall.identity.store import signing_keys as store
from workhall.identity.tokens import ISSUER, Claims
from workhall.kernel.errors import Unauthenticated, Unavailable
from workhall.kernel.ids import HOUSE, new_id
from workhall.persistence import Database, Transaction
from workhall.tenancy import Sealer

_BITS = 2048
_MOST_REMEMBERED = 20_000
_PURPOSE = "signing key"
_LOOK_EVERY_S = 1.0
ALGORITHM = "RS256"


@dataclass(frozen=True, slots=True)
class Key:
    key_id: str
    public: RSAKey
    private: RSAKey | None


@dataclass(frozen=True, slots=True)
class KeysChanged:
    """Told to every process: look what signs and reads now."""

    channel: str = "house/signing_keys"

    def payload(self) -> object:
        return {"action": "changed"}


class Keyring:
    """Signs with the newest key; reads with any that is kept."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self._keys: dict[str, Key] = {}
        self._read: dict[str, Claims] = {}
        self._looked_at = 0.0
        self._looking: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Fetch the keys; make the first one where there is none."""
        async with self._database.transaction(HOUSE) as tx:
            await store.lock_signing_keys(tx)
            rows = await store.signing_keys(tx)
            if not rows:
                await self._make(tx)
                rows = await store.signing_keys(tx)
        self._keep(rows)

    async def rotate(self, actor: Actor = SERVER, *, withdraw: bool = False) -> str:
        """Make a new key that signs from now on, on every node. Answers its id.

        The old ones go on reading, unless they are withdrawn: then every token they have signed is dead at once.
        """
        async with self._database.transaction(HOUSE) as tx:
            await store.lock_signing_keys(tx)
            key_id = await self._make(tx)
            if withdraw:
                await store.retire_others(tx, key_id)
            rows = await store.signing_keys(tx)
            record(tx, actor, "rotate", ("signing_key", key_id), after={"withdrawn": withdraw})
            tx.announce(KeysChanged())
        self._keep(rows)
        return key_id

    def look_soon(self) -> None:
        """Fetch the keys, because another process has changed them; until then ours go on."""
        self._looking = asyncio.create_task(self._look(), name="signing keys")

    async def _look(self) -> None:
        with contextlib.suppress(Unavailable):
            await self.load()

    async def _make(self, tx: Transaction) -> str:
        key = RSAKey.generate_key(_BITS, private=True)
        key_id = new_id("key")
        sealed = self._sealer.seal(key.as_pem(private=True).decode(), _PURPOSE)
        public = dict(key.as_dict(private=False)) | {"kid": key_id, "use": "sig", "alg": ALGORITHM}
        await store.insert_signing_key(tx, key_id, public, sealed)
        return key_id

    def _keep(self, rows: list[store.SigningKeyRow]) -> None:
        kept = {}
        for row in rows:
            private = RSAKey.import_key(self._sealer.open(row.private, _PURPOSE))
            kept[row.key_id] = Key(row.key_id, RSAKey.import_key(row.public), private)
        self._keys = kept
        self._read.clear()

    def public_keys(self) -> list[dict[str, Any]]:
        """The JSON web key set."""
        return [dict(key.public.as_dict(private=False)) for key in self._keys.values()]

    def sign(self, claims: dict[str, Any]) -> str:
        newest = next(iter(self._keys.values()))
        if newest.private is None:
            raise Unauthenticated("no key to sign with")
        return jwt.encode({"alg": ALGORITHM, "kid": newest.key_id, "typ": "JWT"}, claims, newest.private)

    async def read(self, token: str) -> Claims:
        """Verify signature, issuer and expiry.

        Raises:
            Unauthenticated: the token is not ours, was changed, or has expired.
        """
        claims = self._read.get(token)
        if claims is None:
            claims = await self._verify(token)
            if len(self._read) >= _MOST_REMEMBERED:
                self._read.clear()
            self._read[token] = claims
        if claims.exp <= time.time():
            self._read.pop(token, None)
            raise Unauthenticated("token has expired", code="token_expired")
        return claims

    def _may_look(self) -> bool:
        """Look for another node's new key at most once a second: anybody can invent key ids."""
        now = time.monotonic()
        due = now - self._looked_at >= _LOOK_EVERY_S
        self._looked_at = now if due else self._looked_at
        return due

    async def _verify(self, token: str) -> Claims:
        try:
            key_id = msgspec.json.decode(_header(token), type=dict[str, Any]).get("kid", "")
            if key_id not in self._keys and self._may_look():
                await self.load()
            decoded = jwt.decode(token, self._keys[key_id].public, algorithms=[ALGORITHM])
            claims = msgspec.convert(decoded.claims, Claims)
        except (JoseError, KeyError, ValueError, TypeError, RecursionError, msgspec.MsgspecError) as error:
            raise Unauthenticated("token is not valid", code="token_invalid") from error
        if claims.iss != ISSUER:
            raise Unauthenticated("token is not valid", code="token_invalid")
        return claims


def _header(token: str) -> bytes:
    head = token.split(".", 1)[0]
    return urlsafe_b64decode(head + "=" * (-len(head) % 4))
