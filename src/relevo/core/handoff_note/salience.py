"""What a passage is worth to somebody who takes over the conversation.

Not here: finding its values and cues, and the budget (`summary`). The weights are ranks, not probabilities; they were set
on one half of the measured chats and checked on the other (bench/README.md).
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from relevo.core.handoff_note.corrections import Corrected
from relevo.core.handoff_note.cues import Cue
from relevo.core.handoff_note.passages import Passage
from relevo.core.handoff_note.promises import is_loose, is_promise
from relevo.core.handoff_note.values import Kind

VALUE_WORTH = {
    Kind.EMAIL: 3.0,
    Kind.ID: 3.0,
    Kind.PHONE: 3.0,
    Kind.MONEY: 2.5,
    Kind.DATE: 2.5,
    Kind.PLACE: 2.5,
    Kind.TIME: 1.2,
    Kind.NUMBER: 0.4,
}
FURTHER_VALUE = 0.3
"""Each of the next three values after the best one counts for so much of its worth."""
WORDINESS = 0.04
FREE_WORDS = 15
"""What each word after so many costs: the room is better spent on two short lines."""
REPLIES = 6
"""So many of the agent's next passages are looked at for an answer."""
QUESTIONS = 3
"""So many of the visitor's last questions can be what an agent's passage answers."""


def worths(passages: Sequence[Passage], taken_back: Corrected) -> list[float]:
    """Return the worth of each passage; below 1 it is chatter."""
    stretch = _Stretch.of(passages)
    return [
        _told(passage, taken_back)
        + (_by_agent if passage.line.is_agent else _by_visitor)(n, stretch)
        - WORDINESS * max(passage.words - FREE_WORDS, 0)
        for n, passage in enumerate(passages)
    ]


def is_asked(passage: Passage) -> bool:
    """Is it a question of the visitor's?"""
    return passage.is_question and not passage.line.is_agent


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The passages with what is needed to see which question has which answer."""

    passages: Sequence[Passage]
    spoken_by_agent: Sequence[int]
    asked: Sequence[int]
    often: Counter[str]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "_Stretch":
        return cls(
            passages,
            [n for n, passage in enumerate(passages) if passage.line.is_agent],
            [n for n, passage in enumerate(passages) if is_asked(passage)],
            Counter(passage.text.lower() for passage in passages if is_asked(passage)),
        )

    def replies(self, n: int) -> list[Passage]:
        first = bisect_right(self.spoken_by_agent, n)
        return [self.passages[m] for m in self.spoken_by_agent[first : first + REPLIES]]

    def questions(self, n: int) -> list[Passage]:
        last = bisect_right(self.asked, n)
        return [self.passages[m] for m in self.asked[max(last - QUESTIONS, 0) : last]]


def _told(passage: Passage, taken_back: Corrected) -> float:
    """Return the worth of the values that still hold."""
    stale = taken_back.of(passage)
    held = (VALUE_WORTH[value.kind] for value in passage.values if value.text.lower() not in stale)
    worth = sorted(held, reverse=True)
    return sum(worth[:1]) + FURTHER_VALUE * sum(worth[1:4])


def _by_agent(n: int, stretch: _Stretch) -> float:
    """Return the worth of a promise, of something done, of an answer."""
    passage = stretch.passages[n]
    answered = max((_share(passage, question) for question in stretch.questions(n)), default=0.0)
    settled = min(passage.cues.get(Cue.SETTLED, 0), 2)
    worth = 1.5 * is_promise(passage) + (0.6 + 0.4 * settled if settled else 0.0) + 1.5 * answered
    worth += 0.3 * (Cue.WHEN in passage.cues)
    return worth - 1.0 * passage.is_question - 0.7 * is_loose(passage)


def _by_visitor(n: int, stretch: _Stretch) -> float:
    """Return the worth of a decision, of a correction, of a question that is still open."""
    passage = stretch.passages[n]
    wishes = min(passage.cues.get(Cue.CHOICE, 0), 3)
    worth = (0.3 + 0.6 * wishes if wishes else 0.0) + 0.3 * (Cue.WHEN in passage.cues)
    worth += (2.0 if passage.exact_values else 0.5) * (Cue.CORRECTION in passage.cues)
    worth -= 0.5 * passage.text.isupper() + 0.5 * (_EXCITED.search(passage.text) is not None)
    return worth + (_openness(n, stretch) if passage.is_question else 0.0)


def _openness(n: int, stretch: _Stretch) -> float:
    """Return how much a question looks unanswered: nothing of it comes back in what the agent says next."""
    passage, replies = stretch.passages[n], stretch.replies(n)
    if not replies:
        return 3.0
    if not passage.about:
        return 0.0
    answered = max(_share(reply, passage) for reply in replies)
    is_repeated = stretch.often[passage.text.lower()] > 1
    worth = 0.6 + 1.2 * (1 - answered) + 0.9 * (Cue.FURTHER in passage.cues) + 0.9 * is_repeated
    return worth - 0.6 * stretch.passages[n + 1].line.is_agent - 0.5 * (not 4 <= passage.words <= 24)


def _share(reply: Passage, question: Passage) -> float:
    """Return how much of a question comes back in a reply, from 0 to 1."""
    return len(question.about & reply.about) / max(len(question.about), 1)


_EXCITED = re.compile(r"[!?]\s?[!?]")
