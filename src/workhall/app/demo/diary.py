"""A day in a building: who books which desk, space and room, when, and what becomes of it.

It depends on the seed and the date only, so that a day looks the same whenever it is filled in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from workhall.app.demo.buildings import Building, Level, Room
from workhall.app.demo.chance import chance
from workhall.app.demo.documents import keepers
from workhall.app.demo.people import Person
from workhall.app.demo.plan.floor import RoomKind
from workhall.kernel.time import zone

DAYS: Final = 7
"""How far the diary reaches, back and ahead."""

_SLOT: Final = timedelta(minutes=30)
_TITLES: Final = {
    RoomKind.FOCUS: ("Focus time", "Phone call", "Interview by phone", "Writing"),
    RoomKind.SMALL: ("One to one", "Interview", "{team} catch-up", "Pairing", "Coaching"),
    RoomKind.MEDIUM: (
        "{team} stand-up",
        "{team} planning",
        "Design review",
        "Customer call",
        "Budget",
        "Retrospective",
    ),
    RoomKind.LARGE: ("{department} weekly", "Roadmap", "Workshop", "Customer visit", "Quarterly review"),
    RoomKind.BOARD: ("Management meeting", "Negotiation", "{department} all hands"),
    RoomKind.TRAINING: ("First aid course", "New colleagues' day", "Security training", "Town hall"),
}


class Kind(StrEnum):
    """The types of bookings, as apps name them."""

    DESK = "desk"
    PARKING = "parking"
    ROOM = "room"


class Act(StrEnum):
    """What happens to a booking after it was made."""

    APPROVE = "approve"
    REJECT = "reject"
    CANCEL = "cancel"
    CHECK_IN = "check in"
    CHECK_OUT = "check out"


@dataclass(frozen=True, slots=True)
class Entry:
    """`asset` is the id of the shape in the plan; `fate` what happens and when, in order of time."""

    kind: Kind
    level: str
    asset: str
    asset_name: str
    title: str
    person: Person
    starts: datetime
    ends: datetime
    made: datetime
    fate: tuple[tuple[datetime, Act], ...]


def working_days(building: Building, now: datetime) -> list[date]:
    """The days the diary covers, as the building counts them, without weekends."""
    today = now.astimezone(zone(building.timezone)).date()
    around = (today + timedelta(days=n) for n in range(-DAYS, DAYS + 1))
    return [day for day in around if day.weekday() < 5]


def entries(seed: str, building: Building, people: Sequence[Person], day: date) -> list[Entry]:
    """Everything booked in a building for one day."""
    draw = chance(seed, "diary", building.code, day.isoformat())
    page = _Page(draw, building, day)
    here = [
        person
        for person in people
        if person.building == building.code and day.weekday() in person.days and draw.random() < 0.92
    ]
    found = list(page.desks(people, here))
    found.extend(page.parking(here))
    for level in building.levels:
        for room in level.rooms:
            found.extend(page.meetings(level, room, here))
    return found


class _Page:
    """One day being written."""

    def __init__(self, draw: Random, building: Building, day: date) -> None:
        self._draw = draw
        self._building = building
        self._midnight = datetime(day.year, day.month, day.day, tzinfo=zone(building.timezone))

    def desks(self, people: Sequence[Person], here: Sequence[Person]) -> Iterator[Entry]:
        """Everybody sits on the level of the team, as a rule at the usual desk."""
        for level in self._building.desk_levels:
            kept = {person.number: ident for ident, person in keepers(level, people).items()}
            names = {desk.ident: desk.name for desk in level.desks}
            free = [desk.ident for desk in level.desks if desk.bookable and desk.ident not in kept.values()]
            taken: set[str] = set()
            for person in here:
                if person.level != level.number:
                    continue
                usual = person.number * 7 % len(free)
                nearest = (free[(usual + n) % len(free)] for n in range(len(free)))
                own = kept.get(person.number) or next(one for one in nearest if one not in taken)
                taken.add(own)
                hours = (person, *self._hours(person))
                yield self._entry(Kind.DESK, level, (own, names[own]), "Desk", hours)

    def parking(self, here: Sequence[Person]) -> Iterator[Entry]:
        """Whoever drives finds a space, until all are taken."""
        drivers = [person for person in here if person.car]
        self._draw.shuffle(drivers)
        spaces = [(level, space) for level in self._building.levels for space in level.spaces]
        self._draw.shuffle(spaces)
        for person, (level, space) in zip(drivers, spaces[:-4], strict=False):
            hours = (person, person.begins - 0.5, person.ends + 0.5)
            yield self._entry(Kind.PARKING, level, (space.ident, space.name), "Parking", hours)

    def meetings(self, level: Level, room: Room, here: Sequence[Person]) -> Iterator[Entry]:
        """A room's day, from nine to half past five: meetings with gaps between them."""
        at = 9.0 + 0.5 * self._draw.randrange(8)
        while at < 17.0 and here:
            length = self._draw.choice((0.5, 0.5, 1.0, 1.0, 1.5) if room.seats < 10 else (1.0, 1.5, 2.0))
            host = self._draw.choice(here)
            title = self._draw.choice(_TITLES[room.kind]).format(team=host.team, department=host.department)
            ends = min(at + length, 17.5)
            decided = room.needs_approval
            yield self._entry(Kind.ROOM, level, (room.ident, room.name), title, (host, at, ends), decided=decided)
            at = ends + 0.5 * self._draw.randrange(1, 12)

    def _hours(self, person: Person) -> tuple[float, float]:
        """A whole day, or half of one."""
        drawn = self._draw.random()
        if drawn < 0.08:
            return person.begins, 13.0
        if drawn < 0.14:
            return 13.0, person.ends
        return person.begins, person.ends

    def _entry(  # noqa: PLR0913  the parts of a booking, in the order in which one tells it
        self,
        kind: Kind,
        level: Level,
        asset: tuple[str, str],
        title: str,
        hours: tuple[Person, float, float],
        *,
        decided: bool = False,
    ) -> Entry:
        person, begins, ends = hours
        starts, ending = self._at(begins), self._at(ends)
        made = starts - timedelta(days=self._draw.randrange(1, 9), minutes=self._draw.randrange(0, 420))
        fate = tuple(self._fate(kind, (made, starts, ending), decided=decided))
        return Entry(kind, level.number, *asset, title, person, starts, ending, made, fate)

    def _fate(
        self, kind: Kind, times: tuple[datetime, datetime, datetime], *, decided: bool
    ) -> Iterator[tuple[datetime, Act]]:
        made, starts, ends = times
        between = made + (starts - made) * self._draw.uniform(0.1, 0.9)
        drawn = self._draw.random()
        if decided or drawn > 0.97:
            granted = self._draw.random() < (0.8 if decided else 0.4)
            yield between, Act.APPROVE if granted else Act.REJECT
            if not granted:
                return
        if drawn < 0.07:
            yield between, Act.CANCEL
            return
        if drawn < 0.19:
            return  # nobody came
        yield starts + timedelta(minutes=self._draw.randrange(26)), Act.CHECK_IN
        if kind is not Kind.ROOM and drawn < 0.5:
            yield ends - timedelta(minutes=self._draw.randrange(5, 90)), Act.CHECK_OUT

    def _at(self, hour: float) -> datetime:
        """An hour of the day by the building's clock."""
        return self._midnight + timedelta(hours=hour)
