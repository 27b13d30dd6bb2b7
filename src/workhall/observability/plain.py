"""Lines of the standard library's `logging`, written like our own: those of libraries, and of the supervisor."""

import logging
import sys

from workhall.observability.lines import renderer, told_of

_QUIET = ("uvicorn.access", "uvicorn.error", "httpx", "httpcore", "asyncio")


class LineFormatter(logging.Formatter):
    """One record, one line."""

    def __init__(self, log_format: str) -> None:
        super().__init__()
        self._render = renderer(log_format)

    def format(self, record: logging.LogRecord) -> str:
        known = dict(getattr(record, "known", {}))
        if record.exc_info and record.exc_info[0] is not None:
            known["exception"] = told_of(record.exc_info)
        return self._render(record.levelname.lower(), record.name, record.getMessage(), known).rstrip("\n")


def configure_plain(log_format: str, level: str) -> None:
    """Send everything logged through the standard library to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter(log_format))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in _QUIET:
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
