"""Sketches of two wings around a courtyard, on a garage of the same shape."""

from dataclasses import replace

from workhall.app.demo.plan.floor import Corner, Field, Floor, Furnishing, Row, Strip
from workhall.app.demo.plan.geometry import Box, Side

_HULL = ((20, 20), (940, 20), (990, 46), (1010, 96), (1010, 350), (430, 350), (430, 690), (20, 690))
_BARE = Floor(1030, 740, _HULL, core=Box(306, 212, 220, 96), north=12)
_NORTH = Box(20, 20, 900, 94)
_SOUTH = Box(20, 596, 410, 94)
_COURT = Box(452, 372, 540, 300)

_GARAGE = replace(
    _BARE,
    rows=(
        Row(Box(130, 20, 660, 96), Side.NORTH, 12),
        Row(Box(570, 254, 440, 96), Side.SOUTH, 8),
        Row(Box(20, 140, 96, 520), Side.WEST, 10),
    ),
    corners=(
        Corner(Furnishing.CYCLES, Box(250, 390, 160, 130), "Bicycles"),
        Corner(Furnishing.STORE, Box(820, 20, 110, 90), "Plant room"),
    ),
    ramp=Box(170, 590, 250, 90),
    lanes=(Box(130, 116, 860, 96),),
)

_GROUND = replace(
    _BARE,
    strips=(Strip(_NORTH, Side.NORTH, "TMSLSMSF"), Strip(_SOUTH, Side.SOUTH, "MSS")),
    fields=(Field(Box(560, 146, 426, 134), 48), Field(Box(44, 330, 222, 230), 24)),
    corners=(
        Corner(Furnishing.TERRACE, _COURT, "Courtyard"),
        Corner(Furnishing.RECEPTION, Box(60, 136, 220, 120), "Reception"),
        Corner(Furnishing.CAFE, Box(290, 350, 130, 220), "Harbour café"),
        Corner(Furnishing.PRINT, Box(536, 290, 40, 44), "Print"),
    ),
    lockers=Box(640, 306, 230, 20),
)

_UPPER = replace(
    _BARE,
    strips=(Strip(_NORTH, Side.NORTH, "LSMBSMFF"), Strip(_SOUTH, Side.SOUTH, "SMS")),
    fields=(Field(Box(560, 146, 426, 134), 48), Field(Box(44, 330, 222, 230), 30)),
    corners=(
        Corner(Furnishing.TERRACE, Box(452, 372, 250, 130), "Balcony"),
        Corner(Furnishing.LIBRARY, Box(56, 146, 220, 150), "Library"),
        Corner(Furnishing.PANTRY, Box(290, 350, 130, 100), "Pantry"),
        Corner(Furnishing.LOUNGE, Box(290, 470, 130, 100), "Lounge"),
        Corner(Furnishing.PRINT, Box(536, 290, 40, 44), "Print"),
    ),
)

FLOORS = (_GARAGE, _GROUND, _UPPER)
