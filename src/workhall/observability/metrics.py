"""What Prometheus may ask for. With several web processes the values are summed over all of them."""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library's own; when a counter began tells nobody anything

REQUESTS = Counter("workhall_requests_total", "Requests answered", ["surface", "method", "status"])
DURATION = Histogram(
    "workhall_request_seconds",
    "Time from request to answer",
    ["surface"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
JOBS = Counter("workhall_jobs_total", "Jobs run", ["name", "outcome"])
OUTBOX_LAG = Gauge(
    "workhall_outbox_lag_seconds", "Age of the oldest announcement not yet told", multiprocess_mode="livemax"
)
