"""PostgreSQL: pool, transactions scoped to an organisation, migrations, and the embedded server."""

from workhall.persistence.database import RETRIED, Database
from workhall.persistence.failures import LOST, UNFIT
from workhall.persistence.transaction import Announcement, Entry, Job, Transaction

__all__ = ["LOST", "RETRIED", "UNFIT", "Announcement", "Database", "Entry", "Job", "Transaction"]
