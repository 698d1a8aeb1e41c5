"""Right and wrong answers, counted.

Not here: where the messages come from (`messages`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.triggers.messages import Told

NEAR = ("near_miss", "negated")
HEAD = [
    "| messages | asking | not | precision | recall | f1 | near-misses | false alarms on them |",
    "|---|---|---|---|---|---|---|---|",
]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of some messages."""

    found: int
    missed: int
    wrong: int
    quiet: int
    near: int
    near_wrong: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + self.wrong + self.missed) if self.found else 0.0

    @property
    def false_alarms(self) -> float:
        return self.near_wrong / self.near if self.near else 0.0

    def row(self, name: str) -> str:
        """Return a line of the table under `HEAD`; a figure that nothing can be said of is a dash."""
        asking, others = self.found + self.missed, self.wrong + self.quiet
        scores = [f"{each:.3f}" if asking else "–" for each in (self.precision, self.recall, self.f1)]
        alarms = f"{self.false_alarms:.3f}" if self.near else "–"
        return f"| {name} | {asking} | {others} | {' | '.join(scores)} | {self.near} | {alarms} |"


def counted(messages: Iterable[Told], finds: Callable[[str], bool]) -> Counts:
    """Ask about each message; those that may count either way are left out."""
    answers = [(one, finds(one.text)) for one in messages if one.asks is not None]
    near = [is_found for one, is_found in answers if one.kind in NEAR]
    return Counts(
        found=sum(bool(one.asks) and is_found for one, is_found in answers),
        missed=sum(bool(one.asks) and not is_found for one, is_found in answers),
        wrong=sum(not one.asks and is_found for one, is_found in answers),
        quiet=sum(not one.asks and not is_found for one, is_found in answers),
        near=len(near),
        near_wrong=sum(near),
    )
