"""Who asks, how they prove it, what they may, and what is written down about it."""

from workhall.identity.actor import ADMIN, SUPPORT, Actor, Kind
from workhall.identity.audit import record
from workhall.identity.authenticate import Credentials, authenticate
from workhall.identity.keyring import Keyring
from workhall.identity.tokens import Claims, Person

__all__ = [
    "ADMIN",
    "SUPPORT",
    "Actor",
    "Claims",
    "Credentials",
    "Keyring",
    "Kind",
    "Person",
    "authenticate",
    "record",
]
