"""What stands around every tab of a zone or a system: its name, where it lies, its tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote

from workhall.domain import places
from workhall.domain.places import System, Zone
from workhall.surfaces.admin.atlas import name_of
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Link

Kind = Literal["zones", "systems"]
_ZONE_TABS: Final = (
    ("", N_("What it is")),
    ("children", N_("Zones in it")),
    ("systems", N_("Systems in it")),
    ("metadata", N_("Documents")),
    ("settings", N_("Settings")),
    ("history", N_("History")),
)
_SYSTEM_TABS: Final = (
    ("", N_("What it is")),
    ("metadata", N_("Documents")),
    ("settings", N_("Settings")),
    ("modules", N_("Modules")),
    ("history", N_("History")),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """`ident` is the id of the place, `href` its first tab."""

    kind: Kind
    ident: str
    name: str
    text: str
    href: str
    crumbs: tuple[Link, ...]
    tabs: tuple[Link, ...]

    def at(self, *parts: object) -> str:
        """An address below the place; names may hold slashes and anything else."""
        return "/".join((self.href, *(quote(str(part), safe="@") for part in parts)))

    def trail(self, *further: Link) -> tuple[Link, ...]:
        """The crumbs of a page below one of the tabs."""
        return (*self.crumbs, Link(self.name, self.href), *further)


async def frame_of(visit: Visit, tab: str) -> Frame:
    """Draw the frame of the zone or system that the path names."""
    if visit.request.url.path.startswith("/admin/systems/"):
        return await of_system(visit, await places.systems.show(visit.tx, visit.actor, visit.values["id"]), tab)
    return await of_zone(visit, await places.zones.show(visit.tx, visit.values["id"]), tab)


async def of_zone(visit: Visit, zone: Zone, tab: str) -> Frame:
    above = await places.zones.around(visit.tx, zone.zone_id)
    crumbs = (Link(visit.say(N_("Zones")), "/admin/zones"), *_links(visit, above))
    text = zone.name if zone.display_name and zone.display_name != zone.name else ""
    href = visit.path("zones", zone.zone_id)
    return Frame("zones", zone.zone_id, name_of(zone), text, href, crumbs, _tabs(visit, href, _ZONE_TABS, tab))


async def of_system(visit: Visit, system: System, tab: str) -> Frame:
    href = visit.path("systems", system.system_id)
    crumbs = (Link(visit.say(N_("Systems")), "/admin/systems"),)
    name = system.display_name or system.name
    text = system.name if name != system.name else ""
    return Frame("systems", system.system_id, name, text, href, crumbs, _tabs(visit, href, _SYSTEM_TABS, tab))


def _links(visit: Visit, above: Sequence[Zone]) -> list[Link]:
    return [Link(name_of(zone), visit.path("zones", zone.zone_id)) for zone in above]


def _tabs(visit: Visit, href: str, tabs: Sequence[tuple[str, str]], current: str) -> tuple[Link, ...]:
    shown = [one for one in tabs if one[0] != "history" or visit.actor.is_admin]
    return tuple(
        Link(visit.say(label), f"{href}/{tab}" if tab else href, current=tab == current) for tab, label in shown
    )
