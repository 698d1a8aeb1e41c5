"""What a text does, as far as its words tell: it promises, settles, chooses, corrects, asks on.

Not here: the words themselves (`phrases`), numbers and ids (`values`), and what a cue is worth (`salience`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import IntEnum

from relevo.core.handoff_note import phrases


class Cue(IntEnum):
    """What a passage does."""

    PROMISE = 1
    """It says what will be done."""
    SETTLED = 2
    """It says that something is done or confirmed."""
    CHOICE = 3
    """It tells a wish, a decision, a preference."""
    CORRECTION = 4
    """It takes back something said before."""
    FURTHER = 5
    """It raises another matter."""
    POLITE = 6
    """It sounds like a promise and is none."""
    CONDITION = 7
    """It hangs on something that the reader has to do first."""
    WHEN = 8
    """It names a day."""
    PAST = 9
    """It tells what has been."""
    ASKING = 10
    """It asks, with or without a question mark."""


def cues(text: str) -> Mapping[Cue, int]:
    """Return the cues in a text, whatever its language, and in how many places each is given."""
    words = " ".join(_WORD.findall(text.lower().replace("’", "'")))
    plain = f" {words} "
    return Counter((*_begun(plain), *_anywhere(plain)))


def _begun(plain: str) -> Iterator[Cue]:
    for space in _SPACE.finditer(plain):
        yield from _at(plain, space.end())
    for joined in () if plain.isascii() else _AND.finditer(plain):
        yield from _at(plain, joined.end())
    if _UNDER_WAY.search(plain):
        yield Cue.PROMISE
    if _PAST.search(plain):
        yield Cue.PAST
    if _ASKING_FIRST.match(plain):
        yield Cue.ASKING
    if plain.startswith(_FURTHER_FIRST):
        yield Cue.FURTHER


def _at(plain: str, start: int) -> Iterator[Cue]:
    for cue, begun in _BY_BEGINNING.get(plain[start : start + _KEY_CHARS], ()):
        if plain.startswith(begun, start):
            yield cue


def _anywhere(plain: str) -> Iterator[Cue]:
    if _UNSPACED_SCRIPT.search(plain):
        yield from (cue for phrase, cue in _UNSPACED if phrase in plain)


_WORD = re.compile(r"[^\s.,;:!?()\[\]{}\"“”«»„¿¡…。，！？、؟،]+")
_SPACE = re.compile(" ")
_AND = re.compile(r"(?<= )[وו](?=\w{2})")
"""Arabic and Hebrew write "and" as the first letter of the next word."""
_UNDER_WAY = re.compile(f" {phrases.UNDER_WAY}")
_PAST = re.compile(f" {phrases.PAST} ")
_ASKING_FIRST = re.compile(f" {phrases.ASKING_FIRST}")
_FURTHER_FIRST = tuple(f" {word} " for word in phrases.FURTHER_FIRST)
_UNSPACED_SCRIPT = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_KEY_CHARS = 2

_TABLES: tuple[tuple[Cue, Mapping[str, str]], ...] = (
    (Cue.PROMISE, phrases.PROMISE),
    (Cue.SETTLED, phrases.SETTLED),
    (Cue.CHOICE, phrases.CHOICE),
    (Cue.CORRECTION, phrases.CORRECTION),
    (Cue.FURTHER, phrases.FURTHER),
    (Cue.POLITE, phrases.POLITE),
    (Cue.CONDITION, phrases.CONDITION),
    (Cue.WHEN, phrases.WHEN),
    (Cue.ASKING, phrases.ASKING),
)


def _rows(*, spaced: bool) -> Iterator[tuple[str, Cue]]:
    for cue, table in _TABLES:
        for language, listed in table.items():
            if spaced != (language in phrases.UNSPACED):
                yield from ((phrase.replace("_", " "), cue) for phrase in listed.split("|"))


def _by_beginning() -> dict[str, tuple[tuple[Cue, tuple[str, ...]], ...]]:
    found: dict[str, dict[Cue, tuple[str, ...]]] = {}
    for phrase, cue in _rows(spaced=True):
        of_cue = found.setdefault(phrase[:_KEY_CHARS], {})
        of_cue[cue] = (*of_cue.get(cue, ()), phrase)
    return {key: tuple(of_cue.items()) for key, of_cue in found.items()}


_BY_BEGINNING = _by_beginning()
_UNSPACED = tuple((phrase.strip(), cue) for phrase, cue in _rows(spaced=False))
