"""The overview: what is wrong first, then numbers, then how the house stands and what was done last."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from starlette.responses import Response

from workhall import __version__, jobs, realtime
from workhall.domain import holds, people, places
from workhall.identity import chain, latest_changes
from workhall.kernel.paging import Page
from workhall.kernel.time import Interval
from workhall.kernel.time import zone as zone_named
from workhall.persistence.backups import last_backup
from workhall.persistence.vitals import vitals
from workhall.surfaces.admin import health, history, shell
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_

pages = Pages()
_LATEST: Final = 6
_NOTHING: Final = Page(0)


@dataclass(frozen=True, slots=True)
class Number:
    """How many of something, and the list behind it."""

    label: str
    value: int
    href: str = ""


@pages.get("/")
async def overview(visit: Visit) -> Response:
    facts = await _facts(visit)
    admin = visit.actor.is_admin
    entries = await latest_changes(visit.tx, visit.actor, _LATEST) if admin else ()
    return shell.page(
        visit,
        "admin/overview.html",
        facts=facts,
        lines=list(health.lines(facts)),
        troubles=list(health.troubles(facts)),
        numbers=await _numbers(visit),
        entries=history.entries(visit, entries),
    )


@pages.get("/health")
async def card(visit: Visit) -> Response:
    """How the house is, as a page; for htmx the card alone, which the overview asks for every ten seconds."""
    facts = await _facts(visit)
    return shell.page(visit, "admin/health.html", fragment="card", facts=facts, lines=list(health.lines(facts)))


async def _facts(visit: Visit) -> health.Facts:
    tx, house = visit.tx, visit.house
    return health.Facts(
        __version__,
        house.started,
        tx.now,
        house.settings.public_url,
        await vitals(tx),
        await jobs.queue(tx),
        await realtime.lag(tx),
        await chain.state(tx),
        await last_backup(tx),
        visit.organisation.created_at,
        {name: told() for name, told in house.parts.items()},
    )


async def _numbers(visit: Visit) -> list[Number]:
    tx, actor = visit.tx, visit.actor
    everybody = await people.find(tx, people.Filter(), _NOTHING)
    groups = await people.groups(tx, None, _NOTHING)
    systems = await places.systems.find(tx, places.systems.SystemFilter(), _NOTHING)
    tagged = [
        Number(label, (await places.zones.find(tx, actor, _tagged(tag), _NOTHING)).total, f"/admin/zones?tag={tag}")
        for label, tag in ((N_("Buildings"), "building"), (N_("Levels"), "level"))
    ]
    return [
        Number(N_("People"), everybody.total, "/admin/people"),
        Number(N_("Groups"), groups.total, "/admin/groups"),
        *tagged,
        Number(N_("Systems"), systems.total, "/admin/systems"),
        Number(N_("Bookings today"), await holds.count_starting(tx, _today(visit))),
    ]


def _today(visit: Visit) -> Interval:
    """The reader's day, from midnight to midnight."""
    zone = zone_named(visit.reader.zone)
    day = visit.tx.now.astimezone(zone).date()
    start, end = (datetime.combine(day + timedelta(days=n), time.min, zone) for n in (0, 1))
    return Interval(int(start.timestamp()), int(end.timestamp()))


def _tagged(tag: str) -> places.zones.ZoneFilter:
    return places.zones.ZoneFilter(tags=(tag,))
