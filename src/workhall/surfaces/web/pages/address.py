"""The address of the page under way, and its variations: other page, other order, same filters.

Whatever a list shows stands in its address, so Back works and a link can be sent to somebody.
"""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Address:
    """A path and its query in order. Use `Address(request.url.path, tuple(request.query_params.multi_items()))`."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        return dict(self.query).get(name, default)

    def set(self, **changes: str | int | None) -> str:
        """Say this address with some parts of its query replaced; None takes one away."""
        kept = [(name, value) for name, value in self.query if name not in changes]
        added = [(name, str(value)) for name, value in changes.items() if value is not None]
        return _joined(self.path, kept + added)

    def __str__(self) -> str:
        return _joined(self.path, list(self.query))


def _joined(path: str, query: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
