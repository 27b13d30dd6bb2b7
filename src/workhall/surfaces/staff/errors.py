"""How the Staff API says no (staff API contract, 1.4)."""

from workhall.surfaces.web.sayings import COMMON, Sayings

SAY: Sayings = {**COMMON}
