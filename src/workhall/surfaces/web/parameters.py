"""Query parameters, read by the rules both APIs share.

Required and absent → 422; unparsable though required or with a default → 400; unparsable on an optional
one → as if absent. Booleans: `true` in any case is true, any other text is false (staff API 1.2).
"""

from urllib.parse import parse_qsl

from workhall.kernel.errors import Invalid, Malformed
from workhall.kernel.text import comma_list

INT64 = 2**63


class MissingParameter(Invalid):
    code = "parameter_missing"

    def __init__(self, parameter: str, restriction: str) -> None:
        super().__init__(parameter, f"missing required parameter '{parameter}'")
        self.args = (f"missing required parameter '{parameter}'",)
        self.parameter = parameter
        self.restriction = restriction


class BadParameter(Malformed):
    code = "parameter_unreadable"

    def __init__(self, parameter: str, message: str, restriction: str | None = None) -> None:
        super().__init__(parameter, message)
        self.args = (message,)
        self.parameter = parameter
        self.restriction = restriction


class Query:
    """The query string; the last of repeated names counts."""

    def __init__(self, text: str) -> None:
        self.pairs = parse_qsl(text, keep_blank_values=True)
        self._values = dict(self.pairs)
        for name, value in self.pairs:
            if "\x00" in name or "\x00" in value:
                raise BadParameter(name.replace("\x00", ""), "parameters must not contain NUL characters")

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, default: str | None = None) -> str | None:
        return self._values.get(name, default)

    def need_text(self, name: str) -> str:
        if name not in self._values:
            raise MissingParameter(name, "String")
        return self._values[name]

    def flag(self, name: str, default: bool = False) -> bool:  # noqa: FBT001, FBT002  reads as flag("deleted", True)
        found = self.optional_flag(name)
        return default if found is None else found

    def optional_flag(self, name: str) -> bool | None:
        value = self._values.get(name)
        return None if value is None else value.strip().lower() == "true"

    def integer(self, name: str) -> int | None:
        """An optional number; unparsable counts as absent."""
        return _integer(self._values.get(name))

    def integer_or(self, name: str, default: int) -> int:
        if self._values.get(name, "") == "":
            return default
        return self._must(name)

    def need_integer(self, name: str) -> int:
        if name not in self._values:
            raise MissingParameter(name, "Int64")
        return self._must(name)

    def _must(self, name: str) -> int:
        found = _integer(self._values[name])
        if found is None:
            raise BadParameter(name, f"parameter '{name}' must be a whole number", "Int64")
        return found

    def list(self, name: str) -> list[str]:
        return comma_list(self._values.get(name))


def path_integer(text: str, name: str = "id") -> int:
    """Read a number in a path; anything else is a 400 naming it."""
    found = _integer(text)
    if found is None:
        raise BadParameter(name, f"parameter '{name}' must be a whole number", "Int64")
    return found


def _integer(text: str | None) -> int | None:
    stripped = (text or "").strip()
    if not stripped.removeprefix("-").isascii() or not stripped.removeprefix("-").isdigit() or len(stripped) > 20:
        return None
    number = int(stripped)
    return number if -INT64 <= number < INT64 else None
