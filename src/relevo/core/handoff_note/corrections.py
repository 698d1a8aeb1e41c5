"""Which values were taken back, and by what.

Not here: keeping them out of the note (`summary`).
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from relevo.core.handoff_note.cues import Cue
from relevo.core.handoff_note.passages import Passage
from relevo.core.handoff_note.promises import is_promise
from relevo.core.handoff_note.values import Kind

SHARED_WORDS = 2
"""A correction that does not name the old value must share so many words with the line that it corrects."""
LOOK_BACK = 50
"""So many passages with values are searched for that line."""


@dataclass(frozen=True, slots=True)
class Retraction:
    """What the line at a position put in the place of a value."""

    at: int
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What each side took back of its own words. A visitor's correction must not touch what an agent promised (T25)."""

    by_agents: Mapping[str, Retraction]
    by_visitor: Mapping[str, Retraction]

    def of(self, passage: Passage) -> Mapping[str, Retraction]:
        """Return what can be stale in a passage: an agent's echo of the visitor's value can.

        A promise is stale only by what an agent took back afterwards: who makes it again means it.
        """
        if not passage.line.is_agent:
            return self.by_visitor
        if is_promise(passage):
            return {value: taken for value, taken in self.by_agents.items() if taken.at > passage.at}
        return {**self.by_visitor, **self.by_agents}


def corrected(passages: Sequence[Passage]) -> Corrected:
    """Return what was taken back in a stretch, by whom."""
    return Corrected(
        by_agents=_retractions(passage for passage in passages if passage.line.is_agent),
        by_visitor=_retractions(passage for passage in passages if not passage.line.is_agent),
    )


def _retractions(passages: Iterable[Passage]) -> Mapping[str, Retraction]:
    """Return the values that one side took back, in lower case, each with what holds instead.

    A line that corrects takes back what it names beside a new value of the same kind, if that was said before. If it
    names only a new value, it takes back that of the one earlier line that speaks of the same thing. If what it names
    has taken the place of a value already, it takes that back again, with all that was said meanwhile.
    """
    known: defaultdict[Kind, set[str]] = defaultdict(set)
    seen: deque[Passage] = deque(maxlen=LOOK_BACK)
    found: dict[str, Retraction] = {}
    for at, group in groupby(passages, key=lambda passage: passage.at):
        line = [passage for passage in group if passage.exact_values or Cue.CORRECTION in passage.cues]
        if any(Cue.CORRECTION in passage.cues for passage in line):
            found |= {old: Retraction(at, right) for old, right in _again(line, found)}
            found |= {old: Retraction(at, right) for old, right in _taken_back(line, known, seen)}
        seen += line
        for passage in line:
            for value in passage.values:
                known[value.kind].add(value.text.lower())
    return found


def _again(line: Sequence[Passage], found: Mapping[str, Retraction]) -> Iterator[tuple[str, frozenset[str]]]:
    """Return what was taken back before and is again; of two values that a line names, the first is the one that holds."""
    named = [value.text.lower() for passage in line for value in passage.values if value.is_exact]
    for old, taken in found.items():
        right = [named.index(value) for value in taken.right if value in named]
        if right and (old not in named or min(right) < named.index(old)):
            yield old, taken.right


def _taken_back(
    line: Sequence[Passage], known: Mapping[Kind, set[str]], seen: Iterable[Passage]
) -> Iterator[tuple[str, frozenset[str]]]:
    for kind in _EXACT:
        named = frozenset(value for passage in line for value in passage.of_kind(kind))
        old = named & known.get(kind, set())
        new = named - old
        if not old and len(new) == 1:
            old = _unnamed(kind, line, seen)
        if new:
            yield from ((value, new) for value in old)


def _unnamed(kind: Kind, line: Sequence[Passage], seen: Iterable[Passage]) -> frozenset[str]:
    """Return the one value that was given before for the same thing; none if there are several."""
    about = frozenset[str]().union(*(passage.about for passage in line))
    alike = (passage.of_kind(kind) for passage in seen if len(about & passage.about) >= SHARED_WORDS)
    given = frozenset[str]().union(*alike)
    return given if len(given) == 1 else frozenset()


_EXACT = tuple(kind for kind in Kind if kind is not Kind.NUMBER)
