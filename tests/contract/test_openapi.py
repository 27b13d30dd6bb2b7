"""What the server serves, what its documents describe and what clients call are the same routes.

The documents are the requirement the fuzzers hold the server to, so they are held to the server here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import jsonschema_rs
import pytest
import schemathesis
from schemathesis.core.result import Err

from tests.contract.staff.routes import ROUTES as STAFF_ROUTES
from tests.places import Place, Somebody
from workhall.surfaces import auth, engine, staff
from workhall.surfaces.web.openapi import document
from workhall.surfaces.web.surface import Surface

Route = tuple[str, str]

SURFACES: Final[dict[str, Surface]] = {one.name: one for one in (staff.surface, engine.surface, auth.surface)}
ADDRESSES: Final = {
    "staff": "/api/staff/v1/openapi.json",
    "engine": "/api/engine/v2/openapi.json",
    "auth": "/auth/openapi.json",
}
_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_SHARED: Final = {"401", "403"}  # of every route that asks who is there

every_surface = pytest.mark.parametrize("name", sorted(SURFACES))


@every_surface
def test_every_route_is_described_and_every_described_route_is_served(name: str) -> None:
    served, described = _served(name), {_unnamed(route) for route in _described(name)}
    assert not served - described, f"the {name} document lacks {sorted(served - described)}"
    assert not described - served, f"the {name} document invents {sorted(described - served)}"


def test_the_staff_routes_are_those_that_clients_call() -> None:
    assert _served("staff") == {_unnamed(route) for route in STAFF_ROUTES}


@every_surface
def test_the_document_is_a_valid_openapi_document(name: str) -> None:
    schema = schemathesis.openapi.from_dict(_document(name))
    schema.validate()
    broken = [found.err() for found in schema.get_all_operations() if isinstance(found, Err)]
    assert not broken, broken


@every_surface
def test_every_reference_leads_somewhere(name: str) -> None:
    whole = _document(name)
    dead = [reference for reference in _references(whole) if not _leads_somewhere(whole, reference)]
    assert not dead, dead


@every_surface
def test_every_schema_is_a_valid_json_schema(name: str) -> None:
    whole = _document(name)
    for title, schema in whole.get("components", {}).get("schemas", {}).items():
        told = {**schema, "components": whole["components"]}
        jsonschema_rs.Draft202012Validator(told)
        assert jsonschema_rs.meta.is_valid(told), title


@every_surface
def test_no_sentence_is_cut_at_its_comma(name: str) -> None:
    """In a YAML flow mapping an unquoted comma begins a new key, which then says nothing."""
    cut = [key for key in _empty_keys(_document(name)) if " " in key]
    assert not cut, f"to be quoted: {cut}"


@every_surface
def test_every_operation_has_a_summary_and_a_name_of_its_own(name: str) -> None:
    operations = dict(_operations(name))
    names = [operation.get("operationId") for operation in operations.values()]
    given = [found for found in names if found]
    assert len(set(given)) == len(given)
    bare = [route for route, operation in operations.items() if not operation.get("summary")]
    assert not bare, f"without a summary: {bare}"


@every_surface
def test_every_value_in_a_path_is_a_described_parameter(name: str) -> None:
    whole = _document(name)
    for (method, path), operation in _operations(name):
        shared = whole["paths"][path].get("parameters", [])
        told = [_resolved(whole, one) for one in [*shared, *operation.get("parameters", [])]]
        in_path = {one["name"] for one in told if one["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path)), f"{method} {path}"
        assert all(one["required"] for one in told if one["in"] == "path"), f"{method} {path}"


@pytest.mark.parametrize("name", ["engine", "staff"])
def test_who_must_sign_in_is_said_where_it_must_be(name: str) -> None:
    """A route for anybody declares no security; every other tells what it answers to strangers."""
    operations = {_unnamed(route): operation for route, operation in _operations(name)}
    for route in SURFACES[name].router:
        operation = operations[_unnamed((route.method, route.path))]
        is_open = {} in operation.get("security", [None]) or operation.get("security") == []
        assert is_open == route.access.anonymous, f"{route.method} {route.path}"
        if not is_open:
            assert set(operation["responses"]) >= _SHARED, f"{route.method} {route.path}"


@every_surface
async def test_anybody_may_read_the_document(name: str, place: Place) -> None:
    async with place.client() as anybody:
        answer = await anybody.get(ADDRESSES[name])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == _document(name)


@pytest.mark.parametrize("name", ["engine", "staff"])
async def test_a_slash_at_the_end_changes_nothing_and_redirects_nobody(
    name: str, place: Place, admin: Somebody
) -> None:
    """The TypeScript client finds the paging headers by the address it asked for: a redirect would lose them."""
    client = place.client(admin)
    for route in SURFACES[name].router:
        if route.method == "GET" and "{" not in route.path:
            bare, slashed = await client.get(route.path), await client.get(f"{route.path}/")
            assert (bare.status_code, bare.content) == (slashed.status_code, slashed.content), route.path
            assert not slashed.is_redirect, route.path
            head = await client.head(route.path)
            assert (head.status_code, head.content) == (bare.status_code, b""), f"HEAD {route.path}"


def _served(name: str) -> set[Route]:
    return {_unnamed((route.method, route.path)) for route in SURFACES[name].router}


def _described(name: str) -> set[Route]:
    return {route for route, _ in _operations(name)}


def _operations(name: str) -> Iterator[tuple[Route, dict[str, Any]]]:
    for path, item in _document(name)["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                yield (method.upper(), path), operation


def _unnamed(route: Route) -> Route:
    """Names of values are for people; a trailing slash makes no difference."""
    method, path = route
    return method, re.sub(r"{[^}]*}", "{}", path).rstrip("/")


def _document(name: str) -> dict[str, Any]:
    """As a reader gets it: through JSON, where every key is text."""
    whole: dict[str, Any] = json.loads(json.dumps(document(f"workhall.surfaces.{name}")))
    return whole


def _empty_keys(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if value is None:
                yield key
            yield from _empty_keys(value)
    elif isinstance(node, list):
        for one in node:
            yield from _empty_keys(one)


def _references(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for one in node:
            yield from _references(one)


def _leads_somewhere(whole: Mapping[str, Any], reference: str) -> bool:
    if not reference.startswith("#/"):
        return False
    node: Any = whole
    for part in reference[2:].split("/"):
        if not isinstance(node, Mapping) or part not in node:
            return False
        node = node[part]
    return True


def _resolved(whole: Mapping[str, Any], parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in parameter:
        return parameter
    node: Any = whole
    for part in parameter["$ref"][2:].split("/"):
        node = node[part]
    found: Mapping[str, Any] = node
    return found
