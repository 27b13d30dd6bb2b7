"""What is noted of every request: one log line, and the figures for Prometheus."""

from typing import Final

import structlog
from starlette.requests import Request

from workhall.observability import metrics

log = structlog.get_logger("workhall.request")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECRET_PATHS: Final = ("/setup/",)
"""What follows in such a path opens a door; it stays out of the log, as query strings do."""


def note(request: Request, surface: str, status: int, took_s: float) -> None:
    method = request.method if request.method in _METHODS else "other"  # anybody may invent methods, and labels stay
    metrics.REQUESTS.labels(surface, method, str(status)).inc()
    metrics.DURATION.labels(surface).observe(took_s)
    state = request.state
    log.info(
        "request",
        surface=surface,
        method=request.method,
        path=shown(request.scope["path"]),
        status=status,
        ms=round(took_s * 1000, 1),
        request_id=getattr(state, "request_id", None),
        organisation=getattr(state, "organisation", None),
        user=getattr(state, "user", None) or None,
    )


def shown(path: str) -> str:
    """Say a path as it may stand in a log: without what opens doors."""
    for prefix in _SECRET_PATHS:
        if path.startswith(prefix):
            return prefix + "…"
    return path
