"""Log lines: one event, one line, readable by people and by programs."""

import json
import logging
import time
from collections.abc import Callable, Iterator

import pytest
import structlog

from workhall.observability import logs
from workhall.observability.lines import as_json, as_logfmt

AFFORDABLE_S = 40e-6
Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Said]:
    """What is written to standard error; logging is as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield lambda: capsys.readouterr().err
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_logfmt_quotes_only_what_needs_it_and_leaves_out_what_is_not_known() -> None:
    line = as_logfmt("info", "x", "request", {"path": "/a", "who": None, "why": 'a "b" c', "ok": True, "ms": 1.5})
    assert line.split(" ", 1)[1] == 'level=info logger=x event=request path=/a why="a \\"b\\" c" ok=true ms=1.5\n'


def test_a_line_stays_one_line_whatever_is_in_it() -> None:
    for render in (as_logfmt, as_json):
        line = render("info", "x", "request", {"path": "/a\nlevel=error event=forged\r\x1b[2J\x7f"})
        assert line.count("\n") == 1
        assert "\x1b" not in line


def test_json_lines_are_json() -> None:
    told = json.loads(as_json("info", "x", "request", {"path": "/ä", "who": None, "at": {1: 2}}))
    assert (told["event"], told["path"], told["at"]) == ("request", "/ä", {"1": 2})
    assert "who" not in told


def test_an_exception_is_told_with_its_story(said: Said) -> None:
    logs.configure("json", "info")
    try:
        _fail("no more")
    except RuntimeError:
        structlog.get_logger("workhall.test").exception("failed", request_id="7")
    told = json.loads(said())
    assert (told["level"], told["logger"], told["request_id"]) == ("error", "workhall.test", "7")
    assert "RuntimeError: no more" in told["exception"]


def test_lines_of_libraries_look_like_ours(said: Said) -> None:
    logs.configure("json", "info")
    logging.getLogger("library").warning("careful with %s", "that")
    assert json.loads(said())["event"] == "careful with that"


def test_less_than_the_asked_level_is_not_written(said: Said) -> None:
    logs.configure("logfmt", "warning")
    structlog.get_logger("workhall.test").info("request")
    logging.getLogger("library").info("request")
    assert said() == ""


def test_a_library_that_fails_is_told_in_one_line(said: Said) -> None:
    logs.configure("logfmt", "info")
    try:
        _fail("a\nb")
    except RuntimeError:
        logging.getLogger("library").exception("failed")
    line = said()
    assert line.count("\n") == 1
    assert "RuntimeError: a\\nb" in line


def test_a_request_line_costs_next_to_nothing(said: Said) -> None:
    logs.configure("logfmt", "info")
    log = structlog.get_logger("workhall.request")
    known = {"surface": "engine", "method": "GET", "path": "/api/engine/v2/zones", "status": 200, "ms": 1.2}
    best = 1.0
    for _ in range(20):
        began = time.perf_counter()
        for _ in range(100):
            log.info(
                "request", request_id="957a5d47-af84-40d5-a68f-7bd29564a0f0", organisation=1, user="user-1", **known
            )
        best = min(best, (time.perf_counter() - began) / 100)
    assert best < AFFORDABLE_S


def _fail(reason: str) -> None:
    raise RuntimeError(reason)
