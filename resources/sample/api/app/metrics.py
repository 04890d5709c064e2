"""What /metrics shows: latency, errors and the depth of the queue."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# A registry of one's own: only what is named here, none of the library's process collectors.
registry = CollectorRegistry()
latency = Histogram(
    "http_request_duration_seconds", "Time to answer", ("method", "route", "status"), registry=registry
)
errors = Counter("http_errors_total", "Answers with status 500 and above", ("method", "route"), registry=registry)
queue_depth = Gauge("queue_depth", "Jobs waiting", registry=registry)


def measure_queue(depth: Callable[[], int]) -> None:
    """Asks at each scrape; not-a-number while the queue cannot be asked."""

    def now() -> float:
        try:
            return float(depth())
        except Exception:
            return float("nan")

    queue_depth.set_function(now)
