"""Scenarios as files: how much load, which figures come of it, and what each must and should reach.

`bench/scenarios/NAME.toml` is run by `bench/runs/NAME.py`. Not here: running (`__main__`) and printing (`report`).
"""

import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import msgspec

from bench.ground.rounds import Pair, quantile

FOLDER = Path(__file__).parent / "scenarios"


class Figure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a scenario measures, and its limits; without a limit it is only told."""

    name: str
    """What the run calls it."""
    id: str = ""
    """The target in the plan, P1 to P12."""
    what: str
    unit: str = ""
    beside: str = ""
    """What Relevo is held against in each round."""
    judged: Literal["value", "ratio"] = "value"
    better: Literal["less", "more"] = "less"
    must: float | None = None
    goal: float | None = None

    def judge(self, pairs: list[Pair]) -> "Judged":
        """Return the median and the span of the rounds, and whether the limits are kept."""
        values = [pair.ratio if self.judged == "ratio" else pair.relevo for pair in pairs]
        middle = quantile(values, 0.5)
        return Judged(middle, min(values), max(values), self._verdict(middle))

    def _verdict(self, value: float) -> str:
        if self.must is None:
            return ""
        sign = 1 if self.better == "less" else -1
        if self.goal is not None and sign * value <= sign * self.goal:
            return "goal"
        return "must" if sign * value <= sign * self.must else "missed"


class Judged(msgspec.Struct, frozen=True):
    """A figure after its rounds; the verdict is `goal`, `must`, `missed`, or empty without a limit."""

    value: float
    least: float
    most: float
    verdict: str


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file. `small` takes the place of parts of `load` where only the working is tested."""

    about: str
    load: dict[str, Any]
    small: dict[str, Any]
    figures: tuple[Figure, ...]
    name: str = ""


def names() -> list[str]:
    """Return the scenarios there are, in the order in which they are run."""
    return sorted((file.stem for file in FOLDER.glob("*.toml")), key=lambda name: (name == "growth", name))


def read(name: str) -> Scenario:
    """Read a scenario. Raises ValidationError for a field that nobody knows."""
    return msgspec.convert({**tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")), "name": name}, Scenario)


def run_of(scenario: Scenario, *, is_small: bool) -> tuple[Any, Any]:
    """Return the function that runs a scenario and the load to give it, checked against the run's own type."""
    module = import_module(f"bench.runs.{scenario.name}")
    load = scenario.load | (scenario.small if is_small else {})
    return module.run, msgspec.convert(load, module.Load)
