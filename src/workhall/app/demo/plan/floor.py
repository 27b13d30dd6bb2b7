"""What stands on a floor and where: the sketch from which a plan is drawn. Values only."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NamedTuple

from workhall.app.demo.plan.geometry import Box, Point, Side


class Measure(NamedTuple):
    """Of a kind of room: its length along the outer wall, and how many seats such rooms have."""

    letter: str
    length: float
    seats: tuple[int, ...]


class RoomKind(Enum):
    """Sketches name the kinds by their letter."""

    FOCUS = Measure("F", 58, (1, 2))
    SMALL = Measure("S", 88, (4,))
    MEDIUM = Measure("M", 120, (6, 8))
    LARGE = Measure("L", 158, (10, 12))
    BOARD = Measure("B", 204, (16, 20))
    TRAINING = Measure("T", 204, (18, 24))

    @classmethod
    def of_letter(cls, letter: str) -> "RoomKind":
        return next(kind for kind in cls if kind.value.letter == letter)


class Furnishing(StrEnum):
    """What people use without booking it."""

    CAFE = "café"
    CYCLES = "cycles"
    LIBRARY = "library"
    LOUNGE = "lounge"
    PANTRY = "pantry"
    PRINT = "print"
    RECEPTION = "reception"
    STORE = "store"
    STUDIO = "studio"
    TERRACE = "terrace"
    ATRIUM = "atrium"


@dataclass(frozen=True, slots=True)
class Strip:
    """Rooms side by side along an outer wall, one letter of `kinds` each."""

    box: Box
    side: Side
    kinds: str


@dataclass(frozen=True, slots=True)
class Field:
    """Desks in islands of six, filling the box row by row."""

    box: Box
    desks: int


@dataclass(frozen=True, slots=True)
class Corner:
    """A part of the floor for something that nobody books; `ident` when maps refer to it."""

    what: Furnishing
    box: Box
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Parking spaces side by side, their backs to `side`."""

    box: Box
    side: Side
    spaces: int


@dataclass(frozen=True, slots=True)
class Floor:
    """`hull` is the outline, `core` has lifts, stairs and washrooms; `north` is where it lies, degrees right of up."""

    width: float
    height: float
    hull: tuple[Point, ...]
    core: Box
    north: float = 0
    strips: tuple[Strip, ...] = ()
    fields: tuple[Field, ...] = ()
    corners: tuple[Corner, ...] = ()
    rows: tuple[Row, ...] = ()
    lockers: Box | None = None
    ramp: Box | None = None
    lanes: tuple[Box, ...] = ()

    @property
    def room_kinds(self) -> tuple[RoomKind, ...]:
        """One for each room, in the order in which the plan numbers them."""
        return tuple(RoomKind.of_letter(letter) for strip in self.strips for letter in strip.kinds)

    @property
    def desks(self) -> int:
        return sum(field.desks for field in self.fields)

    @property
    def spaces(self) -> int:
        return sum(row.spaces for row in self.rows)


@dataclass(frozen=True, slots=True)
class RoomMark:
    """A room as the plan shows it."""

    ident: str
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A desk, a parking space or a locker bank as the plan shows it; `note` is a short word on it."""

    ident: str
    name: str
    note: str = ""
