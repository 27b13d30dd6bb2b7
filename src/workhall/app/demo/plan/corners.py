"""Draws what nobody books: lounges, cafés, terraces, the core of the building."""

from itertools import pairwise

from workhall.app.demo.plan.desks import draw_round_table
from workhall.app.demo.plan.floor import Corner, Furnishing
from workhall.app.demo.plan.geometry import Box
from workhall.app.demo.plan.pen import Layer, Pen

_LIFT = 26.0
_TOP = 40.0


def draw_corner(pen: Pen, corner: Corner) -> None:
    _DRAWN[corner.what](pen, corner.box)
    x, _ = corner.box.middle
    if corner.label:
        pen.word(corner.label, (x, corner.box.bottom - 8), centred=True)


def draw_core(pen: Pen, box: Box) -> None:
    """Stairs, lifts and washrooms side by side (or one above the other), walled in."""
    pen.box(Layer.CORES, box)
    lies = box.width >= box.height
    length = box.width if lies else box.height
    ends = (0.0, 0.28, 0.68, 1.0)
    parts = [
        Box(box.x + length * a, box.y, length * (b - a), box.height)
        if lies
        else Box(box.x, box.y + length * a, box.width, length * (b - a))
        for a, b in pairwise(ends)
    ]
    _stairs(pen, parts[0])
    _lifts(pen, parts[1])
    _washrooms(pen, parts[2])
    for part in parts[1:]:
        start = (part.x, part.y)
        pen.line(Layer.GLASS, (start, (part.x, part.bottom) if lies else (part.right, part.y)))


