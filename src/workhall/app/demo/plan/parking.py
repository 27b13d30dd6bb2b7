"""Draws rows of parking spaces, and the ramp to them."""

from collections.abc import Sequence

from workhall.app.demo.plan.floor import PlaceMark, Row
from workhall.app.demo.plan.geometry import Box, Frame
from workhall.app.demo.plan.pen import Layer, Pen


def draw_row(pen: Pen, row: Row, marks: Sequence[PlaceMark]) -> None:
    """Draw the spaces of a row, open towards the lane."""
    frame = Frame(row.box, row.side)
    each = frame.length / row.spaces
    for n, mark in enumerate(marks):
        space = frame.part(n * each, (n + 1) * each)
        pen.box(Layer.PLACES, space.inset(3), rounded=3, named=(mark.ident, mark.name))
        x, y = space.middle
        pen.word(mark.name.rpartition(" ")[2], (x, y), layer=Layer.WORDS, centred=True)
        if mark.note:
            pen.word(mark.note, (x, y + 13), centred=True)
        for along in (n * each, (n + 1) * each):
            pen.line(Layer.GLASS, (frame.point(along, 0), frame.point(along, frame.depth)))


def draw_ramp(pen: Pen, box: Box) -> None:
    """Hatched, with an arrow to daylight."""
    pen.box(Layer.CORES, box)
    x, y = box.middle
    for n in range(1, int(box.width // 14)):
        at = box.x + n * 14
        pen.line(Layer.FINE, ((at, box.y + 6), (at, y - 14)))
        pen.line(Layer.FINE, ((at, y + 14), (at, box.bottom - 6)))
    pen.line(Layer.GLASS, ((x - 30, y), (x + 30, y)))
    pen.line(Layer.GLASS, ((x + 21, y - 6), (x + 30, y), (x + 21, y + 6)))
    pen.word("Way out", (x - 52, y + 3), centred=True)


def draw_lane(pen: Pen, box: Box) -> None:
    """Arrows that say which way to drive."""
    y = box.middle[1]
    for n in range(int(box.width // 150)):
        x = box.x + 75 + n * 150
        pen.line(Layer.FINE, ((x - 18, y), (x + 18, y)))
        pen.line(Layer.FINE, ((x + 10, y - 5), (x + 18, y), (x + 10, y + 5)))
