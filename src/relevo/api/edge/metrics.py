"""The API's own figures for Prometheus.

Not here: what the engine measures; its collectors come in the same registry.
"""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counts requests and commands."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._requests = Counter(
            "relevo_http_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "relevo_http_request_seconds",
            "Time to the end of the answer, streams left out.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._commands = Counter(
            "relevo_commands", "Commands by what came of them: done, nothing, replay or the refusal's slug.",
            ("command", "outcome"), registry=registry,
        )  # fmt: skip
        self._open = Gauge("relevo_streams_open", "Open event streams.", ("kind",), registry=registry)
        self._answered: dict[tuple[str, str, int], Counter] = {}
        self._led: dict[tuple[str, str], Counter] = {}

    def answered(self, method: str, route: str, status: int, took_ms: int) -> None:
        """Count a request."""
        key = (method, route, status)
        counter = self._answered.get(key)
        if counter is None:
            counter = self._answered[key] = self._requests.labels(method, route, str(status))
        counter.inc()
        if not route.endswith("(stream)"):
            self._seconds.observe(took_ms / 1000)

    def led(self, command: str, outcome: str) -> None:
        """Count a command."""
        key = (command, outcome)
        counter = self._led.get(key)
        if counter is None:
            counter = self._led[key] = self._commands.labels(command, outcome)
        counter.inc()

    def watch_streams(self, kind: str, count: Callable[[], int]) -> None:
        """Show a count of open streams."""
        self._open.labels(kind).set_function(count)
