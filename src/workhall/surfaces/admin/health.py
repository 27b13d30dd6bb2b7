"""How the house is: what a part says of itself, and what an administrator should do about it. Pure; asks nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from workhall.identity.chain import ChainState
from workhall.jobs import Queue
from workhall.persistence.backups import Backup
from workhall.persistence.vitals import Vitals
from workhall.surfaces.web.pages import N_
from workhall.surfaces.web.pages.parts import Tone

_LATE_S: Final = 60.0
_LAGGING_S: Final = 10.0
_SHARE_FULL: Final = 0.9
_UNSEALED: Final = timedelta(hours=1)
_OLD: Final = timedelta(days=7)
_OK: Final = "ok"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out. `behind_s`: age of the oldest announcement not yet told; `founded`: the organisation."""

    version: str
    started: datetime
    now: datetime
    public_url: str
    vitals: Vitals
    queue: Queue
    behind_s: float
    chain: ChainState
    backup: Backup | None
    founded: datetime
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the house: its name, how it is, in words (`N_`, with `words` filled in), and where to look."""

    id: str
    label: str
    tone: Tone
    text: str
    words: Mapping[str, object] = field(default_factory=dict)
    href: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, what it means, and where to mend it."""

    tone: Tone
    title: str
    text: str
    words: Mapping[str, object] = field(default_factory=dict)
    href: str = ""
    action: str = ""


def lines(facts: Facts) -> Iterator[Line]:
    """Each part of the house, in the order of a look around."""
    yield Line("server", N_("Server"), "ok", N_("Workhall %(version)s"), {"version": facts.version})
    yield _database(facts.vitals)
    yield from (_part(name, state) for name, state in facts.parts.items())
    yield _jobs(facts.queue)
    lagging = facts.behind_s > _LAGGING_S
    text = N_("The oldest waits for %(seconds)s s") if facts.behind_s else N_("Everything is told")
    yield Line("outbox", N_("Announcements"), "warn" if lagging else "ok", text, {"seconds": round(facts.behind_s)})
    yield _chain(facts)
    yield _backup(facts)


def troubles(facts: Facts) -> Iterator[Trouble]:
    """What somebody should do something about, the worst first."""
    for name, state in facts.parts.items():
        if state != _OK:
            yield Trouble("bad", _BROKEN.get(name, _BROKEN_OTHER), "%(state)s", {"part": name, "state": state})
    if facts.queue.dead:
        yield Trouble(
            "bad",
            N_("Work was given up on: %(number)s jobs."),
            N_("Each was tried twelve times. See why, then try again or discard it."),
            {"number": facts.queue.dead},
            "/admin/jobs",
            N_("See what failed"),
        )
    if facts.queue.oldest_s > _LATE_S:
        yield Trouble(
            "warn",
            N_("Work is late."),
            N_("The oldest job should have run %(minutes)s minutes ago. Mails and webhooks wait with it."),
            {"minutes": round(facts.queue.oldest_s / 60)},
        )
    if facts.behind_s > _LATE_S:
        yield Trouble(
            "warn", N_("Screens are behind."), N_("What changed in the last minute is not shown everywhere yet.")
        )
    if facts.vitals.connections >= facts.vitals.most_connections * _SHARE_FULL:
        yield Trouble(
            "warn",
            N_("The database is nearly out of connections."),
            N_("Raise max_connections, or lower WORKHALL_DATABASE_POOL or WORKHALL_WORKERS."),
        )
    yield from _backups(facts)
    yield from _address(facts.public_url)


_PARTS: Final[Mapping[str, str]] = {"jobs": N_("Background work"), "realtime": N_("Live updates")}
_BROKEN: Final[Mapping[str, str]] = {
    "jobs": N_("Background work stands still."),
    "realtime": N_("Live updates do not arrive."),
}
_BROKEN_OTHER: Final = N_("%(part)s does not work.")


def _part(name: str, state: str) -> Line:
    if state == _OK:
        return Line(f"part-{name}", _PARTS.get(name, name), "ok", N_("Works"))
    return Line(f"part-{name}", _PARTS.get(name, name), "bad", "%(state)s", {"state": state})


def _database(vitals: Vitals) -> Line:
    words = {"version": vitals.version, "connections": vitals.connections, "most": vitals.most_connections}
    full = vitals.connections >= vitals.most_connections * _SHARE_FULL
    text = N_("PostgreSQL %(version)s, %(connections)s of %(most)s connections")
    return Line("database", N_("Database"), "warn" if full else "ok", text, words)


def _jobs(queue: Queue) -> Line:
    words = {"waiting": queue.waiting, "dead": queue.dead}
    if queue.dead:
        return Line("jobs", N_("Jobs"), "bad", N_("%(dead)s given up on, %(waiting)s wait"), words, "/admin/jobs")
    tone: Tone = "warn" if queue.oldest_s > _LATE_S else "ok"
    return Line("jobs", N_("Jobs"), tone, N_("%(waiting)s wait"), words, "/admin/jobs")


def _chain(facts: Facts) -> Line:
    chain = facts.chain
    late = bool(chain.waiting and chain.last_at and facts.now - chain.last_at > _UNSEALED)
    text = N_("%(sealed)s entries sealed, %(waiting)s wait for their seal")
    words = {"sealed": chain.sealed, "waiting": chain.waiting}
    return Line("audit", N_("Audit log"), "warn" if late else "ok", text, words, "/admin/audit")


def _backup(facts: Facts) -> Line:
    if facts.backup is None:
        return Line("backup", N_("Backup"), "none", N_("No backup has been recorded"))
    tone: Tone = "warn" if facts.now - facts.backup.made_at > _OLD else "ok"
    words = {"days": (facts.now - facts.backup.made_at).days, "version": facts.backup.version}
    return Line("backup", N_("Backup"), tone, N_("%(days)s days old, of Workhall %(version)s"), words)


def _backups(facts: Facts) -> Iterator[Trouble]:
    """A house of some age without a backup of this week."""
    since = facts.backup.made_at if facts.backup else facts.founded
    if facts.now - since <= _OLD:
        return
    text = N_("Run “workhall backup FILE” every night, and keep the file on another machine.")
    if facts.backup is None:
        yield Trouble("warn", N_("No backup has been recorded."), text)
    else:
        yield Trouble("warn", N_("The last backup is %(days)s days old."), text, {"days": (facts.now - since).days})


def _address(public_url: str) -> Iterator[Trouble]:
    if not public_url:
        yield Trouble(
            "warn",
            N_("Nobody has told the server its address."),
            N_("Links in mails and one-time links point to this machine. Set WORKHALL_PUBLIC_URL and restart."),
        )
    elif urlsplit(public_url).scheme == "http" and not _is_here(urlsplit(public_url).hostname or ""):
        yield Trouble(
            "warn",
            N_("People sign in without encryption."),
            N_("The public address begins with http. Put a proxy with a certificate in front, and set it to https."),
        )


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
