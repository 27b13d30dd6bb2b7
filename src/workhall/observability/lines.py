"""From an event to a log line, logfmt or JSON. Every line of every process is made here.

A request writes one line, so a line must cost next to nothing: no chain of small steps, one function a format.
Standard library and msgspec only, so that the lean supervisor may use it too.
"""

import re
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType

import msgspec

Render = Callable[[str, str, str, Mapping[str, object]], str]
"""Makes a line of a level, a logger's name, an event and what is known about it."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

_PLAIN = re.compile(r"[^\s\"=\\\x00-\x1f\x7f]+").fullmatch
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r"[\"\\\x00-\x1f\x7f]")
_encode = msgspec.json.Encoder(enc_hook=str).encode


def renderer(log_format: str) -> Render:
    return as_json if log_format == "json" else as_logfmt


def as_logfmt(level: str, logger: str, event: str, known: Mapping[str, object]) -> str:
    """`timestamp=… level=… logger=… event=… key=value …`; what is None is left out."""
    parts = [f"timestamp={_now()} level={level} logger={logger} event={_quoted(event)}"]
    parts += [f"{key}={_logfmt(value)}" for key, value in known.items() if value is not None]
    return " ".join(parts) + "\n"


def as_json(level: str, logger: str, event: str, known: Mapping[str, object]) -> str:
    """One JSON object; what is None is left out."""
    fields: dict[str, object] = {"timestamp": _now(), "level": level, "logger": logger, "event": event}
    fields.update((key, value) for key, value in known.items() if value is not None)
    return _encode(fields).decode() + "\n"


def told_of(error: ExcInfo) -> str:
    """The traceback as one text."""
    return "".join(traceback.format_exception(*error)).rstrip()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _logfmt(value: object) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return text if _PLAIN(text) else f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\x{ord(found[0]):02x}"
