"""The sections of the administration, in the order of the side. A new section is a line here."""

from dataclasses import dataclass
from typing import Final

from workhall.surfaces.web.pages import N_, Link, NavGroup, translate

PLACES: Final = N_("Places")
PEOPLE: Final = N_("People")
CONNECTIONS: Final = N_("Connections")
HOUSE: Final = N_("House")


@dataclass(frozen=True, slots=True)
class Section:
    """A line of the side. Pages below `href` mark it as current. An empty group stands first and alone."""

    label: str
    href: str
    icon: str
    group: str = ""


SECTIONS: Final = (
    Section(N_("Overview"), "/admin/", "gauge"),
    Section(N_("Zones"), "/admin/zones", "building", PLACES),
    Section(N_("Systems"), "/admin/systems", "door", PLACES),
    Section(N_("Assets"), "/admin/assets", "desk", PLACES),
    Section(N_("People"), "/admin/people", "users", PEOPLE),
    Section(N_("Groups"), "/admin/groups", "user", PEOPLE),
    Section(N_("API keys"), "/admin/keys", "key", CONNECTIONS),
    Section(N_("Applications"), "/admin/applications", "apps", CONNECTIONS),
    Section(N_("Organisation"), "/admin/organisation", "home", HOUSE),
    Section(N_("Domains"), "/admin/domains", "plug", HOUSE),
    Section(N_("Uploads"), "/admin/uploads", "upload", HOUSE),
    Section(N_("Audit log"), "/admin/audit", "log", HOUSE),
)

COMMANDS: Final = (
    Section(N_("Add zone"), "/admin/zones/new", "plus"),
    Section(N_("Add system"), "/admin/systems/new", "plus"),
    Section(N_("Add asset"), "/admin/assets/new", "plus"),
    Section(N_("Upload a file"), "/admin/uploads/new", "upload"),
    Section(N_("Add person"), "/admin/people/new", "plus"),
    Section(N_("Add group"), "/admin/groups/new", "plus"),
    Section(N_("Create API key"), "/admin/keys/new", "key"),
    Section(N_("Register application"), "/admin/applications/new", "apps"),
    Section(N_("Add domain"), "/admin/domains/new", "plug"),
)


def side(path: str, language: str) -> tuple[NavGroup, ...]:
    """Draw the side for a page at `path`."""
    here = _current(path)
    groups: dict[str, list[Link]] = {}
    for section in SECTIONS:
        label = translate(language, section.label)
        groups.setdefault(section.group, []).append(Link(label, section.href, section.icon, current=section is here))
    return tuple(NavGroup(translate(language, title) if title else "", links) for title, links in groups.items())


def commands(language: str) -> tuple[Link, ...]:
    """What the palette offers: every section, and what one may begin anywhere."""
    command = translate(language, N_("Command"))
    sections = [Link(translate(language, one.label), one.href, one.icon) for one in SECTIONS]
    begun = [Link(translate(language, one.label), one.href, one.icon, badge=command) for one in COMMANDS]
    return (*sections, *begun)


def _current(path: str) -> Section | None:
    found = [one for one in SECTIONS if path == one.href or path.startswith(one.href.rstrip("/") + "/")]
    deepest = max(found, key=lambda one: len(one.href), default=None)
    return None if deepest is SECTIONS[0] and path.rstrip("/") != "/admin" else deepest
