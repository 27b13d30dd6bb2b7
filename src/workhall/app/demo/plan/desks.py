"""Draws desks in islands of six, and locker banks."""

from collections.abc import Iterator, Sequence

from workhall.app.demo.plan.floor import Field, PlaceMark
from workhall.app.demo.plan.geometry import Box, Point
from workhall.app.demo.plan.pen import Layer, Pen

_DESK = (28.0, 17.0)
_GAP = 2.0
_CHAIR = 6.0
_ISLAND = (3 * _DESK[0] + 2 * _GAP, 2 * _DESK[1] + 2 * _GAP + 2 * _CHAIR)
_AISLE = (22.0, 22.0)


def places_of(field: Field) -> tuple[int, int]:
    """How many islands fit side by side, and how many rows of them."""
    return (
        int((field.box.width + _AISLE[0]) // (_ISLAND[0] + _AISLE[0])),
        int((field.box.height + _AISLE[1]) // (_ISLAND[1] + _AISLE[1])),
    )


def draw_field(pen: Pen, field: Field, marks: Sequence[PlaceMark]) -> None:
    """Draw the desks of a field; where an island would fit but none is wanted stands a round table.

    Raises:
        ValueError: the field is too small for its desks.
    """
    corners = list(_corners(field))
    if len(corners) * 6 < len(marks):
        raise ValueError(f"{len(marks)} desks do not fit in {field.box}")
    for n, (x, y) in enumerate(corners):
        part = marks[6 * n : 6 * n + 6]
        if part:
            _island(pen, Box(x, y, *_ISLAND), part)
        else:
            draw_round_table(pen, Box(x, y, *_ISLAND).middle)


def draw_round_table(pen: Pen, middle: Point) -> None:
    x, y = middle
    pen.circle(Layer.FURNITURE, middle, 11)
    for dx, dy in ((17, 0), (-17, 0), (0, 17), (0, -17)):
        pen.dot(Layer.CHAIRS, (x + dx, y + dy))


def _corners(field: Field) -> Iterator[Point]:
    """The upper left corners of the islands, spread evenly over the box."""
    across, down = places_of(field)
    gap_x = (field.box.width - across * _ISLAND[0]) / max(across - 1, 1)
    gap_y = (field.box.height - down * _ISLAND[1]) / max(down - 1, 1)
    for row in range(down):
        for column in range(across):
            yield (
                field.box.x + column * (_ISLAND[0] + min(gap_x, 60)),
                field.box.y + row * (_ISLAND[1] + min(gap_y, 60)),
            )


def _island(pen: Pen, box: Box, marks: Sequence[PlaceMark]) -> None:
    """Two rows of desks, back to back."""
    width, depth = _DESK
    columns = (len(marks) + 1) // 2
    for n, mark in enumerate(marks):
        below, column = divmod(n, columns)
        x = box.x + column * (width + _GAP)
        y = box.y + _CHAIR + _GAP / 2 + below * (depth + _GAP)
        pen.box(Layer.PLACES, Box(x, y, width, depth), rounded=2.5, named=(mark.ident, mark.name))
        seat_y = y + depth + 4.5 if below else y - 4.5
        pen.line(Layer.SEATS, ((x + width / 2 - 6, seat_y), (x + width / 2 + 6, seat_y)))
        screen_y = y + 3.5 if below else y + depth - 3.5
        pen.line(Layer.FINE, ((x + width / 2 - 7, screen_y), (x + width / 2 + 7, screen_y)))


def draw_bank(pen: Pen, box: Box, mark: PlaceMark) -> None:
    """A row of locker doors, seen from above."""
    pen.box(Layer.PLACES, box, rounded=2, named=(mark.ident, mark.name))
    lies = box.width >= box.height
    doors = int(max(box.width, box.height) // 16)
    for n in range(1, doors):
        at = n / doors
        if lies:
            x = box.x + box.width * at
            pen.line(Layer.FINE, ((x, box.y), (x, box.bottom)))
        else:
            y = box.y + box.height * at
            pen.line(Layer.FINE, ((box.x, y), (box.right, y)))
    pen.word(mark.name, (box.middle[0], box.bottom + 12), centred=True)
