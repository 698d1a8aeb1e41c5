"""Passages: the pieces of a stretch that a summary picks from, each a whole short message or one sentence of a longer one.

Not here: what they are worth (`salience`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from relevo.core.handoff_note.cues import Cue, cues
from relevo.core.handoff_note.lines import Line, one_line, sentences, words
from relevo.core.handoff_note.values import Kind, Value, values

STRETCH_CHARS = 100_000
LINE_CHARS = range(400, 4_001)
LINE_SENTENCES = 30
"""What is looked at: so many characters of the stretch, shared by its lines, and so many sentences of each. A hundred messages
of the greatest length, made to be slow, cost less than a second; what people write stays far below."""
WHOLE_WORDS = 24
"""Up to so many words a message is picked whole, so that a sentence keeps what it refers to; an agent's question stands apart."""
PASSAGE_WORDS = 40
PASSAGE_CHARS = 320
"""A sentence longer than either is cut to a window around its first value."""
SENTENCE_VALUES = 20
BORDER_CHARS = 30
STEM_CHARS = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim piece of a line. `at` is the position of the line in the stretch."""

    at: int
    line: Line
    text: str
    is_cut: tuple[bool, bool]
    """Does the sentence go on before it, and after it?"""
    words: int
    values: tuple[Value, ...]
    cues: Mapping[Cue, int]
    about: frozenset[str]
    is_question: bool

    @property
    def exact_values(self) -> frozenset[str]:
        """The values that name one thing, in lower case."""
        return frozenset(value.text.lower() for value in self.values if value.is_exact)

    def of_kind(self, kind: Kind) -> frozenset[str]:
        """The values of one kind, in lower case."""
        return frozenset(value.text.lower() for value in self.values if value.kind is kind)


def passages_of(lines: Sequence[Line]) -> list[Passage]:
    """Return the passages of a stretch in order."""
    share = STRETCH_CHARS // max(len(lines), 1)
    read_chars = max(LINE_CHARS[0], min(share, LINE_CHARS[-1]))
    return [passage for at, line in enumerate(lines) for passage in _of_line(at, line, read_chars)]


def split(passage: Passage) -> Iterator[Passage]:
    """Yield the sentences of a passage, each as a passage."""
    parts = list(sentences(passage.text))
    whole = (_passage(passage.at, passage.line, part, (0, len(part))) for part in parts)
    yield from whole if len(parts) > 1 else (passage,)


def opening(at: int, line: Line) -> Passage:
    """Return the beginning of the line at a position as a passage, whatever comes later in it."""
    text, goes_on = _beginning(one_line(line.text), LINE_CHARS[0])
    return _passage(at, line, text, _window(text, values(text), 0), goes_on=goes_on)


def _of_line(at: int, line: Line, read_chars: int) -> Iterator[Passage]:
    text, goes_on = _beginning(line.text, read_chars)
    is_whole = words(text) <= WHOLE_WORDS and not (line.is_agent and _QUESTION.search(text))
    parts = [one_line(text)] if is_whole else list(islice(sentences(text), LINE_SENTENCES))
    for n, part in enumerate(parts, 1):
        yield from _windows(at, line, part, goes_on=goes_on and n == len(parts))


def _windows(at: int, line: Line, text: str, *, goes_on: bool) -> Iterator[Passage]:
    """Yield a sentence, or of an endless one the windows around its first values, so that an old value never hides the new."""
    found = values(text)
    end = -1
    for centre in [value.start for value in found][:SENTENCE_VALUES] or [0]:
        if centre >= end:
            begin, end = _window(text, found, centre)
            yield _passage(at, line, text, (begin, end), goes_on=goes_on)


def _beginning(text: str, chars: int) -> tuple[str, bool]:
    """Return so much of a text, without a torn word or number at its end, and whether more follows."""
    if len(text) <= chars:
        return text, False
    return _TORN.sub("", text[:chars]) or text[:chars], True


def _passage(at: int, line: Line, text: str, window: tuple[int, int], *, goes_on: bool = False) -> Passage:
    given = cues(text)
    is_question = _QUESTION.search(text) is not None or (Cue.ASKING in given and not line.is_agent)
    begin, end = window
    is_cut = begin > 0, goes_on or end < len(text)
    kept = text[begin:end].strip()
    return Passage(at, line, kept, is_cut, words(kept), values(kept), given, _about(kept), is_question)


def _about(text: str) -> frozenset[str]:
    """Return what a text is about: the beginnings of its longer words, and pairs of letters of scripts without spaces."""
    stems = {word[:STEM_CHARS] for word in _LONG_WORD.findall(text.lower())}
    return frozenset(stems if text.isascii() else stems.union(_PAIR.findall(text)))


def _window(text: str, found: Sequence[Value], centre: int) -> tuple[int, int]:
    """Return which part of a text to keep: all of it, or a window around a position that cuts no word and no value."""
    length = words(text)
    if length <= PASSAGE_WORDS and len(text) <= PASSAGE_CHARS:
        return 0, len(text)
    room = min(PASSAGE_CHARS, len(text) * PASSAGE_WORDS // max(length, PASSAGE_WORDS))
    wanted = max(0, min(centre - room // 3, len(text) - room))
    begin, end = _border(text, wanted, found), _border(text, wanted + room, found)
    return begin, end if end > begin else begin + room


def _border(text: str, at: int, found: Sequence[Value]) -> int:
    """Return the last place up to a position where a text may be cut."""
    if at <= 0 or at >= len(text):
        return at
    space = text.rfind(" ", max(at - BORDER_CHARS, 0), at)
    at = space if space > 0 else at
    return min([at, *(value.start for value in found if value.start < at < value.start + len(value.text))])


_TORN = re.compile(r"[!-~]{1,60}$")
_LONG_WORD = re.compile(r"[^\W\d_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]{4,}")
_PAIR = re.compile(r"(?=([\u0e01-\u0e2e\u30a0-\u30ff\u3400-\u9fff]{2}))")
_QUESTION = re.compile(r"[?？؟]")
