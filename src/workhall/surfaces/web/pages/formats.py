"""How numbers, sizes and moments read in the reader's language and time zone.

English follows British habit, as the wording of the house does: 14 April, 24 hours.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal, format_percent

from workhall.kernel.time import utc_now
from workhall.kernel.time import zone as zone_named
from workhall.surfaces.web.pages.reader import present_reader

_FORMATS: Final = {"en": "en_GB"}
_DAY: Final = timedelta(days=1)
_UNITS: Final = ("B", "kB", "MB", "GB", "TB")
_STEP: Final = 1000
_WHOLE_FROM: Final = 100


def local(moment: datetime) -> datetime:
    """Move a moment into the reader's zone. A naive moment raises ValueError: it means nothing here."""
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(zone_named(present_reader().zone))


def clock(moment: datetime) -> str:
    """09:41."""
    return f"{local(moment):%H:%M}"


def clock_seconds(moment: datetime) -> str:
    """09:41:52, for "in step as of"."""
    return f"{local(moment):%H:%M:%S}"


def day(moment: date) -> str:
    """14 April, with the year where it is not this one. A plain date stays the day it is."""
    local_day = local(moment).date() if isinstance(moment, datetime) else moment
    same_year = local_day.year == local(_now()).year
    if same_year:
        return format_skeleton("MMMMd", local_day, locale=_locale())
    return format_date(local_day, "long", locale=_locale())


def moment(at: datetime) -> str:
    """14 April, 09:41."""
    return f"{day(at)}, {clock(at)}"


def ago(at: datetime) -> str:
    """Relative up to a day, in either direction, then the date."""
    distance = at - _now()
    if abs(distance) >= _DAY:
        return day(at)
    return format_timedelta(distance, add_direction=True, locale=_locale(), threshold=1)


def iso(at: datetime) -> str:
    """The machine's form for `<time datetime>`, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def number(value: float) -> str:
    """1,204: thousands grouped as the reader's language does it."""
    return format_decimal(value, locale=_locale())


def numbers(words: Mapping[str, object]) -> dict[str, object]:
    """The words of a sentence, their numbers grouped as the reader's language does it."""
    return {name: number(word) if type(word) is int else word for name, word in words.items()}


def percent(share: float) -> str:
    """Say a share of one in whole per cent."""
    return format_percent(share, locale=_locale())


def size(count: int) -> str:
    """Say a number of bytes in steps of a thousand, three digits at most."""
    value, unit = float(count), 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    digits = "#,##0" if unit == 0 or value >= _WHOLE_FROM else "#,##0.#"
    return f"{format_decimal(value, digits, locale=_locale())} {_UNITS[unit]}"


def zone_said() -> str:
    """Europe/Berlin, the zone all times on the page are in."""
    return present_reader().zone


def _now() -> datetime:
    return present_reader().now or utc_now()


def _locale() -> Locale:
    language = present_reader().locale
    return Locale.parse(_FORMATS.get(language, language))
