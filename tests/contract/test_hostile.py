"""Nothing anybody can send is answered by a 5xx, or keeps the server from answering the next one."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final, TypeVar

import httpx
import pytest

from tests.contract.fuzzing import hostile
from tests.contract.fuzzing.records import DOCUMENT, ENGINE, KINDS, STAFF, furnish
from tests.contract.fuzzing.run import LONG
from tests.places import Place, Somebody
from workhall.observability.logs import configure
from workhall.surfaces import engine, staff
from workhall.surfaces.web.openapi import document
from workhall.surfaces.web.router import Route

T = TypeVar("T")
MARK: Final = "Hostile"
RAW_VALUES: Final = (*(json.dumps(value).encode() for value in hostile.VALUES), *hostile.RAW_VALUES)
_SLOW: Final = {"password"}  # hashing takes a quarter of a second; tried once, below
_RECORD: Final = re.compile(r"{\w+}")


@pytest.fixture(scope="module", autouse=True)
def plain_log() -> None:
    """As the server logs: a developer's picture of a deep error takes minutes to draw."""
    configure("logfmt", "error")


class Answers:
    """Keeps what was answered badly, so that one run shows all of it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._bad: Counter[str] = Counter()
        self.asked = 0

    async def ask(self, method: str, url: str, what: str, **options: Any) -> httpx.Response:
        answer = await self._client.request(method, url, **options)
        self.asked += 1
        if answer.status_code >= 500:
            self._bad[f"{answer.status_code} {method} {url[:120]} with {what[:160]}: {answer.text[:200]}"] += 1
        elif answer.status_code >= 400 and not _is_refusal(answer):
            self._bad[f"{answer.status_code} {method} {url[:120]} with {what[:160]} says {answer.text[:200]!r}"] += 1
        return answer

    def check(self, at_least: int = 1) -> None:
        assert self.asked >= at_least
        told = "\n".join(f"{count} × {text}" for text, count in self._bad.most_common(40))
        assert not self._bad, f"{self._bad.total()} of {self.asked} answers are bad:\n{told}"


def _is_refusal(answer: httpx.Response) -> bool:
    """A refusal says why, in JSON, with a code that programs can read; but for deleted bookings: 405 and not a word."""
    if answer.status_code == 405 and not answer.content:
        return f"{STAFF}/bookings/" in str(answer.url)
    try:
        body = answer.json()
    except ValueError:
        return False
    return isinstance(body, dict) and isinstance(body.get("error"), str) and isinstance(body.get("code"), str)


@pytest.fixture
async def answers(place: Place, admin: Somebody) -> Answers:
    return Answers(place.client(admin))


@pytest.fixture
async def ids(place: Place, admin: Somebody) -> dict[str, str]:
    return await furnish(place.client(admin), MARK + place.environment)


def _routes(*methods: str) -> Iterator[Route]:
    for surface in (engine.surface, staff.surface):
        yield from (route for route in surface.router if route.method in methods)


@pytest.mark.parametrize("kind", list(KINDS))
async def test_a_field_may_hold_anything(answers: Answers, ids: dict[str, str], kind: str, place: Place) -> None:
    """One field at a time is wrong, all others are as they should be, so that each is really read."""
    base, make = KINDS[kind]
    fields = [field for field in make(MARK, ids) if field not in _SLOW]
    for number, (field, raw) in enumerate((field, raw) for field in fields for raw in RAW_VALUES):
        body = {k: v for k, v in make(f"{MARK}{place.environment}{number}", ids).items() if k not in _SLOW}
        sent = _with(body, field, raw)
        await answers.ask("POST", f"{base}/{kind}", f"{field}={raw!r}", content=sent)
        if LONG or number % 3 == 0:
            path = f"{base}/{kind}/{ids[kind]}?version=0"
            await answers.ask("PATCH", path, f"{field}={raw!r}", content=b"{" + _pair(field, raw) + b"}")
    answers.check(len(fields) * 20)


def _with(body: dict[str, Any], field: str, raw: bytes) -> bytes:
    others = [_pair(name, json.dumps(value).encode()) for name, value in body.items() if name != field]
    return b"{" + b",".join([*others, _pair(field, raw)]) + b"}"


def _pair(name: str, raw: bytes) -> bytes:
    return json.dumps(name).encode() + b":" + raw


async def test_a_body_may_be_anything(answers: Answers, ids: dict[str, str]) -> None:
    for turn, route in enumerate(_routes("POST", "PUT", "PATCH", "DELETE")):
        for body in _in_turn(hostile.BODIES, turn):
            await answers.ask(route.method, _path(route, ids), repr(body[:60]), content=body)
    answers.check(900)


async def test_a_content_type_may_be_anything(answers: Answers, ids: dict[str, str]) -> None:
    for turn, route in enumerate(_routes("POST", "PATCH")):
        for kind in _in_turn(hostile.CONTENT_TYPES, turn):
            headers = {"Content-Type": kind.encode()}
            await answers.ask(route.method, _path(route, ids), kind, content=b'{"name":"x"}', headers=headers)
    answers.check(300)


async def test_a_value_in_a_path_may_be_anything(answers: Answers) -> None:
    for turn, route in enumerate(_routes("GET", "PUT", "PATCH", "DELETE", "POST")):
        if not _RECORD.search(route.path):
            continue
        for value in _in_turn(hostile.PATH_VALUES, turn):
            path = _RECORD.sub(value.replace("\\", r"\\"), route.path)
            body = {} if route.method in {"GET", "DELETE"} else {"content": b"{}"}
            await answers.ask(route.method, path, "path", **body)
    answers.check(1000)


async def test_a_parameter_may_be_anything(answers: Answers) -> None:
    for turn, (method, path, name) in enumerate(_parameters()):
        for value in _in_turn(hostile.QUERY_VALUES, turn):
            await answers.ask(method, f"{_RECORD.sub('1', path)}?type=desk&{name}={value}", name)
    answers.check(500)


def _parameters() -> Iterator[tuple[str, str, str]]:
    """Every described parameter of a query: method, path and name."""
    described = {**document("workhall.surfaces.engine")["paths"], **document("workhall.surfaces.staff")["paths"]}
    for path, item in described.items():
        for method in ("get", "post", "delete"):
            for parameter in item.get(method, {}).get("parameters", []):
                if parameter.get("in", "query") == "query":
                    yield method.upper(), path, parameter.get("name") or parameter["$ref"].rpartition("/")[2]


def _in_turn(values: tuple[T, ...], turn: int) -> tuple[T, ...]:
    """Each route tries a third of the values, the next one the next third; in a long run every route tries all."""
    return values if LONG else values[turn % 3 :: 3]


@pytest.mark.parametrize("levels", [50, 190, 480, 1500])
async def test_a_document_may_go_down_as_far_as_it_likes(answers: Answers, ids: dict[str, str], levels: int) -> None:
    """What is taken can be read again, and merged into, by everybody who may."""
    zone, booking = ids["zones"], ids["bookings"]
    for number, value in enumerate(_deep(levels)):
        for method in ("PUT", "PATCH"):
            body = b'{"name":"deep%d","details":%b}' % (number, value)
            await answers.ask(method, f"{ENGINE}/metadata/{zone}", f"{levels} levels", content=body)
        for path in (f"metadata/{zone}", f"metadata/{zone}/history", f"metadata/deep{number}/bulk?parent_ids={zone}"):
            await answers.ask("GET", f"{ENGINE}/{path}", f"{levels} levels")
        for method, path, field in (
            ("PATCH", f"{STAFF}/bookings/{booking}", "extension_data"),
            ("PATCH", f"{STAFF}/bookings/{booking}/ext_data", "deep"),
            ("PATCH", f"{ENGINE}/domains/{ids['domains']}", "config"),
            ("PATCH", f"{ENGINE}/assets/{ids['assets']}", "other_data"),
            ("PATCH", f"{ENGINE}/users/{ids['users']}", "work_overrides"),
            ("POST", f"{ENGINE}/signal?channel=/deep", "deep"),
        ):
            await answers.ask(method, path, f"{levels} levels", content=b'{"%b":{"x":%b}}' % (field.encode(), value))
        settings = json.dumps({"settings_string": value.decode()}).encode()
        await answers.ask("PATCH", f"{ENGINE}/settings/{ids['settings']}", "YAML", content=settings)
    for path in ("assets", "domains", "settings", "users"):
        await answers.ask("GET", f"{ENGINE}/{path}/{ids[path]}", "after all")
    assert (await answers.ask("GET", f"{STAFF}/bookings/{booking}", "after all")).status_code == 200
    answers.check()


def _deep(levels: int) -> Iterator[bytes]:
    yield b'{"a":' * levels + b"1" + b"}" * levels
    yield b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    "text", ["a: &a [*a]", "a: !!python/object/apply:os.system [ls]", "&a [*a,*a]", "? ", "- \t- x"]
)
async def test_settings_that_are_tricks_are_refused_or_kept_as_words(
    answers: Answers, ids: dict[str, str], text: str
) -> None:
    answer = await answers.ask("PATCH", f"{ENGINE}/settings/{ids['settings']}", text, json={"settings_string": text})
    assert answer.status_code in {200, 422}
    await answers.ask("GET", f"{ENGINE}/settings/{ids['settings']}", "after it")
    answers.check()


async def test_settings_that_multiply_are_refused(answers: Answers, ids: dict[str, str]) -> None:
    """The bomb of a thousand laughs: nine lines of aliases that would become a billion words."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    body = {"settings_string": "\n".join(lines)}
    await answers.ask("PATCH", f"{ENGINE}/settings/{ids['settings']}", "laughs", json=body)
    await answers.ask("GET", f"{ENGINE}/settings/{ids['settings']}", "laughs")
    await answers.ask("GET", f"{ENGINE}/systems/{ids['systems']}/settings", "laughs")
    answers.check(3)


