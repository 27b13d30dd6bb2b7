"""What the gallery shows: invented people and rooms in every part and every state.

Served at an administrator's own address and drawn by the browser tests, so that a part is looked at before it is used.
Its words are samples and stand outside the catalogues.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from workhall.surfaces.web.pages.address import Address
from workhall.surfaces.web.pages.parts import (
    Account,
    Change,
    Check,
    Choice,
    Entry,
    Link,
    NavGroup,
    Node,
    Shell,
    Toast,
    Tone,
)

NOW: Final = datetime(2026, 4, 14, 7, 41, 52, tzinfo=UTC)
"""09:41:52 in Amsterdam, the moment the samples are told at."""


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    group: str
    state: str
    tone: Tone
    bookings: int


_ANA = Person("p1", "Ana Diaz", "Facilities", "Active", "ok", 41)
_JORIS = Person("p2", "Joris de Vries", "Finance", "Invited", "warn", 0)
_MEI = Person("p3", "Mei Tanaka", "Research", "Left on 1 April", "none", 1118)


def gallery() -> dict[str, object]:
    """Say the values `gallery.html` wants, whoever reads it."""
    return {
        "shell": _shell(),
        "address": Address("/gallery", (("sort", "-name"), ("page", "2"))),
        "people": (_ANA, _JORIS, _MEI),
        "tree": _tree(),
        "entries": _entries(),
        "checks": _checks(),
        "moments": (NOW - timedelta(minutes=4), NOW - timedelta(days=40)),
        "toasts": (
            Toast("Aurora booked for 30 minutes.", action="Undo", href="/gallery"),
            Toast("Not saved: Ember is held until 10:30. Grove is free.", tone="bad"),
        ),
        "problems": {"domain": "Enter a domain without a slash, such as bergmann.example."},
        "features": tuple(Choice(word.lower(), word) for word in ("Video", "Whiteboard", "Hearing loop", "Step-free")),
        "approvals": (
            Choice("nobody", "Nobody needs to approve", "A booking holds the room at once"),
            Choice("facilities", "Facilities approves", "The room is held while they decide"),
        ),
        "zones": (Choice("4", "Level 4"), Choice("3", "Level 3")),
        "tones": ("none", "info", "ok", "warn", "bad"),
    }


def _shell() -> Shell:
    places = (
        Link("Zones", "#zones", "building", current=True),
        Link("Systems", "#systems", "door"),
        Link("Lockers", "#lockers", "locker", badge="1", tone="bad"),
    )
    people = (Link("Users and groups", "#users", "users"), Link("Visitors", "#visitors", "visitor"))
    return Shell(
        organisation="Bergmann",
        home="/",
        navigation="Administration",
        groups=(
            NavGroup("", (Link("Overview", "#overview", "gauge"),)),
            NavGroup("Places", places),
            NavGroup("People", people),
        ),
        account=Account("Lena Hartmann", "Administrator", "Europe/Berlin", (Link("My keys", "#keys", "key"),)),
        organisations=(
            Link("Bergmann Instruments", "#bi", current=True, tone="info"),
            Link("Example organisation", "#ex", tone="ok"),
        ),
        notices=(Link("Google Workspace is 14 min behind", "#gw", tone="warn"),),
        search="/search",
        commands=(
            Link("Aurora", "#aurora", "door", badge="Room · Level 4"),
            Link("Add tenant", "#add", "plug", badge="Command"),
        ),
    )


def _tree() -> tuple[Node, ...]:
    levels = (Node("Level 4", "#l4", "map", "11", current=True), Node("Level 3", "#l3", "map", "14"))
    house = Node("Havenkade 12", "#h12", "building", "48 rooms", open=True, children=levels)
    lab = Node("Labor Süd", "#lab", "building", "9 rooms", children=(), children_href="/gallery/lab")
    return (Node("Europe", "#eu", "building", "3", open=True, children=(house, lab)),)


def _entries() -> tuple[Entry, ...]:
    changes = (Change("capacity", "10", "12"), Change("features", None, "whiteboard"))
    return (
        Entry("Ana Diaz", "changed two properties of Aurora", NOW - timedelta(minutes=10), "ok", changes),
        Entry("Reception screens", "was refused: 403 key_scope", NOW - timedelta(days=1, hours=2)),
    )


def _checks() -> tuple[Check, ...]:
    help_link = Link("Show me how", "#consent")
    grant = "Grant Calendars.ReadWrite, consent as an administrator, check again."
    return (
        Check("Token", "done", "Issued for 59 minutes"),
        Check("Calendar", "fail", grant, "403 ErrorAccessDenied", help_link),
        Check("Change notices", "now", "Waiting for the first one"),
        Check("Write and take back"),
    )
