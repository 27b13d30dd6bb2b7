"""The page Prometheus reads: what the processes count, and how the house stands at this moment."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from workhall import __version__

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_SHARED_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs waiting, jobs given up, and how long the oldest due one has waited, seconds."""

    waiting: int
    dead: int
    oldest_s: float


class _Moment(Collector):
    """What is asked for at the time, and is the same whichever process answers."""

    def __init__(self, queue: Queue | None) -> None:
        self._queue = queue

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("workhall_build", "The version that answers", {"version": __version__})
        yield GaugeMetricFamily("workhall_database_up", "Whether the database answers", int(self._queue is not None))
        if self._queue is not None:
            yield GaugeMetricFamily("workhall_jobs_waiting", "Jobs that wait for their turn", self._queue.waiting)
            yield GaugeMetricFamily("workhall_jobs_dead", "Jobs that were given up", self._queue.dead)
            yield GaugeMetricFamily(
                "workhall_jobs_oldest_seconds", "How long the oldest due job has waited", self._queue.oldest_s
            )


def text(queue: Queue | None) -> bytes:
    """All figures, of all web processes together; without a queue the database is away."""
    moment = CollectorRegistry()
    moment.register(_Moment(queue))
    return generate_latest(_counted()) + generate_latest(moment)


def _counted() -> CollectorRegistry:
    if not os.environ.get(_SHARED_FOLDER):
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]  # the library's own, without annotations
    return shared
