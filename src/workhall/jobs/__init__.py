"""Work after the commit: a queue in PostgreSQL, at least once.

A job is enqueued in the transaction that causes it (`tx.enqueue`). It runs in a transaction of its own
organisation, and its row goes in that same transaction: what it does to the database happens once. What it
does elsewhere must be repeatable.
"""

from workhall.jobs.dead import discard, list_dead, queue, retry
from workhall.jobs.registry import Registry, Work
from workhall.jobs.store import DeadJob, Queue
from workhall.jobs.worker import Worker

__all__ = ["DeadJob", "Queue", "Registry", "Work", "Worker", "discard", "list_dead", "queue", "retry"]
