"""Every setting of the server, read once: from flags, else the environment (`WORKHALL_…`), else the default."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from workhall.kernel.errors import Invalid

_KEY_BYTES: Final = 32


class Secret(str):
    """A text that prints as stars, so that no log line gives it away."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __str__(self) -> str:
        return "***"

    def __format__(self, _: str) -> str:
        return "***"

    def reveal(self) -> str:
        return str.__str__(self)


def _setting(default: Any, told: str) -> Any:  # noqa: ANN401  dataclasses.field is typed as the field's own type
    return field(default=default, metadata={"help": told})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator may decide. Each field is the flag `--name` and the variable `WORKHALL_NAME`."""

    host: str = _setting("127.0.0.1", "address to listen on: this machine only; 0.0.0.0 for every interface")
    port: int = _setting(8080, "TCP port to listen on, 1 to 65535; 0 for any free one")
    data_dir: Path = _setting(Path("data"), "directory of the embedded database, uploads, keys and backups")
    public_url: str = _setting(
        "", "address people use, such as https://work.example.com; default http://localhost:PORT"
    )
    workers: int = _setting(1, "web processes, 1 to 64")
    database_url: Secret = _setting(Secret(""), "PostgreSQL 15 to 18 instead of the embedded one: postgresql://…")
    database_pool: int = _setting(12, "database connections of each web process, 2 to 200")
    environment: str = _setting("workhall", "environment name of the first organisation: lower-case letters and digits")
    organisation: str = _setting("Workhall", "name of the first organisation")
    apps: str = _setting("", "built web apps to mount: /workplace=DIR,/backoffice=DIR")
    admin_email: str = _setting("", "e-mail of the first administrator; without it a one-time set-up link is printed")
    admin_password: Secret = _setting(Secret(""), "password of the first administrator")
    secret_key: Secret = _setting(
        Secret(""), "key that seals stored secrets, 32 bytes in base64; default: made once, kept in the data directory"
    )
    log_format: str = _setting("logfmt", "logfmt or json")
    log_level: str = _setting("info", "debug, info, warning or error")
    access_token_s: int = _setting(7200, "lifetime of access tokens, seconds, 60 to 86400")
    refresh_token_days: int = _setting(30, "lifetime of refresh tokens, days, 1 to 365")
    refresh_overlap_s: int = _setting(60, "how long a rotated refresh token still works, seconds, 0 to 600")
    sign_in_attempts: int = _setting(
        10, "failed sign-ins of one account in five minutes before it must wait; of one address ten times as many"
    )
    upload_limit_mb: int = _setting(100, "largest uploaded file, megabytes")
    body_limit_kb: int = _setting(10_240, "largest request body other than a file, kilobytes")
    trusted_proxies: str = _setting("127.0.0.1", "addresses whose X-Forwarded-* headers are believed; * for all")
    shutdown_s: int = _setting(10, "how long running requests may finish when the server stops, seconds")
    build_commit: str = _setting("", "revision shown by version routes; default: read from the checkout")

    @property
    def address(self) -> str:
        """The public URL without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def mounts(self) -> dict[str, Path]:
        """Mounted front ends: path prefix to directory."""
        pairs = [entry.split("=", 1) for entry in self.apps.split(",") if entry.strip()]
        if any(len(pair) != 2 for pair in pairs):
            raise Invalid("apps", "must look like /workplace=DIR,/backoffice=DIR")
        return {"/" + path.strip().strip("/"): Path(folder.strip()) for path, folder in pairs}

    def problems(self) -> list[str]:
        """Say what cannot be meant; empty when all is well."""
        ranges: Final = {
            "port": (0, 65_535),
            "workers": (1, 64),
            "database_pool": (2, 200),
            "access_token_s": (60, 86_400),
            "refresh_token_days": (1, 365),
            "refresh_overlap_s": (0, 600),
        }
        found = [
            f"{name} must be between {low} and {high}"
            for name, (low, high) in ranges.items()
            if not low <= getattr(self, name) <= high
        ]
        if self.log_format not in {"logfmt", "json"}:
            found.append("log_format must be logfmt or json")
        if self.log_level not in {"debug", "info", "warning", "error"}:
            found.append("log_level must be debug, info, warning or error")
        if self.public_url and not self.public_url.startswith(("http://", "https://")):
            found.append("public_url must begin with http:// or https://")
        if self.secret_key and not _is_key(self.secret_key.reveal()):
            found.append("secret_key must be 32 bytes in base64")
        if (
            not self.environment.isascii()
            or not self.environment.isalnum()
            or self.environment != self.environment.lower()
        ):
            found.append("environment must be lower-case letters and digits")
        return found


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == _KEY_BYTES
    except ValueError:
        return False


def variable(name: str) -> str:
    return f"WORKHALL_{name.upper()}"


def _read(text: str, kind: type) -> Any:  # noqa: ANN401  the type of the field decides
    if kind is int:
        return int(text)
    if kind is Path:
        return Path(text).expanduser()
    return kind(text)


def load(flags: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; flags win over the environment. Raises Invalid naming the setting."""
    given = {k: v for k, v in (flags or {}).items() if v is not None}
    surroundings = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for one in fields(Settings):
        text = given.get(one.name, surroundings.get(variable(one.name)))
        if text is None or text == "":
            continue
        kind = type(one.default)
        try:
            values[one.name] = _read(
                str(text) if not isinstance(text, Secret) else text.reveal(), Path if issubclass(kind, Path) else kind
            )
        except ValueError as error:
            raise Invalid(one.name, f"cannot be {text!r}") from error
    settings = Settings(**values)
    if problems := settings.problems():
        raise Invalid(None, "; ".join(problems))
    return settings
