"""Figures measured in rounds: beside each value of Relevo the one of what it is held against, from the same moment.

Other work on a machine comes and goes, so both are measured by turns in short rounds, and what counts is the median of the
rounds' ratios. Not here: what is measured.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pair:
    """One round. `beside` is what Relevo is held against: the floor, an empty start …; None where there is nothing."""

    relevo: float
    beside: float | None = None

    @property
    def ratio(self) -> float:
        return self.relevo / self.beside if self.beside else float("nan")


@dataclass(slots=True)
class Rounds:
    """What a scenario has measured so far, by the names of its figures; and what else is to be told."""

    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, name: str, relevo: float, beside: float | None = None) -> None:
        self.pairs.setdefault(name, []).append(Pair(relevo, beside))

    def remark(self, text: str) -> None:
        self.remarks.append(text)


@dataclass(slots=True)
class Effort:
    """How much of its core the load generator used: near all of it, and the generator is what was measured."""

    shares: list[float] = field(default_factory=list)
    _cpu: float = 0.0
    _wall: float = 0.0

    def begin(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def end(self) -> None:
        self.shares.append((time.process_time() - self._cpu) / (time.perf_counter() - self._wall))

    @property
    def most(self) -> float:
        return max(self.shares, default=0.0)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which that share of the values lies; nothing is made up between two of them."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else float("nan")
