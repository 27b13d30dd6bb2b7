"""Calendar connections: which of an organisation's connections serves whom, and what it allows."""

from workhall.domain.connections.commands import change, create, remove, set_early_checkin, set_limits
from workhall.domain.connections.events import ConnectionChanged
from workhall.domain.connections.model import BadConnection, Connection, Given, Platform
from workhall.domain.connections.queries import get, listed, serving

__all__ = [
    "BadConnection",
    "Connection",
    "ConnectionChanged",
    "Given",
    "Platform",
    "change",
    "create",
    "get",
    "listed",
    "remove",
    "serving",
    "set_early_checkin",
    "set_limits",
]
