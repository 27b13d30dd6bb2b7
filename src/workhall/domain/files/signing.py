"""Signed requests: whoever holds one may write or read one file's bytes, for a while, without signing in."""

import hmac
import time
from dataclasses import dataclass

from workhall.kernel.errors import NotAllowed
from workhall.tenancy import Sealer

_PURPOSE = "file request"
LONGEST_S = 24 * 3600
DEFAULT_S = 300


class BadSignature(NotAllowed):
    code = "signature_invalid"


@dataclass(frozen=True, slots=True)
class Permit:
    """What may be done. `act`: write, part, begin, finish or read; `md5` (base64) binds the bytes; 0 is no part."""

    act: str
    object_key: str
    expires_s: int
    part: int = 0
    md5: str = ""

    def query(self, sealer: Sealer) -> dict[str, str]:
        """The parameters that prove it."""
        more = {"part": str(self.part)} if self.part else {}
        more |= {"md5": self.md5} if self.md5 else {}
        return {"act": self.act, "expires": str(self.expires_s), **more, "sig": self._signature(sealer)}

    def prove(self, sealer: Sealer, signature: str) -> None:
        """Raises BadSignature when it was not signed by us, or is over."""
        if not hmac.compare_digest(self._signature(sealer).encode(), signature.encode()):
            raise BadSignature("this address was not signed by this server")
        if self.expires_s < time.time():
            raise BadSignature("this address has expired; ask for a new one")

    def _signature(self, sealer: Sealer) -> str:
        said = "\n".join((self.act, self.object_key, str(self.expires_s), str(self.part), self.md5))
        return sealer.sign(said, _PURPOSE)


def expiry(now_s: int, wanted_s: int) -> int:
    """When a permit for so long ends: a second at least, a day at most."""
    return now_s + min(max(wanted_s, 1), LONGEST_S)