@pytest.mark.parametrize("password", ["", " ", "x", "x" * 100_000, "\u0000x", "pässwörd \U0001f984 long enough"])
async def test_a_password_may_be_anything(answers: Answers, ids: dict[str, str], password: str) -> None:
    await answers.ask("PATCH", f"{ENGINE}/users/{ids['users']}", "password", json={"password": password})
    answers.check()


async def test_twice_the_same_key_is_one_of_the_two(answers: Answers, ids: dict[str, str]) -> None:
    path = f"{ENGINE}/zones/{ids['zones']}"
    answer = await answers.ask("PATCH", path, "twice", content=b'{"code":"first","code":"second"}')
    assert answer.json()["code"] in {"first", "second"}
    assert (await answers.ask("GET", path, "after")).json()["code"] == answer.json()["code"]


@pytest.mark.parametrize(("text", "status"), [(rb"\u0000", 400), (rb"\\u0000", 200), (rb"\\\u0000", 400)])
async def test_words_about_nul_are_not_nul(answers: Answers, ids: dict[str, str], text: bytes, status: int) -> None:
    path = f"{ENGINE}/zones/{ids['zones']}"
    answer = await answers.ask("PATCH", path, "NUL", content=b'{"code":"' + text + b'"}')
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json()["code"] == r"\u0000"


