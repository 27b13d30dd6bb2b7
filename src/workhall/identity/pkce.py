"""Proof key for code exchange (RFC 7636): only who asked for a code can redeem it."""

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

METHODS: Final = ("S256", "plain")
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


def is_challenge(text: str) -> bool:
    return _CHALLENGE.fullmatch(text) is not None


def s256(verifier: str) -> str:
    """Hash a verifier: base64url of its SHA-256, without padding."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def answers(verifier: str, challenge: str | None, method: str | None) -> bool:
    """Tell whether a verifier belongs to a code's challenge.

    A code without a challenge takes no verifier: one who sends it had asked for proof, and somebody took it out
    on the way (RFC 9700, section 2.1.1).
    """
    if challenge is None:
        return not verifier
    if not is_challenge(verifier):
        return False
    shown = s256(verifier) if method == "S256" else verifier
    return hmac.compare_digest(shown.encode(), challenge.encode())
