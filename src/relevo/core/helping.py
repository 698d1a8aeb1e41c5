"""How an assistant has done since it got control.

Not here: what follows from that (`decide.offers`) and the fold that keeps it (`evolve`).
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Helping:
    """How an assistant has done since it got control: what the points go by at which it offers a person by itself."""

    answers: int = 0
    """Its answers since a person was last offered."""
    failures: int = 0
    """Offers in a row, with no good answer between them, because an answer failed or was not known."""
    has_offered: bool = False

    def with_answer(self) -> "Helping":
        """Return it after one more answer."""
        return replace(self, answers=self.answers + 1)

    def with_offer(self, cause: str, *, has_words: bool) -> "Helping":
        """Return it after an offer. One for an answer that was not known follows that answer, if it had words."""
        return Helping(0, self.failures_with(has_words=has_words) if cause in FAILURES else self._in_row(0), True)

    def failures_with(self, *, has_words: bool) -> int:
        """Return how many failures in a row it is with one more."""
        return self._in_row(int(has_words)) + 1

    def _in_row(self, words: int) -> int:
        return 0 if self.answers > words else self.failures


FAILURES = frozenset(("failure", "unknown_answer"))
"""The causes of an offer that say that the assistant could not help."""
