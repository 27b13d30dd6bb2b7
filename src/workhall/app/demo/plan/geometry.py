"""Boxes, and the frame in which a strip of rooms is laid out whichever wall it stands against."""

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle; y grows downwards, as in SVG. About 17.5 units are a metre."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


class Side(StrEnum):
    """The outer wall that something stands against."""

    NORTH = "north"
    SOUTH = "south"
    WEST = "west"
    EAST = "east"


@dataclass(frozen=True, slots=True)
class Frame:
    """Measures a box along its outer wall (`along`) and away from it (`deep`)."""

    box: Box
    side: Side

    @property
    def lies(self) -> bool:
        """Whether the outer wall runs from left to right."""
        return self.side in {Side.NORTH, Side.SOUTH}

    @property
    def length(self) -> float:
        return self.box.width if self.lies else self.box.height

    @property
    def depth(self) -> float:
        return self.box.height if self.lies else self.box.width

    def point(self, along: float, deep: float) -> Point:
        match self.side:
            case Side.NORTH:
                return self.box.x + along, self.box.y + deep
            case Side.SOUTH:
                return self.box.x + along, self.box.bottom - deep
            case Side.WEST:
                return self.box.x + deep, self.box.y + along
            case Side.EAST:
                return self.box.right - deep, self.box.y + along

    def part(self, start: float, end: float) -> Box:
        """The piece of the box between two distances along the wall, in its whole depth."""
        (x1, y1), (x2, y2) = self.point(start, 0), self.point(end, self.depth)
        return Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
