"""How the engine API says no (engine API contract, 0.2)."""

from workhall.surfaces.web.sayings import COMMON, Sayings

SAY: Sayings = {**COMMON}
