"""Which revision this is, and when it was put together."""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import workhall
from workhall.settings import Settings

_PACKAGE = Path(workhall.__file__).parent
_CHECKOUT = _PACKAGE.parents[1]
_REVISION = re.compile(r"[0-9a-f]{40}")
_SHOWN = 7


@cache
def commit(settings: Settings) -> str:
    """The revision the settings name, else that of the checkout, else the version of the package."""
    return settings.build_commit or _checked_out(_CHECKOUT / ".git") or workhall.__version__


def _checked_out(git: Path) -> str | None:
    """Read what is checked out; a worktree, whose `.git` is a file, says nothing here."""
    try:
        head = (git / "HEAD").read_text("ascii").strip()
        if head.startswith("ref: "):
            head = (git / head.removeprefix("ref: ")).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return head[:_SHOWN] if _REVISION.fullmatch(head) else None


@cache
def time() -> str:
    """When the package was written to this machine, RFC 3339 in UTC."""
    return datetime.fromtimestamp(int((_PACKAGE / "__init__.py").stat().st_mtime), UTC).isoformat()
