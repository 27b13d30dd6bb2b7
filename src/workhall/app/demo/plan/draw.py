"""Draws the plan of a floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin

from workhall.app.demo.plan.corners import draw_core, draw_corner
from workhall.app.demo.plan.desks import draw_bank, draw_field
from workhall.app.demo.plan.floor import Floor, PlaceMark, RoomMark
from workhall.app.demo.plan.geometry import Point
from workhall.app.demo.plan.parking import draw_lane, draw_ramp, draw_row
from workhall.app.demo.plan.pen import Layer, Pen
from workhall.app.demo.plan.rooms import draw_strip

_UNITS_A_METRE = 17.5


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything on a floor that has an id, in the order in which the sketch places it."""

    rooms: Sequence[RoomMark] = ()
    desks: Sequence[PlaceMark] = ()
    spaces: Sequence[PlaceMark] = ()
    bank: PlaceMark | None = None


def draw(floor: Floor, marks: Marks, title: str) -> str:
    """Answer the plan as an SVG document."""
    pen = Pen()
    _hull(pen, floor)
    draw_core(pen, floor.core)
    for corner in floor.corners:
        draw_corner(pen, corner)
    _places(pen, floor, marks)
    if floor.lockers is not None and marks.bank is not None:
        draw_bank(pen, floor.lockers, marks.bank)
    if floor.ramp is not None:
        draw_ramp(pen, floor.ramp)
    for lane in floor.lanes:
        draw_lane(pen, lane)
    _scale(pen, (20, floor.height - 16))
    _compass(pen, (floor.width - 40, floor.height - 22), floor.north)
    return pen.drawing(floor.width, floor.height, title)


def _places(pen: Pen, floor: Floor, marks: Marks) -> None:
    rooms, desks, spaces = list(marks.rooms), list(marks.desks), list(marks.spaces)
    for strip in floor.strips:
        draw_strip(pen, strip, rooms[: len(strip.kinds)])
        del rooms[: len(strip.kinds)]
    for field in floor.fields:
        draw_field(pen, field, desks[: field.desks])
        del desks[: field.desks]
    for row in floor.rows:
        draw_row(pen, row, spaces[: row.spaces])
        del spaces[: row.spaces]


def _hull(pen: Pen, floor: Floor) -> None:
    """The outer wall: glass between piers."""
    outline = "M" + "L".join(f"{x:g} {y:g}" for x, y in floor.hull) + "Z"
    pen.shape(Layer.FLOOR, outline)
    pen.line(Layer.WALLS, (*floor.hull, floor.hull[0]))
    for start, end in pairwise((*floor.hull, floor.hull[0])):
        pen.line(Layer.PIERS, (start, end))


def _scale(pen: Pen, at: Point) -> None:
    """Ten metres."""
    x, y = at
    five = 5 * _UNITS_A_METRE
    pen.line(Layer.GLASS, ((x, y - 4), (x, y), (x + 2 * five, y), (x + 2 * five, y - 4)))
    pen.line(Layer.GLASS, ((x + five, y - 4), (x + five, y)))
    pen.word("10 m", (x + 2 * five + 6, y))


def _compass(pen: Pen, at: Point, north: float) -> None:
    """An arrow to the north, `north` degrees to the right of up."""
    x, y = at
    turn = radians(north)
    up = (sin(turn), -cos(turn))
    side = (cos(turn), sin(turn))
    tip = (x + 12 * up[0], y + 12 * up[1])
    left = (x - 9 * up[0] - 6 * side[0], y - 9 * up[1] - 6 * side[1])
    right = (x - 9 * up[0] + 6 * side[0], y - 9 * up[1] + 6 * side[1])
    pen.line(Layer.GLASS, (left, tip, right, (x - 5 * up[0], y - 5 * up[1]), left))
    pen.word("N", (x + 22 * up[0], y + 22 * up[1] + 3), centred=True)
