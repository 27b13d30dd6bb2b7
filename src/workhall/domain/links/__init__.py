"""Short addresses that lead elsewhere."""

from workhall.domain.links.commands import add, change, find, follow, get, remove
from workhall.domain.links.model import ShortUrl, ShortUrlChanges

__all__ = ["ShortUrl", "ShortUrlChanges", "add", "change", "remove", "follow", "find", "get"]
