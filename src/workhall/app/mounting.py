"""Front ends to mount: whether what is set can be meant. Checked before anything starts."""

from workhall.kernel.errors import Invalid
from workhall.settings import Settings

OURS = frozenset(
    {"", "api", "auth", "login", "admin", "setup", "static", "healthz", "readyz", "metrics", ".well-known", "r"}
)
"""First segments of paths that are the server's own."""


def check_mounts(settings: Settings) -> None:
    """Raises Invalid when a path is ours, or a directory holds no front end."""
    for prefix, folder in settings.mounts.items():
        first = prefix.strip("/").split("/", 1)[0]
        if first in OURS:
            raise Invalid("apps", f"cannot mount {prefix}: the server itself answers there (WORKHALL_APPS)")
        if not (folder / "index.html").is_file():
            raise Invalid("apps", f"mounts {prefix}, but {folder} has no index.html (WORKHALL_APPS)")