async def test_a_body_beyond_the_limit_is_a_413(place: Place, answers: Answers, ids: dict[str, str]) -> None:
    size = place.house.settings.body_limit_kb * 1024 + 1
    for method, path in (("POST", f"{ENGINE}/zones"), ("PUT", f"{ENGINE}/metadata/{ids['zones']}")):
        answer = await answers.ask(method, path, "too much", content=b'{"name":"' + b"x" * size + b'"}')
        assert answer.status_code == 413
    answer = await answers.ask("POST", f"{STAFF}/bookings", "too much, in pieces", content=_pieces(size))
    assert answer.status_code == 413
    answers.check(3)


async def _pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65_536 + 1):
        yield b"x" * 65_536


async def test_nothing_of_what_was_tried_keeps_the_next_from_working(answers: Answers, ids: dict[str, str]) -> None:
    for body in hostile.BODIES:
        await answers.ask("PUT", f"{ENGINE}/metadata/{ids['zones']}", "before", content=body)
    put = await answers.ask(
        "PUT", f"{ENGINE}/metadata/{ids['zones']}", "after", json={"name": DOCUMENT, "details": [1]}
    )
    assert put.status_code == 200
    answers.check()


def _path(route: Route, ids: dict[str, str]) -> str:
    """With the id of a record where there is one: the body is read only then."""
    resource = route.path.split("/")[4] if route.path.count("/") > 3 else ""
    known = ids.get({"metadata": "zones"}.get(resource, resource), "none")
    path = re.sub(r"{(?:id|parent_id)}", known, route.path)
    return _RECORD.sub("1", path)
