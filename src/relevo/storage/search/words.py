"""Texts as words that compare as equal in any case and with or without accents, in every script.

Not here: what is looked for (`question`) and where (`document`).

Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) and Korean, which glues particles to
them, become overlapping pairs of letters and a last single one: whatever part of a sentence is looked for, its pairs stand
beside each other there. Indexes get the words with spaces between them, so that none has to know any of this.
"""

import re
import unicodedata
from dataclasses import dataclass

PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uaa60-\uaa7f\uac00-\ud7ff\U00020000-\U0003ffff"
)
"""The scripts of which pairs are made, as a regular expression's set."""

MOST_KEPT = 50_000
"""Characters whose folded form is remembered: more than any language has, fewer than somebody could send."""

_RUN = re.compile(f"[{PAIRED}]+|[^{PAIRED} ]+")
_HAS_PAIRS = re.compile(f"[{PAIRED}]")
_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20d0-\u20ff\ufe00-\ufe2f\ufeff]"
)
"""What may be left out in writing: accents, Hebrew and Arabic points, tatweel, joiners. The vowel signs of Indian scripts and of
Thai are marks too, but a word without them is another word."""
_PLAIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ς": "σ"}
"""Letters that have no accent to take away and yet are written without it where a keyboard lacks them."""


class _Folds(dict[int, str]):
    """What each character becomes: letters without case and accent, everything that is no part of a word a space."""

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[code] = folded = _fold(chr(code))
        return folded


_folds = _Folds()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands in it: from `start` up to `end`, in characters."""

    text: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """Return the words of a text in order."""
    return parted(folded(text))


def folded(text: str) -> str:
    """Return a text as it is compared, with spaces for whatever is no part of a word. Each of its words stands in it."""
    return text.translate(_folds)


def parted(text: str) -> list[str]:
    """Return the words of a folded text."""
    if text.isascii() or not _HAS_PAIRS.search(text):
        return text.split()
    return [text[start:end] for start, end in _places(text)]


def words_in_place(text: str) -> list[Word]:
    """Return the words of a text with their places in it."""
    plain = folded(text)
    if text.isascii():  # no character becomes two or none
        return [Word(plain[start:end], start, end) for start, end in _places(plain)]
    origin = [place for place, character in enumerate(text) for _ in _folds[ord(character)]]
    return [Word(plain[start:end], origin[start], origin[end - 1] + 1) for start, end in _places(plain)]


def is_paired(word: str) -> bool:
    """Is the word of a script of which pairs are made?"""
    return _HAS_PAIRS.match(word) is not None


def _places(folded: str) -> list[tuple[int, int]]:
    """Return where the words of a folded text begin and end."""
    found: list[tuple[int, int]] = []
    for run in _RUN.finditer(folded):
        start, end = run.span()
        if is_paired(run[0]):
            found += [(place, min(place + 2, end)) for place in range(start, end)]
        else:
            found.append((start, end))
    return found


def _fold(character: str) -> str:
    lowered = character.casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", _PLAIN.get(lowered, lowered)).casefold())
    plain = unicodedata.normalize("NFC", "".join(_PLAIN.get(letter, letter) for letter in bare))
    return "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in plain)
