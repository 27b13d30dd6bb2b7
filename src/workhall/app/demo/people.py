"""The people: who they are, where and with whom they work, on which days they come in."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from random import Random
from typing import Final

from workhall.app.demo.buildings import MAIL, Building
from workhall.app.demo.chance import chance
from workhall.app.demo.names import POOLS

DIVISIONS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "Technology": {
        "Platform": ("Infrastructure", "Identity", "Data"),
        "Product": ("Booking", "Mobile", "Maps"),
        "Quality": ("Test Automation", "Release"),
    },
    "Commercial": {
        "Sales": ("Sales Europe", "Sales Americas", "Sales Pacific"),
        "Marketing": ("Brand", "Events"),
        "Customer Success": ("Onboarding", "Service Desk"),
    },
    "Corporate": {
        "Finance": ("Accounting", "Controlling"),
        "People and Culture": ("Recruiting", "Learning"),
        "Legal": ("Contracts", "Privacy"),
    },
    "Operations": {
        "Workplace": ("Facilities", "Reception", "Catering"),
        "Supply": ("Purchasing", "Logistics"),
    },
}
"""Division, department, team: groups that nest."""

EVERYBODY: Final = "Everybody"
MANAGERS: Final = "Managers"
WORKPLACE_MANAGERS: Final = "Workplace Managers"

TEAMS: Final = tuple(
    (division, department, team)
    for division, departments in DIVISIONS.items()
    for department, teams in departments.items()
    for team in teams
)
_HOME_TEAMS: Final = {"Sales Europe": "ams", "Sales Americas": "nyc", "Sales Pacific": "syd"}
_CARS: Final = ("Compact", "Estate", "Hatchback", "Saloon", "Van")
_COLOURS: Final = ("blue", "green", "grey", "red", "silver", "white")


class Role(IntEnum):
    """What somebody may do in the system."""

    NONE = 0
    SUPPORT = 1
    ADMINISTRATOR = 3


@dataclass(frozen=True, slots=True)
class Car:
    plate: str
    model: str
    colour: str


@dataclass(frozen=True, slots=True)
class Person:
    """`days` are those spent in the office, counted from Monday, 0; `begins` and `ends` are hours of the day."""

    number: int
    first: str
    last: str
    email: str
    building: str
    city: str
    country: str
    language: str
    department: str
    team: str
    level: str
    leads: bool
    role: Role
    days: tuple[int, ...]
    begins: float
    ends: float
    car: Car | None

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups joined directly; the team's department and division follow from its nesting."""
        joined = [self.team, self.city]
        if self.leads:
            joined.append(WORKPLACE_MANAGERS if self.department == "Workplace" else MANAGERS)
        return tuple(joined)


def groups(places: Sequence[Building]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Name every group with those it is inside of and what it is; outer ones come first."""
    yield EVERYBODY, (), "All who work here"
    for division, departments in DIVISIONS.items():
        yield division, (EVERYBODY,), "Division"
        for department, teams in departments.items():
            yield department, (division,), f"Department of {division}"
            for team in teams:
                yield team, (department,), f"Team of {department}"
    for building in places:
        yield building.city, (EVERYBODY,), f"People of {building.name}"
    yield MANAGERS, (EVERYBODY,), "All who lead a team"
    yield WORKPLACE_MANAGERS, (MANAGERS,), "May manage buildings, rooms and bookings"


def cast(seed: str, places: Sequence[Building]) -> tuple[Person, ...]:
    """Everybody; the same seed gives the same people."""
    found: list[Person] = []
    taken: set[str] = set()
    for building in places:
        draw = chance(seed, "people", building.code)
        for n in range(building.staff):
            first, last = _name(draw, building.code, taken)
            found.append(_person(draw, building, (first, last), n, len(found) + 1))
    return tuple(found)


def _name(draw: Random, code: str, taken: set[str]) -> tuple[str, str]:
    """A name that nobody has yet."""
    while True:
        pool = draw.choice(POOLS[code])
        other = draw.choice(POOLS[code]) if draw.random() < 0.12 else pool
        first, last = draw.choice(pool.first), draw.choice(other.last)
        if (address := _address(first, last)) not in taken:
            taken.add(address)
            return first, last


def _address(first: str, last: str) -> str:
    """first.last in plain letters."""
    text = f"{first}.{last.replace(' ', '')}".lower().replace("đ", "d").replace("ı", "i").replace("ł", "l")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return f"{plain}@{MAIL}"


def _person(draw: Random, building: Building, name: tuple[str, str], n: int, number: int) -> Person:
    teams = [team for team in TEAMS if _HOME_TEAMS.get(team[2], building.code) == building.code]
    _, department, team = teams[n % len(teams)]
    leads = n < len(teams)
    levels = building.desk_levels
    level = levels[(n % len(teams)) * len(levels) // len(teams)]
    begins = draw.choice((8.0, 8.5, 9.0, 9.0, 9.5))
    drives = bool(building.spaces) and draw.random() < 0.28
    return Person(
        number,
        *name,
        _address(*name),
        building.code,
        building.city,
        building.country,
        building.language,
        department,
        team,
        level.number,
        leads=leads,
        role=_role(department, n, leads=leads),
        days=tuple(sorted(draw.sample(range(5), draw.choices((1, 2, 3, 4, 5), (1, 3, 5, 3, 2))[0]))),
        begins=begins,
        ends=begins + draw.choice((7.5, 8.0, 8.0, 8.5)),
        car=_car(draw) if drives else None,
    )


def _role(department: str, n: int, *, leads: bool) -> Role:
    """The first of each building administers; whoever leads a team of the workplace department helps others."""
    if n == 0:
        return Role.ADMINISTRATOR
    return Role.SUPPORT if department == "Workplace" and leads else Role.NONE


def _car(draw: Random) -> Car:
    letters = "".join(draw.choices("BDFGHJKLNPRSTVXZ", k=4))
    plate = f"{letters[:2]}-{draw.randrange(100, 1000)}-{letters[2:]}"
    return Car(plate, draw.choice(_CARS), draw.choice(_COLOURS))
