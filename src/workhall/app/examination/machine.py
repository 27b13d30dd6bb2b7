"""What the machine itself tells: versions, files, room."""

import base64
import binascii
import os
import platform
import shutil
import stat
import sys
import time
from pathlib import Path

from workhall import __version__
from workhall.app.examination.findings import Finding, bad, doubt, well
from workhall.app.mounting import check_mounts
from workhall.kernel.errors import Invalid
from workhall.settings import Settings
from workhall.tenancy.seal import KEY_FILE

_OLDEST_PYTHON = (3, 11)
_LITTLE, _TOO_LITTLE = 5 * 10**9, 10**9
_KEY_BYTES = 32
_AHEAD_S = 60.0


def versions(_: Settings) -> Finding:
    seen = f"Workhall {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    if sys.version_info < _OLDEST_PYTHON:
        return bad("versions", seen, "Workhall needs Python 3.11 or newer.")
    return well("versions", seen)


def data_dir(settings: Settings) -> Finding:
    folder = settings.data_dir.absolute()
    if not folder.exists():
        parent = _nearest(folder)
        if not os.access(parent, os.W_OK | os.X_OK):
            return bad(
                "data directory", f"{folder} cannot be made", f"Let this account write to {parent}, or say --data-dir."
            )
        return well("data directory", f"{folder} will be made at the first start")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return bad(
            "data directory", f"{folder} is closed to this account", "Run as the user who first started Workhall."
        )
    if folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return doubt("data directory", f"{folder} can be written to by others", f"chmod go-w {folder}")
    return well("data directory", f"{folder}")


def secret_key(settings: Settings) -> Finding:
    if given := settings.secret_key.reveal():
        return _judged_key("secret key", given, "WORKHALL_SECRET_KEY")
    path = settings.data_dir / KEY_FILE
    if not path.exists():
        return well("secret key", "will be made at the first start")
    try:
        text = path.read_text("ascii")
    except (PermissionError, UnicodeDecodeError) as error:
        return bad("secret key", f"{path} cannot be read: {error}", "Run as the user who first started Workhall.")
    if path.stat().st_mode & 0o077:
        return bad("secret key", f"{path} can be read by others", f"chmod 600 {path}")
    return _judged_key("secret key", text, str(path))


def disk(settings: Settings) -> Finding:
    usage = shutil.disk_usage(_nearest(settings.data_dir.absolute()))
    seen = f"{usage.free / 1e9:.1f} GB free of {usage.total / 1e9:.0f} GB"
    if usage.free < _TOO_LITTLE:
        return bad("disk", seen, "Make room: PostgreSQL stops when the disk is full.")
    if usage.free < _LITTLE:
        return doubt("disk", seen, "Make room soon: bookings, uploads and backups grow.")
    return well("disk", seen)


def clock(settings: Settings) -> Finding:
    """Files written in the future tell that the clock was set back, or is not set yet."""
    if not settings.data_dir.is_dir():
        return well("clock", "nothing to compare with yet")
    ahead_s = max((path.lstat().st_mtime for path in settings.data_dir.iterdir()), default=0.0) - time.time()
    if ahead_s > _AHEAD_S:
        return bad(
            "clock", f"{ahead_s:.0f} s behind files in {settings.data_dir}", "Set the clock of this machine by NTP."
        )
    return well("clock", "not behind the files written here")


def apps(settings: Settings) -> Finding:
    try:
        check_mounts(settings)
    except Invalid as error:
        return bad("front ends", str(error), "Name the directory that a build has written, with its index.html.")
    return well("front ends", ", ".join(settings.mounts) or "none mounted")


def _judged_key(subject: str, text: str, place: str) -> Finding:
    try:
        size = len(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        size = 0
    if size != _KEY_BYTES:
        return bad(
            subject, f"{place} holds no key", f"It must be {_KEY_BYTES} bytes in base64. Bring it back from a backup."
        )
    return well(subject, place)


def _nearest(path: Path) -> Path:
    """The path itself, or the nearest one above that exists."""
    return path if path.exists() else _nearest(path.parent)
