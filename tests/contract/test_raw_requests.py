"""What only a real connection can say: broken request lines, headers and bodies. No 5xx, and no foreign header."""

import re
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.fuzzing import hostile
from tests.contract.fuzzing.house import FuzzedHouse, fuzzed_house
from tests.contract.fuzzing.records import ENGINE, STAFF

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def running() -> Iterator[FuzzedHouse]:
    with fuzzed_house() as furnished:
        yield furnished


@pytest.mark.parametrize(
    "path", [f"{ENGINE}/zones?tags=org", f"{STAFF}/bookings?type=desk", "/auth/authority", "/login"]
)
def test_a_header_may_be_anything(running: FuzzedHouse, path: str) -> None:
    bad = []
    for name, value in hostile.HEADERS:
        status, head = _raw(running, _request("GET", path, {name: value}))
        if status >= 500 or b"\r\n\r\n" in head.removesuffix(b"\r\n\r\n"):
            bad.append(f"{name}: {value[:60]!r} -> {status}")
    assert not bad, "\n".join(bad)
    assert running.still_known("admin")


@pytest.mark.parametrize(
    "line",
    [
        b"GET /%00 HTTP/1.1",
        b"GET //api/engine/v2/zones HTTP/1.1",
        b"GET /api/engine/v2/../../../etc/passwd HTTP/1.1",
        b"GET /api/engine/v2/%2e%2e/%2e%2e/auth/authority HTTP/1.1",
        b"GET /api/engine/v2/zones/\xff\xfe HTTP/1.1",
        b"GET /" + b"a/" * 5_000 + b" HTTP/1.1",
        b"GET /login?continue=" + b"%25" * 5_000 + b" HTTP/1.1",
        b"GET http://elsewhere.example/auth/authority HTTP/1.1",
        b"GET /auth/authority?a=b#c HTTP/1.1",
        b"GET /api/engine/v2/zones?q=\xff\x80 HTTP/1.1",
        b"GET /workplace/%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1",
        b"GET /auth/authority HTTP/0.9",
        b"GET /auth/authority HTTP/9.9",
        b"BREW /auth/authority HTTP/1.1",
        b"PROPFIND /api/engine/v2/zones HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"CONNECT localhost:443 HTTP/1.1",
        b"TRACE /auth/authority HTTP/1.1",
        b"HEAD /api/staff/v1 HTTP/1.1",
        b"GET",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 200,
    ],
)
def test_a_request_line_may_be_anything(running: FuzzedHouse, line: bytes) -> None:
    status, _ = _raw(running, line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert status < 500
    assert running.still_known("admin")


@pytest.mark.parametrize(
    "value", ["a\r\nX-Injected: 1", "a\nX-Injected: 1", "a%0d%0aX-Injected:%201", "a\rX-Injected: 1"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/login?continue={}",
        "/auth/login?continue={}",
        "/auth/logout?continue={}",
        "/auth/oauth/authorize?response_type=code&client_id=x&redirect_uri={}&state={}",
        f"{ENGINE}/zones?tags=org&limit=1&q={{}}",
        f"{STAFF}/bookings?type={{}}&limit=1",
    ],
)
def test_no_parameter_writes_a_header(running: FuzzedHouse, path: str, value: str) -> None:
    asked = path.replace("{}", value if "%" in value else httpx.QueryParams({"x": value}).__str__()[2:])
    _, head = _raw(running, _request("GET", asked, {}))
    assert not re.search(rb"^x-injected:", head, re.IGNORECASE | re.MULTILINE)


def test_a_connection_that_breaks_off_in_its_body_harms_nobody(running: FuzzedHouse) -> None:
    for sent in (b"", b'{"name":', b'{"name":"x"'):
        head = _request("POST", f"{ENGINE}/zones", {"Content-Length": b"1000", "Content-Type": b"application/json"})
        with socket.create_connection(("localhost", running.server.port), 10) as line:
            line.sendall(head + sent)
    with running.server.client() as admin:
        assert admin.get(f"{ENGINE}/zones", params={"tags": "org"}).status_code == 200
    assert "a request failed" not in running.server.log


def _request(method: str, path: str, headers: dict[str, bytes]) -> bytes:
    given = {"Host": b"localhost", "Connection": b"close", **headers}
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in given.items())
    return f"{method} {path} HTTP/1.1\r\n".encode() + lines + b"\r\n"


def _raw(running: FuzzedHouse, request: bytes) -> tuple[int, bytes]:
    """Send bytes as they are; the status (0 when the line was simply closed) and the head of the answer."""
    with socket.create_connection(("localhost", running.server.port), 10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        told = b""
        try:
            while b"\r\n\r\n" not in told and (more := line.recv(65_536)):
                told += more
        except ConnectionResetError:
            pass
    head = told.partition(b"\r\n\r\n")[0]
    status = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    return (int(status[1]) if status else 0), head
