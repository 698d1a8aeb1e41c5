"""The figures are shown to the letter as Prometheus' own counters would show them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.openmetrics.exposition import generate_latest as generate_openmetrics

from relevo.api.edge.metrics import Metrics
from relevo.testing import ManualClock
from tests.examples import HUNDREDS

BEGAN = re.compile(rb"(?m)^(\w+_created\b.*) \S+$")
"""When something was counted first: their clock is the machine's."""
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests = st.tuples(
    st.sampled_from(["GET", "POST"]),
    st.sampled_from(["/v1/me", "/v1/stream (stream)", 'a "quoted"\n\\ one']),
    st.sampled_from([200, 404]),
    st.one_of(st.sampled_from([0, 1, 2, 5, 10, 250, 1000, 10_000, 10_001]), st.integers(0, 20_000)),
)
commands = st.tuples(st.sampled_from(["take-over", "release"]), st.sampled_from(["done", "taken"]))


class Theirs:
    """The same with what Prometheus' library counts by itself."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "relevo_http_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self.seconds = Histogram(
            "relevo_http_request_seconds",
            "Time to the end of the answer, streams left out.",
            buckets=BOUNDS,
            registry=registry,
        )
        told = "Commands by what came of them: done, nothing, replay or the refusal's slug."
        self.commands = Counter("relevo_commands", told, ("command", "outcome"), registry=registry)
        Gauge("relevo_streams_open", "Open event streams.", ("kind",), registry=registry)

    def answered(self, method: str, route: str, status: int, took_ms: int) -> None:
        self.requests.labels(method, route, str(status)).inc()
        if not route.endswith("(stream)"):
            self.seconds.observe(took_ms / 1000)

    def led(self, command: str, outcome: str) -> None:
        self.commands.labels(command, outcome).inc()


@HUNDREDS
@given(st.lists(requests, max_size=20), st.lists(commands, max_size=20))
def test_they_read_as_if_the_library_had_counted(
    asked: list[tuple[str, str, int, int]], led: list[tuple[str, str]]
) -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    for counting in (Metrics(ours, ManualClock()), Theirs(theirs)):
        for request in asked:
            counting.answered(*request)
        for command in led:
            counting.led(*command)
    for written in (generate_latest, generate_openmetrics):
        shown = [BEGAN.sub(rb"\1", written(registry)) for registry in (ours, theirs)]
        assert shown[0] == shown[1]


def test_what_was_counted_first_when_is_told() -> None:
    registry, clock = CollectorRegistry(), ManualClock()
    began = clock.now_ms() / 1000
    metrics = Metrics(registry, clock)
    clock.advance(5)
    metrics.led("release", "done")
    clock.advance(5)
    metrics.led("release", "done")
    labels = {"command": "release", "outcome": "done"}
    assert registry.get_sample_value("relevo_http_request_seconds_created") == began
    assert registry.get_sample_value("relevo_commands_created", labels) == began + 5
    assert registry.get_sample_value("relevo_commands_total", labels) == 2


def test_no_other_figure_can_take_the_same_name() -> None:
    registry = CollectorRegistry()
    Metrics(registry, ManualClock())
    with pytest.raises(ValueError, match="Duplicated"):
        Counter("relevo_commands", "Others.", registry=registry)
