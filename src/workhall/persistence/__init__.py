"""PostgreSQL: pool, transactions scoped to an organisation, migrations, and the embedded server."""

from workhall.persistence.database import RETRIED, Database
from workhall.persistence.transaction import Announcement, Entry, Job, Transaction

__all__ = ["RETRIED", "Announcement", "Database", "Entry", "Job", "Transaction"]
