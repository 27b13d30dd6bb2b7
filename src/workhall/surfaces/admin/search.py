"""Search over everything: what the palette's trigger leads to without script."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from workhall.domain import organisations, people, places
from workhall.identity import find_applications, find_keys
from workhall.kernel.paging import Page
from workhall.kernel.search import parse
from workhall.surfaces.admin import navigation, shell
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Link

pages = Pages()
_FEW: Final = Page(10)


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind, and where there is more of it."""

    title: str
    links: list[Link]
    total: int
    more: str


@pages.get("/search")
async def search(visit: Visit) -> Response:
    q = (visit.query.text("q") or "").strip()
    hits = [one for one in [_sections(visit, q), *(await _records(visit, q) if q else [])] if one.links]
    return shell.page(visit, "admin/search.html", fragment="rows", q=q, hits=hits)


async def _records(visit: Visit, q: str) -> list[Hits]:
    tx, actor = visit.tx, visit.actor
    found_people = await people.find(tx, people.Filter(q=q), _FEW)
    groups = await people.groups(tx, q, _FEW)
    zones = await places.zones.find(tx, actor, places.zones.ZoneFilter(parse(q)), _FEW)
    domains = await organisations.domains(tx, q, _FEW)
    hits = [
        Hits(
            visit.say(N_("People")),
            [Link(one.name, visit.path("people", one.user_id), "user", badge=one.email) for one in found_people],
            found_people.total,
            "people",
        ),
        Hits(
            visit.say(N_("Groups")),
            [Link(one.name, visit.path("groups", one.group_id), "users") for one in groups],
            groups.total,
            "groups",
        ),
        Hits(
            visit.say(N_("Zones")),
            [Link(one.zone.name, visit.path("zones", one.zone.zone_id), "building") for one in zones],
            zones.total,
            "zones",
        ),
        Hits(
            visit.say(N_("Domains")),
            [Link(one.domain, visit.path("domains", one.domain_id), "plug") for one in domains],
            domains.total,
            "domains",
        ),
    ]
    return [*hits, *(await _credentials(visit, q) if actor.is_admin else [])]


async def _credentials(visit: Visit, q: str) -> list[Hits]:
    keys = await find_keys(visit.tx, visit.actor, _FEW, q=q)
    apps = await find_applications(visit.tx, _FEW, q=q)
    return [
        Hits(
            visit.say(N_("API keys")),
            [Link(one.name, visit.path("keys", one.api_key_id), "key", badge=one.holder_name) for one in keys],
            keys.total,
            "keys",
        ),
        Hits(
            visit.say(N_("Applications")),
            [Link(one.name, visit.path("applications", one.application_id), "apps") for one in apps],
            apps.total,
            "applications",
        ),
    ]


def _sections(visit: Visit, q: str) -> Hits:
    """Pages whose name fits; all of them while nothing is asked for."""
    links = [link for link in navigation.commands(visit.reader.locale) if q.lower() in link.label.lower()]
    return Hits(visit.say(N_("Pages")), links, len(links), "")
