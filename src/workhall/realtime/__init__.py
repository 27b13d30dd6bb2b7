"""Announcements from the outbox to whoever listens, on every node. Knows no subject.

A committed announcement gets its *position* from one relay at a time, in the order of commits, so a reader
that remembers a position never misses one. NOTIFY only wakes; a lost one costs a second, nothing else.
"""

from workhall.realtime.hub import Hub, Subscription
from workhall.realtime.relay import Relay
from workhall.realtime.store import News, lag

__all__ = ["Hub", "News", "Relay", "Subscription", "lag"]
