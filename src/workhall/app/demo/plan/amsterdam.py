"""Sketches of a warehouse on a canal: one long hall around an atrium, and a garage below."""

from dataclasses import replace

from workhall.app.demo.plan.floor import Corner, Field, Floor, Furnishing, Row, Strip
from workhall.app.demo.plan.geometry import Box, Side

_HULL = ((20, 20), (1020, 20), (1020, 470), (900, 590), (20, 590))
_NORTH = Box(20, 20, 1000, 94)
_WEST_FIELD = Box(44, 144, 326, 322)
_EAST_FIELD = Box(676, 144, 326, 322)
_ATRIUM = Corner(Furnishing.ATRIUM, Box(420, 150, 206, 150), "Atrium")

_BARE = Floor(1040, 640, _HULL, core=Box(420, 350, 206, 96), north=-28)

_GARAGE = replace(
    _BARE,
    rows=(
        Row(Box(20, 20, 648, 96), Side.NORTH, 12),
        Row(Box(90, 212, 270, 92), Side.SOUTH, 5),
        Row(Box(90, 304, 270, 92), Side.NORTH, 5),
        Row(Box(20, 494, 432, 96), Side.SOUTH, 8),
    ),
    corners=(
        Corner(Furnishing.CYCLES, Box(700, 34, 300, 78), "Bicycles"),
        Corner(Furnishing.STORE, Box(560, 500, 150, 90), "Storage"),
        Corner(Furnishing.STORE, Box(710, 500, 170, 90), "Plant room"),
    ),
    ramp=Box(720, 230, 300, 90),
    lanes=(Box(20, 116, 640, 96), Box(390, 230, 310, 90), Box(20, 450, 530, 44)),
)

_FIRST = replace(
    _BARE,
    strips=(Strip(_NORTH, Side.NORTH, "TMSMBSL"), Strip(Box(20, 496, 460, 94), Side.SOUTH, "LSSFF")),
    fields=(Field(Box(44, 144, 326, 148), 36), Field(Box(676, 144, 326, 148), 36)),
    corners=(
        _ATRIUM,
        Corner(Furnishing.CAFE, Box(676, 330, 320, 160), "Canal café"),
        Corner(Furnishing.RECEPTION, Box(540, 490, 250, 92), "Reception"),
        Corner(Furnishing.LOUNGE, Box(44, 320, 326, 92), "Lounge"),
        Corner(Furnishing.PRINT, Box(380, 300, 36, 40), "Print"),
    ),
    lockers=Box(60, 430, 230, 20),
)

_SECOND = replace(
    _BARE,
    strips=(Strip(_NORTH, Side.NORTH, "MSLSMFFM"), Strip(Box(20, 496, 500, 94), Side.SOUTH, "SMMSF")),
    fields=(Field(_WEST_FIELD, 72), Field(Box(676, 144, 326, 138), 36)),
    corners=(
        _ATRIUM,
        Corner(Furnishing.LIBRARY, Box(676, 310, 320, 150), "Library"),
        Corner(Furnishing.PANTRY, Box(580, 490, 150, 84), "Pantry"),
        Corner(Furnishing.LOUNGE, Box(740, 486, 170, 92), "Lounge"),
        Corner(Furnishing.PRINT, Box(632, 300, 36, 40), "Print"),
    ),
)

_THIRD = replace(
    _BARE,
    strips=(Strip(_NORTH, Side.NORTH, "BSSMSMSF"), Strip(Box(330, 496, 560, 94), Side.SOUTH, "MSLSF")),
    fields=(Field(Box(44, 144, 326, 138), 36), Field(_EAST_FIELD, 72)),
    corners=(
        _ATRIUM,
        Corner(Furnishing.STUDIO, Box(44, 330, 326, 130), "Studio"),
        Corner(Furnishing.PANTRY, Box(40, 492, 150, 84), "Pantry"),
        Corner(Furnishing.LOUNGE, Box(200, 490, 120, 92), "Lounge"),
        Corner(Furnishing.PRINT, Box(380, 300, 36, 40), "Print"),
    ),
)

_FOURTH = replace(
    _BARE,
    strips=(Strip(Box(20, 20, 760, 94), Side.NORTH, "LMSMSLS"), Strip(Box(20, 496, 490, 94), Side.SOUTH, "MSSMF")),
    fields=(Field(Box(44, 144, 326, 230), 54), Field(Box(676, 186, 326, 220), 48)),
    corners=(
        _ATRIUM,
        Corner(Furnishing.TERRACE, Box(790, 32, 218, 130), "Roof terrace"),
        Corner(Furnishing.LOUNGE, Box(44, 396, 326, 88), "Fireside"),
        Corner(Furnishing.PANTRY, Box(560, 490, 170, 84), "Pantry"),
        Corner(Furnishing.PRINT, Box(632, 300, 36, 40), "Print"),
    ),
)

FLOORS = (_GARAGE, _FIRST, _SECOND, _THIRD, _FOURTH)
