"""Workhall's own PostgreSQL: its files, its process, its life. Nobody has to install or run a database.

`EmbeddedPostgres` is started by `workhall serve` when no database URL is set. One process owns it; workers connect.
For Linux and macOS; elsewhere a database URL is needed.
"""

from workhall.persistence.embedded.access import Access
from workhall.persistence.embedded.binaries import Binaries
from workhall.persistence.embedded.errors import AlreadyServed, DatabaseDidNotStart, DatabaseUnusable
from workhall.persistence.embedded.premises import Cluster
from workhall.persistence.embedded.server import Change, EmbeddedPostgres, State, running_at

__all__ = [
    "Access",
    "AlreadyServed",
    "Binaries",
    "Change",
    "Cluster",
    "DatabaseDidNotStart",
    "DatabaseUnusable",
    "EmbeddedPostgres",
    "State",
    "running_at",
]
