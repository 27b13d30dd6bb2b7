"""The drawn plans: harmless documents, in which all that can be booked is found and nothing stands in another."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from tests.unit.app.demo.conftest import idents
from workhall.app.demo.buildings import Building, Level, buildings
from workhall.app.demo.plan.desks import draw_field
from workhall.app.demo.plan.floor import Field, PlaceMark
from workhall.app.demo.plan.geometry import Box, Frame, Side
from workhall.app.demo.plan.pen import Pen

SVG = "{http://www.w3.org/2000/svg}"
DRAWN_WITH = {"svg", "g", "title", "rect", "circle", "path", "text"}


def parsed(level: Level) -> ET.Element:
    return ET.fromstring(level.plan)  # noqa: S314  our own drawing


def boxes(level: Level) -> dict[str, Box]:
    """The shapes that have an id."""
    found = {}
    for shape in parsed(level).iter():
        if ident := shape.get("id"):
            x, y, width, height = (float(shape.attrib[key]) for key in ("x", "y", "width", "height"))
            assert ident not in found
            found[ident] = Box(x, y, width, height)
    return found


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _each_level() -> list[Level]:
    return [level for building in buildings("plans") for level in building.levels]


every_level = pytest.mark.parametrize("level", _each_level(), ids=lambda level: f"{level.code}-{level.number}")


@every_level
def test_every_room_desk_space_and_bank_has_its_shape(level: Level) -> None:
    bank = {level.bank.ident} if level.bank else set()
    assert set(boxes(level)) == {*idents(level)} | bank


@every_level
def test_nothing_that_is_booked_stands_in_something_else(level: Level) -> None:
    shapes = {**boxes(level), "the core": level.floor.core}
    assert not [(a, b) for a, b in combinations(shapes, 2) if overlap(shapes[a], shapes[b])]


@every_level
def test_everything_lies_within_the_drawing(level: Level) -> None:
    _, _, width, height = (float(part) for part in parsed(level).attrib["viewBox"].split())
    for box in boxes(level).values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= width
        assert box.bottom <= height


@every_level
def test_a_plan_runs_nothing_and_fetches_nothing(level: Level) -> None:
    for shape in parsed(level).iter():
        assert shape.tag.removeprefix(SVG) in DRAWN_WITH
        assert not [key for key in shape.attrib if key.startswith("on") or "href" in key or key == "style"]
    assert "url(" not in level.plan
    assert re.findall(r"https?://[^\"]*", level.plan) == ["http://www.w3.org/2000/svg"]


@every_level
def test_a_shape_takes_the_colour_an_app_gives_it(level: Level) -> None:
    """Paint is inherited from the layer, and its opacity is part of the colour: a fill for the id replaces both."""
    for layer in parsed(level).iter(f"{SVG}g"):
        for shape in layer:
            if shape.get("id"):
                assert not {"fill", "fill-opacity", "opacity", "stroke"} & set(shape.attrib)
                assert not {"fill-opacity", "opacity"} & set(layer.attrib)


@every_level
def test_a_plan_says_what_it_is(level: Level) -> None:
    title = parsed(level).find(f"{SVG}title")
    assert title is not None
    assert title.text == f"{level.building}, {level.name}"


@every_level
def test_a_plan_shows_the_name_of_every_room(level: Level) -> None:
    words = {text.text for text in parsed(level).iter(f"{SVG}text")}
    assert {room.name for room in level.rooms} <= words


def test_no_two_plans_are_alike(places: tuple[Building, ...]) -> None:
    sketches = [level.floor for building in places for level in building.levels]
    assert len(set(sketches)) == len(sketches)


def test_a_field_too_small_for_its_desks_is_refused() -> None:
    marks = [PlaceMark(f"desk-{n}", f"Desk {n}") for n in range(12)]
    with pytest.raises(ValueError, match="do not fit"):
        draw_field(Pen(), Field(Box(0, 0, 100, 60), 12), marks)


@pytest.mark.parametrize(
    ("side", "place"),
    [(Side.NORTH, (10, 5)), (Side.SOUTH, (10, 35)), (Side.WEST, (5, 10)), (Side.EAST, (95, 10))],
)
def test_a_frame_measures_from_its_own_wall(side: Side, place: tuple[float, float]) -> None:
    assert Frame(Box(0, 0, 100, 40), side).point(10, 5) == place


def test_words_cannot_break_the_drawing() -> None:
    pen = Pen()
    pen.word("R&D <script>", (0, 0))
    drawn = ET.fromstring(pen.drawing(10, 10, "a < b"))  # noqa: S314  our own drawing
    assert [text.text for text in drawn.iter(f"{SVG}text")] == ["R&D <script>"]
