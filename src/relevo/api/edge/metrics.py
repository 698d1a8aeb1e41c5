"""The API's own figures for Prometheus.

They are counted for every request, on the event loop's thread alone: plain numbers, made into what Prometheus reads only when
it asks. Not here: what the engine measures; its collectors come in the same registry.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import INF, floatToGoString

from relevo.ports import Clock

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Counts requests and commands."""

    def __init__(self, registry: CollectorRegistry, clock: Clock) -> None:
        self._requests = _Counts(
            "relevo_http_requests", "Requests answered.", ("method", "route", "status"), clock
        )  # fmt: skip
        self._seconds = _Times(
            "relevo_http_request_seconds", "Time to the end of the answer, streams left out.", _SECONDS, clock
        )
        self._commands = _Counts(
            "relevo_commands", "Commands by what came of them: done, nothing, replay or the refusal's slug.",
            ("command", "outcome"), clock,
        )  # fmt: skip
        for collector in (self._requests, self._seconds, self._commands):
            registry.register(collector)
        self._open = Gauge("relevo_streams_open", "Open event streams.", ("kind",), registry=registry)

    def answered(self, method: str, route: str, status: int, took_ms: int) -> None:
        """Count a request."""
        self._requests.count((method, route, status))
        if not route.endswith("(stream)"):
            self._seconds.count(took_ms / 1000)

    def led(self, command: str, outcome: str) -> None:
        """Count a command."""
        self._commands.count((command, outcome))

    def watch_streams(self, kind: str, count: Callable[[], int]) -> None:
        """Show a count of open streams."""
        self._open.labels(kind).set_function(count)


class _Counts(Collector):
    """A counter with labels."""

    def __init__(self, name: str, told: str, labels: tuple[str, ...], clock: Clock) -> None:
        self._name = name
        self._told = told
        self._labels = labels
        self._clock = clock
        self._counted: dict[tuple[str | int, ...], int] = {}
        self._since_ms: dict[tuple[str | int, ...], int] = {}

    def count(self, labels: tuple[str | int, ...]) -> None:
        """Count one more."""
        if labels not in self._counted:
            self._counted[labels] = 0
            self._since_ms[labels] = self._clock.now_ms()
        self._counted[labels] += 1

    def describe(self) -> Iterable[CounterMetricFamily]:
        """Tell the registry the name, which nobody else may take."""
        return [CounterMetricFamily(self._name, self._told, labels=self._labels)]

    def collect(self) -> Iterable[CounterMetricFamily]:
        """Tell what was counted."""
        (family,) = self.describe()
        for labels, counted in self._counted.items():
            family.add_metric([str(label) for label in labels], counted, created=self._since_ms[labels] / 1000)
        return [family]


class _Times(Collector):
    """A histogram of seconds."""

    def __init__(self, name: str, told: str, bounds: tuple[float, ...], clock: Clock) -> None:
        self._name = name
        self._told = told
        self._bounds = bounds
        self._counted = [0] * (len(bounds) + 1)
        self._sum_s = 0.0
        self._since_ms = clock.now_ms()

    def count(self, took_s: float) -> None:
        """Count one more."""
        self._counted[bisect_left(self._bounds, took_s)] += 1
        self._sum_s += took_s

    def describe(self) -> Iterable[HistogramMetricFamily]:
        """Tell the registry the name, which nobody else may take."""
        return [HistogramMetricFamily(self._name, self._told)]

    def collect(self) -> Iterable[HistogramMetricFamily]:
        """Tell what was counted: of each bound, everything up to it."""
        (family,) = self.describe()
        upto = map(floatToGoString, (*self._bounds, INF))
        family.add_metric([], list(zip(upto, accumulate(self._counted), strict=True)), self._sum_s)
        family.add_sample(f"{self._name}_created", {}, self._since_ms / 1000)
        return [family]
