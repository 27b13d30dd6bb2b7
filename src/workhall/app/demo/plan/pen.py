"""Writes SVG, in layers. Everything is neutral: `currentColor` for lines and words, grey with alpha for surfaces.

Shapes that apps colour (rooms, desks, parking spaces, locker banks) carry an id and no paint of their own: it is
inherited from their layer, so that a fill set for the id wins, and shows in full.
"""

from collections.abc import Sequence
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from workhall.app.demo.plan.geometry import Box, Point

NEUTRAL = "#6f7b8b"
"""A grey that reads on white and on near-black alike."""


def _grey(alpha: float) -> str:
    return f"rgba(120,132,148,{alpha})"


class Layer(StrEnum):
    """From the lowest to the highest."""

    FLOOR = "floor"
    OUTSIDE = "outside"
    PLANKS = "planks"
    ROOMS = "rooms"
    CORES = "cores"
    FURNITURE = "furniture"
    SEATS = "seats"
    CHAIRS = "chairs"
    PLACES = "places"
    FINE = "fine"
    GLASS = "glass"
    WALLS = "walls"
    PIERS = "piers"
    WORDS = "words"
    SMALL = "small"


_PAINT = {
    Layer.FLOOR: f'fill="{_grey(0.07)}"',
    Layer.OUTSIDE: f'fill="{_grey(0.05)}" stroke="currentColor" stroke-opacity=".45" stroke-dasharray="6 5"',
    Layer.ROOMS: f'fill="{_grey(0.16)}"',
    Layer.CORES: f'fill="{_grey(0.28)}" stroke="currentColor" stroke-width="2"',
    Layer.FURNITURE: f'fill="{_grey(0.22)}" stroke="currentColor" stroke-opacity=".55"',
    Layer.SEATS: f'fill="none" stroke="{_grey(0.75)}" stroke-width="4" stroke-linecap="round"',
    Layer.CHAIRS: f'fill="none" stroke="{_grey(0.75)}" stroke-width="6.5" stroke-linecap="round"',
    Layer.PLACES: f'fill="{_grey(0.34)}" stroke="currentColor" stroke-opacity=".7"',
    Layer.PLANKS: 'fill="none" stroke="currentColor" stroke-opacity=".16"',
    Layer.FINE: 'fill="none" stroke="currentColor" stroke-opacity=".5"',
    Layer.GLASS: 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-opacity=".8"',
    Layer.WALLS: 'fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="square"',
    Layer.PIERS: 'fill="none" stroke="currentColor" stroke-width="7" stroke-dasharray="9 39"',
    Layer.WORDS: 'fill="currentColor" font-size="11" font-weight="600"',
    Layer.SMALL: 'fill="currentColor" font-size="9.5"',
}


def number(value: float) -> str:
    """A coordinate in as few characters as tell a tenth."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Pen:
    """Collects shapes by layer, and writes the drawing in the end."""

    def __init__(self) -> None:
        self._shapes: dict[Layer, list[str]] = {layer: [] for layer in Layer}
        self._lines: dict[Layer, list[str]] = {layer: [] for layer in Layer}

    def box(self, layer: Layer, box: Box, *, rounded: float = 0, named: tuple[str, str] | None = None) -> None:
        """Draw a rectangle; `named` gives it an id, and the words shown when it is pointed at."""
        corner = f' rx="{number(rounded)}"' if rounded else ""
        where = " ".join(
            f'{key}="{number(value)}"'
            for key, value in (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height))
        )
        if named is None:
            self._shapes[layer].append(f"<rect {where}{corner}/>")
        else:
            ident, title = named
            self._shapes[layer].append(
                f"<rect id={quoteattr(ident)} {where}{corner}><title>{escape(title)}</title></rect>"
            )

    def circle(self, layer: Layer, middle: Point, radius: float) -> None:
        x, y = middle
        self._shapes[layer].append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>')

    def plant(self, middle: Point) -> None:
        """A ring of leaves."""
        x, y = middle
        leaves = f'stroke="{_grey(0.6)}" stroke-width="5" stroke-dasharray="4 2.3"'
        self._shapes[Layer.FINE].append(f'<circle cx="{number(x)}" cy="{number(y)}" r="5" {leaves}/>')

    def shape(self, layer: Layer, path: str) -> None:
        """Draw a path of its own."""
        self._shapes[layer].append(f'<path d="{path}"/>')

    def line(self, layer: Layer, points: Sequence[Point]) -> None:
        """Draw a line through points; all lines of a layer become one path."""
        first, *others = points
        self._lines[layer].append("M" + _at(first) + "".join("L" + _at(point) for point in others))

    def stroke(self, layer: Layer, path: str) -> None:
        self._lines[layer].append(path)

    def dot(self, layer: Layer, middle: Point) -> None:
        """A stroke of no length: its round ends make a dot."""
        self._lines[layer].append(f"M{_at(middle)}h0")

    def word(self, text: str, at: Point, *, layer: Layer = Layer.SMALL, centred: bool = False) -> None:
        anchor = ' text-anchor="middle"' if centred else ""
        self._shapes[layer].append(f'<text x="{number(at[0])}" y="{number(at[1])}"{anchor}>{escape(text)}</text>')

    def drawing(self, width: float, height: float, title: str) -> str:
        """Write everything as one SVG document."""
        layers = "\n".join(f"<g {_PAINT[layer]}>{self._layer(layer)}</g>" for layer in Layer if self._has(layer))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" role="img" '
            f'color="{NEUTRAL}" font-family="system-ui, sans-serif" stroke-linejoin="round">\n'
            f"<title>{escape(title)}</title>\n{layers}\n</svg>\n"
        )

    def _has(self, layer: Layer) -> bool:
        return bool(self._shapes[layer] or self._lines[layer])

    def _layer(self, layer: Layer) -> str:
        path = "".join(self._lines[layer])
        return "".join(self._shapes[layer]) + (f'<path d="{path}"/>' if path else "")


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
