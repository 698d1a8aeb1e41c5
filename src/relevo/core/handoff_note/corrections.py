"""Which values were taken back, and by what.

Not here: keeping them out of the note (`summary`).
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from relevo.core.handoff_note.cues import Cue
from relevo.core.handoff_note.lines import one_line
from relevo.core.handoff_note.passages import LINE_CHARS, Passage
from relevo.core.handoff_note.values import Kind, values

SHARED_WORDS = 2
"""A correction that does not name the old value must share so many words with the line that it corrects."""
LOOK_BACK = 50
"""So many passages with values are searched for that line."""


@dataclass(frozen=True, slots=True)
class Retraction:
    """What the line at a position put in the place of a value."""

    at: int
    right: frozenset[str]


def retractions(passages: Iterable[Passage]) -> Mapping[str, Retraction]:
    """Return the values that were taken back, in lower case, each with what holds instead.

    A line that corrects takes back what it names beside a new value of the same kind, if that was said before. If it
    names only a new value, it takes back that of the one earlier line of the same speaker that speaks of the same thing.
    """
    known: defaultdict[Kind, set[str]] = defaultdict(set)
    seen: deque[Passage] = deque(maxlen=LOOK_BACK)
    found: dict[str, Retraction] = {}
    for at, group in groupby(passages, key=lambda passage: passage.at):
        line = [passage for passage in group if passage.exact_values or Cue.CORRECTION in passage.cues]
        if any(Cue.CORRECTION in passage.cues for passage in line):
            found |= {old: Retraction(at, right) for old, right in _taken_back(line, known, seen)}
        seen += line
        for passage in line:
            for value in passage.values:
                known[value.kind].add(value.text.lower())
    return found


def _taken_back(
    line: Sequence[Passage], known: Mapping[Kind, set[str]], seen: Iterable[Passage]
) -> Iterator[tuple[str, frozenset[str]]]:
    named_at_all = values(one_line(line[0].line.text[: LINE_CHARS[-1]]))
    for kind in _EXACT:
        named = frozenset(value.text.lower() for value in named_at_all if value.kind is kind)
        old = named & known.get(kind, set())
        new = named - old
        if not old and len(new) == 1:
            old = _unnamed(kind, line, seen)
        if new:
            yield from ((value, new) for value in old)


def _unnamed(kind: Kind, line: Sequence[Passage], seen: Iterable[Passage]) -> frozenset[str]:
    """Return the one value that a speaker gave before for the same thing; none if there are several."""
    about = frozenset[str]().union(*(passage.about for passage in line))
    alike = (
        passage.of_kind(kind)
        for passage in seen
        if passage.line.is_agent == line[0].line.is_agent and len(about & passage.about) >= SHARED_WORDS
    )
    given = frozenset[str]().union(*alike)
    return given if len(given) == 1 else frozenset()


_EXACT = tuple(kind for kind in Kind if kind is not Kind.NUMBER)
