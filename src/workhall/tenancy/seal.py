"""Sealing: secrets at rest are encrypted with a key that is not in the database."""

import base64
import contextlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workhall.kernel.errors import Unavailable
from workhall.settings import Settings

KEY_FILE = "secret.key"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"


class Sealer:
    """AES-256-GCM; the purpose is bound in, so that a sealed text cannot be moved to another field."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._key = key

    def seal(self, text: str, purpose: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """Raises Unavailable when this server's key is not the one it was sealed with."""
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, body, purpose.encode()).decode()
        except InvalidTag as error:
            raise Unavailable(
                "this server's secret key is not the one the secret was sealed with", permanent=True
            ) from error

    def sign(self, text: str, purpose: str) -> str:
        """Answer what only this server can have written under a text (HMAC-SHA-256 with a key of the purpose's own)."""
        own_key = hmac.digest(self._key, f"sign {purpose}".encode(), "sha256")
        return hmac.new(own_key, text.encode(), "sha256").hexdigest()


def load_key(settings: Settings) -> bytes:
    """Take the key from the settings, else from the data directory, else make one there (mode 0600).

    Raises:
        Unavailable: what is kept there is no key.
    """
    if settings.secret_key.reveal():
        return _decoded(settings.secret_key.reveal(), "WORKHALL_SECRET_KEY")
    path = Path(settings.data_dir) / KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    return _decoded(path.read_text("ascii", errors="replace"), str(path))


def _make(path: Path) -> None:
    """Make the file whole or not at all: a second process, or a kill in between, must not meet half a key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # another process was faster: its key counts
        os.link(draft, path)
    draft.unlink()


def _decoded(text: str, place: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise Unavailable(
            f"{place} holds no key: it must be {_KEY_BYTES} bytes in base64. Bring it back from a backup.",
            permanent=True,
        )
    return key