def _stairs(pen: Pen, box: Box) -> None:
    flight = Box(box.x + 8, box.y + 20, box.width - 16, box.height - 28)
    steps = max(int(flight.height // 6), 2)
    for n in range(steps + 1):
        y = flight.y + flight.height * n / steps
        pen.line(Layer.FINE, ((flight.x, y), (flight.right, y)))
    pen.line(Layer.FINE, ((flight.middle[0], flight.y), (flight.middle[0], flight.bottom)))
    pen.word("Stairs", (box.middle[0], box.y + 14), centred=True)


def _lifts(pen: Pen, box: Box) -> None:
    x, y = box.middle
    count = 2 if box.width < 110 else 3
    for n in range(count):
        shaft = Box(x + (n - count / 2) * (_LIFT + 5) + 2.5, y - _LIFT / 2 + 5, _LIFT, _LIFT)
        pen.box(Layer.FINE, shaft)
        pen.line(Layer.FINE, ((shaft.x, shaft.y), (shaft.right, shaft.bottom)))
        pen.line(Layer.FINE, ((shaft.right, shaft.y), (shaft.x, shaft.bottom)))
    pen.word("Lifts", (x, box.y + 14), centred=True)


def _washrooms(pen: Pen, box: Box) -> None:
    pen.word("WC", (box.middle[0], box.y + 14), centred=True)
    for n in range(3):
        stall = Box(box.x + 6 + n * (box.width - 12) / 3, box.bottom - 24, (box.width - 12) / 3, 24)
        pen.line(Layer.FINE, ((stall.x, stall.bottom), (stall.x, stall.y), (stall.right - 5, stall.y)))
        pen.circle(Layer.FINE, (stall.middle[0], stall.bottom - 9), 4)


def _sofas(pen: Pen, box: Box) -> None:
    """Two sofas and a low table, as often as there is room."""
    sets = max(int(box.width // 92), 1)
    for n in range(sets):
        x = box.x + box.width * (n + 0.5) / sets
        y = box.middle[1] - 6
        for way in (-1, 1):
            pen.box(Layer.FURNITURE, Box(x - 26, y + way * 22 - 7, 52, 14), rounded=6)
        pen.box(Layer.FURNITURE, Box(x - 16, y - 6, 32, 12), rounded=3)
        pen.plant((x + 38, y - 20))


def _cafe(pen: Pen, box: Box) -> None:
    pen.box(Layer.FURNITURE, Box(box.x + 6, box.y + 6, box.width - 12, 15), rounded=4)
    tables = max(int((box.width - 10) // 52), 1)
    rows = max(int((box.height - 44) // 50), 1)
    for row in range(rows):
        for n in range(tables):
            x = box.x + box.width * (n + 0.5) / tables
            draw_round_table(pen, (x, box.y + 50 + row * 50))


def _pantry(pen: Pen, box: Box) -> None:
    counter = Box(box.x + 4, box.y + 4, box.width - 8, 13)
    pen.box(Layer.FURNITURE, counter, rounded=2)
    pen.circle(Layer.FINE, (counter.x + 14, counter.middle[1]), 4)
    pen.box(Layer.FINE, Box(counter.right - 24, counter.y + 2.5, 16, 8))
    high = Box(box.x + box.width * 0.2, box.y + 32, box.width * 0.6, 11)
    pen.box(Layer.FURNITURE, high, rounded=3)
    stools = max(int(high.width // 18), 2)
    for n in range(stools):
        for way in (-1, 1):
            pen.dot(Layer.CHAIRS, (high.x + high.width * (n + 0.5) / stools, high.middle[1] + way * 12))


def _library(pen: Pen, box: Box) -> None:
    shelves = int((box.width - 8) // 30)
    for n in range(shelves):
        shelf = Box(box.x + 8 + n * (box.width - 8) / shelves, box.y + 6, 12, box.height - 58)
        pen.box(Layer.FURNITURE, shelf, rounded=1)
        for k in range(1, int(shelf.height // 9)):
            pen.line(Layer.FINE, ((shelf.x, shelf.y + 9 * k), (shelf.right, shelf.y + 9 * k)))
    seats = max(int(box.width // 60), 1)
    for n in range(seats):
        x = box.x + box.width * (n + 0.5) / seats
        pen.box(Layer.FURNITURE, Box(x - 18, box.bottom - 42, 36, 12), rounded=3)
        for off in (-9, 9):
            pen.dot(Layer.CHAIRS, (x + off, box.bottom - 23))


def _reception(pen: Pen, box: Box) -> None:
    x, y = box.middle
    pen.shape(
        Layer.FURNITURE,
        f"M{x - 46:g} {y + 8:g}a48 34 0 0 1 92 0h-14a34 22 0 0 0-64 0z",
    )
    pen.dot(Layer.CHAIRS, (x - 12, y + 6))
    pen.dot(Layer.CHAIRS, (x + 12, y + 6))
    for off in (-74, 74):
        pen.box(Layer.FURNITURE, Box(x + off - 8, y - 24, 16, 48), rounded=6)
    pen.plant((x - 74, y - 36))
    pen.plant((x + 74, y - 36))


def _studio(pen: Pen, box: Box) -> None:
    """Workbenches and pin boards."""
    benches = max(int(box.width // 100), 1)
    for n in range(benches):
        x = box.x + box.width * (n + 0.5) / benches
        bench = Box(x - 36, box.middle[1] - 20, 72, 28)
        pen.box(Layer.FURNITURE, bench, rounded=2)
        for k in range(3):
            for way in (-1, 1):
                pen.dot(Layer.CHAIRS, (bench.x + 14 + k * 22, bench.middle[1] + way * 22))
    pen.line(Layer.GLASS, ((box.x + 6, box.y + 2), (box.right - 6, box.y + 2)))


def _terrace(pen: Pen, box: Box) -> None:
    """Planks, planters along one side, tables."""
    pen.box(Layer.OUTSIDE, box, rounded=8)
    for plank in range(int(box.y) + 12, int(box.bottom) - 8, 12):
        pen.line(Layer.PLANKS, ((box.x + 8, plank), (box.right - 8, plank)))
    planters = int(box.width // 62)
    for n in range(planters):
        pen.plant((box.x + box.width * (n + 0.5) / planters, box.y + 16))
    tables, rows = max(int(box.width // 96), 1), max(int((box.height - 40) // 84), 1)
    for row in range(rows):
        for n in range(tables):
            y = box.y + 30 + (box.height - 50) * (row + 0.5) / rows
            draw_round_table(pen, (box.x + box.width * (n + 0.5 + 0.12 * (-1) ** row) / tables, y))


def _cycles(pen: Pen, box: Box) -> None:
    """Stands for bicycles."""
    pen.box(Layer.OUTSIDE, box, rounded=4)
    for n in range(1, int(box.width // 12)):
        x = box.x + n * 12
        pen.line(Layer.SEATS, ((x, box.y + 10), (x, box.bottom - 22)))


def _store(pen: Pen, box: Box) -> None:
    pen.box(Layer.CORES, box)
    way = 1 if box.y < _TOP else -1  # its door opens away from the outer wall
    x, y = box.x + 14, box.bottom if way > 0 else box.y
    pen.stroke(Layer.FINE, f"M{x:g} {y:g}v{17 * way}a17 17 0 0 {int(way < 0)} 17 {-17 * way}")


def _atrium(pen: Pen, box: Box) -> None:
    """Open to the floor below: crossed out, as architects do."""
    pen.box(Layer.OUTSIDE, box)
    pen.line(Layer.FINE, ((box.x, box.y), (box.right, box.bottom)))
    pen.line(Layer.FINE, ((box.right, box.y), (box.x, box.bottom)))
    pen.line(
        Layer.GLASS, ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom), (box.x, box.y))
    )


def _printer(pen: Pen, box: Box) -> None:
    x, y = box.middle
    pen.box(Layer.FURNITURE, Box(x - 15, y - 18, 30, 16), rounded=2)
    pen.line(Layer.FINE, ((x - 9, y - 13), (x + 9, y - 13)))
    pen.line(Layer.FINE, ((x - 9, y - 8), (x + 9, y - 8)))


_DRAWN = {
    Furnishing.ATRIUM: _atrium,
    Furnishing.CAFE: _cafe,
    Furnishing.CYCLES: _cycles,
    Furnishing.LIBRARY: _library,
    Furnishing.LOUNGE: _sofas,
    Furnishing.PANTRY: _pantry,
    Furnishing.PRINT: _printer,
    Furnishing.RECEPTION: _reception,
    Furnishing.STORE: _store,
    Furnishing.STUDIO: _studio,
    Furnishing.TERRACE: _terrace,
}
