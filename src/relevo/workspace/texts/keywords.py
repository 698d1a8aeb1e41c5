"""Does a visitor's text contain one of a workspace's own phrases that ask for a person? Nothing cleverer than that.

Not here: the rules that come with Relevo (`workspace.asking`), and what follows from finding one (`core`, policy R12).
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol

_MOST_CHARS = 2000
_JOINED = re.compile("[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that put no spaces between words, or add endings without one (Thai, Lao, Korean, Japanese, Chinese)."""


class Matcher(Protocol):
    """Looks for the phrases."""

    def __call__(self, text: str) -> bool:
        """Is one of them in the text, as whole words, in any case?"""


def matcher(phrases: Iterable[str]) -> Matcher:
    """Return a matcher for these phrases; without any it finds nothing."""
    folded = sorted({_folded(phrase) for phrase in phrases} - {""}, key=len, reverse=True)
    joined = [re.escape(phrase) for phrase in folded if _JOINED.search(phrase)]
    spaced = [re.escape(phrase) for phrase in folded if not _JOINED.search(phrase)]
    whole_words = [rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
    pattern = re.compile("|".join([*whole_words, *joined]) or r"(?!)")

    def matches(text: str) -> bool:
        return pattern.search(_folded(text[:_MOST_CHARS])) is not None

    return matches


_SAME = str.maketrans({"’": "'", "ı": "i", "\u0307": None})
"""Apostrophes of two kinds, and the Turkish dotted and dotless i, which casefold keeps apart or not by their case."""


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_SAME).split())
