"""The three buildings: their levels, rooms, desks, parking spaces and lockers, and the plans that show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workhall.app.demo.chance import chance
from workhall.app.demo.names import ROOMS
from workhall.app.demo.plan import amsterdam, new_york, sydney
from workhall.app.demo.plan.draw import Marks, draw
from workhall.app.demo.plan.floor import Floor, PlaceMark, RoomKind, RoomMark

MAIL: Final = "workhall.example"
"""Nobody can own it (RFC 2606), so no letter of the demonstration ever reaches a stranger."""

_SCREEN: Final = ("Screen", "Video call", "Whiteboard")
_FEATURES: Final = {
    RoomKind.FOCUS: ("Screen",),
    RoomKind.SMALL: ("Screen", "Whiteboard"),
    RoomKind.MEDIUM: _SCREEN,
    RoomKind.LARGE: (*_SCREEN, "Conference phone"),
    RoomKind.BOARD: (*_SCREEN, "Conference phone", "Catering"),
    RoomKind.TRAINING: (*_SCREEN, "Microphone", "Hearing loop"),
}
_DESK_FEATURES: Final = ("Two screens", "Height adjustable", "Docking station", "Quiet")


@dataclass(frozen=True, slots=True)
class Room:
    """`ident` is the id of its shape in the plan, `code` its number on the door."""

    ident: str
    code: str
    name: str
    kind: RoomKind
    seats: int
    email: str
    features: tuple[str, ...]

    @property
    def needs_approval(self) -> bool:
        return self.kind in {RoomKind.BOARD, RoomKind.TRAINING}


@dataclass(frozen=True, slots=True)
class Desk:
    """`ident` is its shape in the plan, and what bookings name; so it is unique in the organisation."""

    ident: str
    name: str
    features: tuple[str, ...]
    bookable: bool
    is_kept: bool
    """Whether it belongs to one person."""


@dataclass(frozen=True, slots=True)
class Space:
    ident: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Lockers in rows of `columns`, `height` rows of them."""

    ident: str
    name: str
    columns: int
    height: int

    @property
    def lockers(self) -> Iterator[tuple[str, str, int, int]]:
        """Id, number on the door, column and row of each."""
        for row in range(self.height):
            for column in range(self.columns):
                number = row * self.columns + column + 1
                yield f"{self.ident}-{number:02}", f"{number:02}", column, row


@dataclass(frozen=True)
class Level:
    """One floor. `number` is what the lift says, `code` its building's."""

    code: str
    building: str
    number: str
    floor: Floor
    rooms: tuple[Room, ...]
    desks: tuple[Desk, ...]
    spaces: tuple[Space, ...]
    bank: Bank | None

    @property
    def is_parking(self) -> bool:
        return bool(self.spaces)

    @property
    def name(self) -> str:
        return "Parking" if self.is_parking else f"Level {self.number}"

    @property
    def full_name(self) -> str:
        """Unique in the organisation, as names of zones are."""
        return f"{self.building} {self.name}"

    @property
    def ident(self) -> str:
        return f"{self.code}-{self.number.lower()}"

    @property
    def capacity(self) -> int:
        return len(self.desks) or len(self.spaces)

    @cached_property
    def plan(self) -> str:
        """The drawing, as SVG."""
        bank = PlaceMark(self.bank.ident, self.bank.name) if self.bank else None
        marks = Marks(
            [RoomMark(room.ident, room.name, room.seats) for room in self.rooms],
            [PlaceMark(desk.ident, desk.name) for desk in self.desks],
            [PlaceMark(space.ident, space.name, space.note) for space in self.spaces],
            bank,
        )
        return draw(self.floor, marks, f"{self.building}, {self.name}")


@dataclass(frozen=True)
class Building:
    """`location` is "latitude,longitude"; `staff` how many people work here."""

    code: str
    name: str
    city: str
    country: str
    address: str
    timezone: str
    location: str
    language: str
    staff: int
    levels: tuple[Level, ...]

    @property
    def desk_levels(self) -> tuple[Level, ...]:
        return tuple(level for level in self.levels if level.desks)

    @property
    def spaces(self) -> tuple[Space, ...]:
        return tuple(space for level in self.levels for space in level.spaces)


