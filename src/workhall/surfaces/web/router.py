"""Routes as a tree of path segments: one look-up per segment, however many routes there are.

Segments are split before they are percent-decoded, so an id may contain an encoded slash. A trailing
slash makes no difference and never redirects.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from starlette.responses import Response

from workhall.surfaces.web.context import Call

Handler = Callable[[Call], Awaitable[Response]]
Prepare = Callable[[Call], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a route: the scopes that open it besides `public`, and whether guests or nobody at all may.

    `session`: a page, which asks for a session itself; tokens and keys are not even looked at.
    `lenient`: anybody may, and credentials that do not hold count as none (sign-in, logout).
    `write_reads`: a scope that only writes opens reading too.
    """

    scopes: tuple[str, ...] = ()
    guests: bool = False
    anonymous: bool = False
    session: bool = False
    lenient: bool = False
    write_reads: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """`streams`: the handler reads the body itself and opens its own transactions.

    `prepare` runs before the transaction opens, for what must not hold one (comparing passwords, asking another
    server); what it answers is `call.prepared`. `body` False: the route takes none, so whatever is sent along is
    ignored, of any type.
    """

    method: str
    path: str
    handler: Handler
    access: Access = Access()
    streams: bool = False
    prepare: Prepare | None = None
    body: bool = True


@dataclass(slots=True)
class _Node:
    fixed: dict[str, "_Node"] = field(default_factory=dict)
    any: "_Node | None" = None
    rest: dict[str, tuple[Route, tuple[str, ...]]] = field(default_factory=dict)
    routes: dict[str, tuple[Route, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A route and its path values; or no route, and the methods the path knows."""

    route: Route | None
    values: dict[str, str]
    methods: frozenset[str]


_NOTHING = Match(None, {}, frozenset())


class Router:
    """Paths like `/zones/{id}/exec/{module}/{method}`; a last `{name:path}` takes the rest."""

    def __init__(self, base: str = "", *, access: Access = Access()) -> None:
        self.base = base
        self.access = access
        self._root = _Node()
        self._all: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        return iter(self._all)

    def on(
        self,
        methods: str,
        *paths: str,
        access: Access | None = None,
        streams: bool = False,
        prepare: Prepare | None = None,
        body: bool = True,
    ) -> Callable[[Handler], Handler]:
        """Declare a handler: `@router.on("PUT PATCH", "/zones/{id}")`."""

        def declare(handler: Handler) -> Handler:
            for path in paths:
                for method in methods.split():
                    self._add(Route(method, self.base + path, handler, access or self.access, streams, prepare, body))
            return handler

        return declare

    def include(self, *others: "Router") -> "Router":
        """Take over the routes of other routers, as they are."""
        for other in others:
            for route in other:
                self._add(route)
        return self

    def _add(self, route: Route) -> None:
        self._all.append(route)
        node = self._root
        names: list[str] = []
        for segment in _segments(route.path):
            if segment.startswith("{") and segment.endswith(":path}"):
                node.rest[route.method] = (route, (*names, segment[1:-6]))
                return
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.fixed.setdefault(segment, _Node())
        if route.method in node.routes:
            raise ValueError(f"{route.method} {route.path} is declared twice")
        node.routes[route.method] = (route, tuple(names))

    def match(self, method: str, raw_path: str) -> Match:
        """Find the route of a percent-encoded path. A fixed segment wins over a value."""
        segments = _segments(raw_path)
        asked = "GET" if method == "HEAD" else method
        known: set[str] = set()
        for node, values, rest in _walk(self._root, segments, 0, ()):
            table = node.rest if rest is not None else node.routes
            known.update(table)
            if asked in table:
                route, names = table[asked]
                found = [unquote(value) for value in values]
                if rest is not None:
                    found.append(unquote("/".join(rest)))
                return Match(route, dict(zip(names, found, strict=True)), frozenset())
        return Match(None, {}, frozenset(known)) if known else _NOTHING


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


_Found = tuple[_Node, tuple[str, ...], list[str] | None]


def _walk(node: _Node, segments: list[str], at: int, values: tuple[str, ...]) -> Iterator[_Found]:
    if at == len(segments):
        if node.routes:
            yield node, values, None
        if node.rest:
            yield node, values, []
        return
    segment = segments[at]
    child = node.fixed.get(unquote(segment))
    if child is not None:
        yield from _walk(child, segments, at + 1, values)
    if node.any is not None:
        yield from _walk(node.any, segments, at + 1, (*values, segment))
    if node.rest:
        yield node, values, segments[at:]
