"""Backups: everything of a house in one file, and back again."""

from workhall.app.keeping.backup import back_up
from workhall.app.keeping.restore import check, restore

__all__ = ["back_up", "check", "restore"]
