"""Decides whether what agents said in this conversation answers a question, and which of it.

Not here: collecting it (`memory`), or saying it (`assistant`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from relevo.assistants.faq.index import Found, Index, Passage
from relevo.assistants.faq.memory import Remark
from relevo.assistants.faq.words import RECALLING, UNSAID
from relevo.core.handoff_note.cues import Cue, cues

SEVERAL = 2
"""How many remarks are quoted at most, when the visitor asks in general what was said."""
LEAST_COVERAGE = 0.4
LEAST_SHARE = 0.6
"""What a remark has to cover, at least, of what the best entry of the FAQ covers: a promise to this visitor goes before a rule for all."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Remarks to quote. `is_whole`: they are the answer, and nothing has to be added from the FAQ."""

    remarks: tuple[Remark, ...]
    is_whole: bool = True


def recalling_stems(index: Index, said: Sequence[Remark]) -> frozenset[str]:
    """Return the stems that ask for something said before: the words for it, and the names of those who spoke."""
    return frozenset(index.stems(" ".join([*RECALLING, *(remark.agent for remark in said)]))) if said else frozenset()


def recall(index: Index, question: str, said: Sequence[Remark], best: Found | None) -> Recalled | None:
    """Return what to quote, if anything. `best` is the entry of the FAQ that answers the question, if there is one."""
    if not said:
        return None
    asked, recalling = index.stems(question), recalling_stems(index, said)
    ignored = recalling.union(index.stems(" ".join(UNSAID)))
    if not recalling.isdisjoint(asked) and not index.terms(question, ignored):
        return Recalled(tuple(_binding(said)[-SEVERAL:] or said[-1:]))
    found = index.find(question, [Passage(remark.words) for remark in said], ignored)
    closest = next((each for each in found if each.number >= index.size), None)
    least = max(LEAST_COVERAGE, LEAST_SHARE * best.coverage if best else 0)
    if closest is not None and closest.coverage >= least:
        return Recalled((said[closest.number - index.size],))
    related = [each for each in _binding(said) if best and index.shares_topic(best.number, each.words)]
    return Recalled((related[-1],), is_whole=False) if related else None


def _binding(said: Sequence[Remark]) -> list[Remark]:
    """Promises, and what was settled."""
    return [remark for remark in said if {Cue.PROMISE, Cue.SETTLED}.intersection(cues(remark.words))]