class _Builder:
    """Hands out names and numbers while the levels of one building are made."""

    def __init__(self, seed: str, code: str, name: str) -> None:
        self._code, self._name = code, name
        self._chance = chance(seed, "rooms", code)
        self._long, self._short = list(ROOMS[code].long), list(ROOMS[code].short)
        self._chance.shuffle(self._long)
        self._chance.shuffle(self._short)

    def level(self, number: str, floor: Floor) -> Level:
        ident = f"{self._code}-{number.lower()}"
        bank = Bank(f"bank-{ident}", "Lockers", 12, 4) if floor.lockers else None
        return Level(
            self._code,
            self._name,
            number,
            floor,
            tuple(self._room(ident, number, n, kind) for n, kind in enumerate(floor.room_kinds, 1)),
            tuple(self._desk(ident, number, n) for n in range(1, floor.desks + 1)),
            tuple(self._space(ident, n) for n in range(1, floor.spaces + 1)),
            bank,
        )

    def _room(self, ident: str, number: str, n: int, kind: RoomKind) -> Room:
        name = (self._short if kind is RoomKind.FOCUS else self._long).pop()
        code = f"{number}.{n:02}"
        address = f"{name.lower()}.{self._code}@rooms.{MAIL}"
        return Room(
            f"area-{ident}-{n:02}", code, name, kind, self._chance.choice(kind.value.seats), address, _FEATURES[kind]
        )

    def _desk(self, ident: str, number: str, n: int) -> Desk:
        features = tuple(one for one in _DESK_FEATURES if self._chance.random() < 0.3)
        is_kept = n % 27 == 5
        bookable = is_kept or self._chance.random() > 0.02
        return Desk(f"desk-{ident}-{n:03}", f"Desk {number}.{n:03}", features, bookable, is_kept)

    def _space(self, ident: str, n: int) -> Space:
        note = "EV" if n % 6 == 1 else "Accessible" if n % 14 == 2 else ""
        return Space(f"space-{ident}-{n:02}", f"Space {n:02}", note)


def _amsterdam(seed: str) -> Building:
    build = _Builder(seed, "ams", "Kadehuis")
    numbers = ("P", "1", "2", "3", "4")
    return Building(
        code="ams",
        name="Kadehuis",
        city="Amsterdam",
        country="Netherlands",
        address="Pakhuiskade 40, Amsterdam",
        timezone="Europe/Amsterdam",
        location="52.3779,4.9124",
        language="nl",
        staff=175,
        levels=tuple(build.level(*pair) for pair in zip(numbers, amsterdam.FLOORS, strict=True)),
    )


def _new_york(seed: str) -> Building:
    build = _Builder(seed, "nyc", "Foundry Tower")
    numbers = ("11", "12", "13", "14")
    return Building(
        code="nyc",
        name="Foundry Tower",
        city="New York",
        country="United States",
        address="88 Foundry Row, New York",
        timezone="America/New_York",
        location="40.7258,-74.0083",
        language="en",
        staff=160,
        levels=tuple(build.level(*pair) for pair in zip(numbers, new_york.FLOORS, strict=True)),
    )


def _sydney(seed: str) -> Building:
    build = _Builder(seed, "syd", "Wattle Court")
    numbers = ("P", "G", "1")
    return Building(
        code="syd",
        name="Wattle Court",
        city="Sydney",
        country="Australia",
        address="9 Ropewalk Lane, Sydney",
        timezone="Australia/Sydney",
        location="-33.8690,151.1957",
        language="en",
        staff=65,
        levels=tuple(build.level(*pair) for pair in zip(numbers, sydney.FLOORS, strict=True)),
    )


def buildings(seed: str) -> tuple[Building, ...]:
    """Three buildings on three continents; the same seed gives the same ones."""
    return _amsterdam(seed), _new_york(seed), _sydney(seed)
