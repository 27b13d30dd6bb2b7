"""The running server's parts, as surfaces see them. Built once, in `app`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from workhall.identity import Keyring
from workhall.kernel.time import utc_now
from workhall.persistence import Database
from workhall.ports.blobs import Blobs
from workhall.realtime import Hub
from workhall.settings import Settings
from workhall.tenancy import Residences, Sealer


@dataclass(slots=True)
class House:
    """`mounts` are front ends by path prefix; `parts` says which background parts work, for health pages.

    `blobs` keeps the bytes of files. `started` is when this process was. `hub` tells what was announced on any node.
    """

    settings: Settings
    database: Database
    sealer: Sealer
    keyring: Keyring
    residences: Residences
    blobs: Blobs
    mounts: Mapping[str, Path] = field(default_factory=dict)
    parts: dict[str, Callable[[], str]] = field(default_factory=dict)
    started: datetime = field(default_factory=utc_now)
    hub: Hub = field(default_factory=Hub)
