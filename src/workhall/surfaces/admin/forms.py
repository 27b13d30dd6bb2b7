"""What a form brought: the fields of a POST body, as they were typed."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from workhall.kernel.errors import Malformed

FORM = "application/x-www-form-urlencoded"


class Form:
    """Fields by name; one that was not sent reads as empty. Browsers leave out boxes that are not ticked."""

    def __init__(self, pairs: Sequence[tuple[str, str]] = ()) -> None:
        self._pairs = pairs

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self._pairs)

    def __bool__(self) -> bool:
        return bool(self._pairs)

    def raw(self, name: str, default: str = "") -> str:
        """The last value as it was typed, blanks included."""
        return next((value for key, value in reversed(self._pairs) if key == name), default)

    def text(self, name: str, default: str = "") -> str:
        return self.raw(name, default).strip()

    def flag(self, name: str) -> bool:
        return name in self

    def chosen(self, name: str) -> list[str]:
        """All values of one name: ticked boxes."""
        return [value for key, value in self._pairs if key == name and value]

    def lines(self, name: str) -> list[str]:
        """One entry a line (or between commas), without empty ones and repetitions."""
        parts = (part.strip() for part in self.raw(name).replace(",", "\n").splitlines())
        return list(dict.fromkeys(part for part in parts if part))


def read_form(body: bytes) -> Form:
    """Read an urlencoded body.

    Raises:
        Malformed: it is not text, or holds what the database cannot keep.
    """
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10_000)
    except ValueError as error:
        raise Malformed(None, "the form cannot be read") from error
    if any("\x00" in key or "\x00" in value for key, value in pairs):
        raise Malformed(None, "text must not contain NUL characters")
    return Form([(key, value.replace("\r\n", "\n")) for key, value in pairs])
