"""Draws strips of rooms: walls, glass fronts, doors, tables, names."""

from collections.abc import Sequence

from workhall.app.demo.plan.floor import RoomKind, RoomMark, Strip
from workhall.app.demo.plan.geometry import Box, Frame
from workhall.app.demo.plan.pen import Layer, Pen

_DOOR = 17.0
_WALL = 4.0
_CHAIR_REACH = 6.5
_HEADING = 30.0


def draw_strip(pen: Pen, strip: Strip, marks: Sequence[RoomMark]) -> None:
    """Draw the rooms of a strip, which share its length as their kinds need."""
    frame = Frame(strip.box, strip.side)
    kinds = [RoomKind.of_letter(letter) for letter in strip.kinds]
    scale = frame.length / sum(kind.value.length for kind in kinds)
    start = 0.0
    for kind, mark in zip(kinds, marks, strict=True):
        end = start + kind.value.length * scale
        _room(pen, frame.part(start, end), kind, mark)
        _front(pen, frame, start, end)
        start = end
    for wall in (0.0, frame.length):
        pen.line(Layer.WALLS, (frame.point(wall, 0), frame.point(wall, frame.depth)))


def _room(pen: Pen, box: Box, kind: RoomKind, mark: RoomMark) -> None:
    floor = box.inset(_WALL)
    seats = "1 seat" if mark.seats == 1 else f"{mark.seats} seats"
    pen.box(Layer.ROOMS, floor, rounded=3, named=(mark.ident, f"{mark.name}, {seats}"))
    pen.word(mark.name, (floor.x + 7, floor.y + 15), layer=Layer.WORDS)
    pen.word(seats, (floor.x + 7, floor.y + 27))
    inside = Box(floor.x + 8, floor.y + _HEADING, floor.width - 16, floor.height - _HEADING - 7)
    _FURNITURE[kind](pen, inside, mark.seats)


def _front(pen: Pen, frame: Frame, start: float, end: float) -> None:
    """The wall to the next room, the glass towards the floor, and a door in it that opens inwards."""
    deep = frame.depth
    hinge, latch = end - 8, end - 8 - _DOOR
    pen.line(Layer.WALLS, (frame.point(end, 0), frame.point(end, deep)))
    pen.line(Layer.GLASS, (frame.point(start, deep), frame.point(latch, deep)))
    pen.line(Layer.GLASS, (frame.point(hinge, deep), frame.point(end, deep)))
    (hx, hy), (lx, ly), (ox, oy) = frame.point(hinge, deep), frame.point(latch, deep), frame.point(hinge, deep - _DOOR)
    turns = int((ox - hx) * (ly - hy) - (oy - hy) * (lx - hx) > 0)
    swing = f"M{hx:.1f} {hy:.1f}L{ox:.1f} {oy:.1f}A{_DOOR:g} {_DOOR:g} 0 0 {turns} {lx:.1f} {ly:.1f}"
    pen.stroke(Layer.FINE, swing)


def _nook(pen: Pen, inside: Box, seats: int) -> None:
    """A shelf to write on, and a chair or two: below the name, or beside it where the room is low."""
    if inside.height >= 28:
        table = Box(inside.x, inside.bottom - 9, inside.width * 0.62, 9)
        chairs = [(table.x + table.width * (n + 0.5) / seats, table.y - 7) for n in range(seats)]
    else:
        table = Box(inside.right - 9, inside.y - 20, 9, 26)
        chairs = [(table.x - 7, table.y + table.height * (n + 0.5) / seats) for n in range(seats)]
    pen.box(Layer.FURNITURE, table, rounded=2)
    for chair in chairs:
        pen.dot(Layer.CHAIRS, chair)


def _round(pen: Pen, inside: Box, _: int) -> None:
    x, y = inside.x + inside.width * 0.58, inside.middle[1]
    radius = min(inside.height, inside.width) / 2 - 9
    pen.circle(Layer.FURNITURE, (x, y), max(radius, 7))
    reach = max(radius, 7) + _CHAIR_REACH
    for dx, dy in ((reach, 0), (-reach, 0), (0, reach), (0, -reach)):
        pen.dot(Layer.CHAIRS, (x + dx, y + dy))


def _long(pen: Pen, inside: Box, seats: int) -> None:
    """A table with chairs on both long sides, and at the heads when there are many; a screen on the wall."""
    lies = inside.width >= inside.height
    heads = 1 if seats >= 10 else 0
    each = (seats - 2 * heads) / 2
    length = min((inside.width if lies else inside.height) - 18 * heads, each * 15 + 6)
    depth = min((inside.height if lies else inside.width) - 18, 24)
    x, y = inside.middle
    table = (
        Box(x - length / 2, y - depth / 2, length, depth) if lies else Box(x - depth / 2, y - length / 2, depth, length)
    )
    pen.box(Layer.FURNITURE, table, rounded=4)
    for n in range(round(each)):
        along = (n + 0.5) / each - 0.5
        for way in (-1, 1):
            off = way * (depth / 2 + _CHAIR_REACH)
            pen.dot(Layer.CHAIRS, (x + along * length, y + off) if lies else (x + off, y + along * length))
    for way in (-1, 1) if heads else ():
        off = way * (length / 2 + _CHAIR_REACH)
        pen.dot(Layer.CHAIRS, (x + off, y) if lies else (x, y + off))


def _class(pen: Pen, inside: Box, seats: int) -> None:
    """Rows of tables for two, all looking one way."""
    rows = 3
    in_row = seats // rows
    lies = inside.width >= inside.height
    for row in range(rows):
        for n in range(in_row // 2):
            across, down = (n + 0.5) / (in_row // 2), (row + 0.5) / rows
            x = inside.x + inside.width * (across if lies else down)
            y = inside.y + inside.height * (down if lies else across)
            _pair(pen, x, y, lies=lies)


def _pair(pen: Pen, x: float, y: float, *, lies: bool) -> None:
    pen.box(Layer.FURNITURE, Box(x - 13, y - 6, 26, 6) if lies else Box(x - 6, y - 13, 6, 26), rounded=1)
    for off in (-6.5, 6.5):
        pen.dot(Layer.CHAIRS, (x + off, y + 5) if lies else (x + 5, y + off))


_FURNITURE = {
    RoomKind.FOCUS: _nook,
    RoomKind.SMALL: _round,
    RoomKind.MEDIUM: _long,
    RoomKind.LARGE: _long,
    RoomKind.BOARD: _long,
    RoomKind.TRAINING: _class,
}
