"""Sketches of a tower: every floor runs round the lifts, with cut corners."""

from dataclasses import replace

from workhall.app.demo.plan.floor import Corner, Field, Floor, Furnishing, Strip
from workhall.app.demo.plan.geometry import Box, Side

_HULL = ((70, 20), (770, 20), (820, 70), (820, 650), (770, 700), (70, 700), (20, 650), (20, 70))
_CORE = Box(300, 290, 240, 140)
_BARE = Floor(840, 750, _HULL, core=_CORE, north=29)
_WEST, _EAST = Box(20, 76, 96, 568), Box(724, 76, 96, 568)
_NORTH, _SOUTH = Box(76, 20, 688, 94), Box(76, 606, 688, 94)

# Rooms to the west and east, desks north and south of the core.
_ELEVENTH = replace(
    _BARE,
    strips=(Strip(_WEST, Side.WEST, "LSMSSM"), Strip(_EAST, Side.EAST, "MSLFFM")),
    fields=(Field(Box(150, 60, 396, 160), 36), Field(Box(150, 500, 540, 160), 48)),
    corners=(
        Corner(Furnishing.RECEPTION, Box(548, 110, 140, 110), "Reception"),
        Corner(Furnishing.CAFE, Box(566, 268, 146, 190), "Corner café"),
        Corner(Furnishing.LOUNGE, Box(140, 300, 140, 110), "Lounge"),
    ),
    lockers=Box(150, 430, 130, 20),
)

_FOURTEENTH = replace(
    _BARE,
    strips=(Strip(_WEST, Side.WEST, "BSMSF"), Strip(_EAST, Side.EAST, "SMSSMSF")),
    fields=(Field(Box(150, 60, 540, 160), 48), Field(Box(150, 500, 396, 160), 36)),
    corners=(
        Corner(Furnishing.TERRACE, Box(566, 476, 146, 200), "Sky deck"),
        Corner(Furnishing.PANTRY, Box(566, 300, 146, 110), "Pantry"),
        Corner(Furnishing.LIBRARY, Box(140, 282, 140, 150), "Library"),
    ),
)

# Rooms to the north and south, desks west and east of the core.
_TWELFTH = replace(
    _BARE,
    strips=(Strip(_NORTH, Side.NORTH, "SMLSMF"), Strip(_SOUTH, Side.SOUTH, "MSTSSF")),
    fields=(Field(Box(46, 150, 222, 330), 48), Field(Box(576, 150, 222, 330), 48)),
    corners=(
        Corner(Furnishing.STUDIO, Box(300, 140, 240, 120), "Studio"),
        Corner(Furnishing.PANTRY, Box(340, 460, 160, 110), "Pantry"),
        Corner(Furnishing.LOUNGE, Box(60, 490, 200, 96), "Lounge"),
        Corner(Furnishing.PRINT, Box(640, 500, 60, 60), "Print"),
    ),
)

_THIRTEENTH = replace(
    _BARE,
    strips=(Strip(_NORTH, Side.NORTH, "BSMMSF"), Strip(_SOUTH, Side.SOUTH, "SSMLSF")),
    fields=(Field(Box(46, 240, 222, 330), 48), Field(Box(576, 240, 222, 330), 48)),
    corners=(
        Corner(Furnishing.LOUNGE, Box(300, 150, 240, 110), "Lounge"),
        Corner(Furnishing.LIBRARY, Box(300, 456, 240, 130), "Quiet library"),
        Corner(Furnishing.PRINT, Box(110, 150, 60, 60), "Print"),
        Corner(Furnishing.PANTRY, Box(600, 134, 170, 84), "Pantry"),
    ),
)

FLOORS = (_ELEVENTH, _TWELFTH, _THIRTEENTH, _FOURTEENTH)
