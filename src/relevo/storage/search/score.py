"""How well a conversation fits what was asked: BM25 (Robertson and Zaragoza 2009), with what it is about counting more.

Every storage counts for itself and scores here. The usual formula takes the mean length of all documents and how many have a
word, and so moves with every message of anybody; a list that is read page by page would then skip and repeat rows. Here the
length is compared with a constant, and how rare the words are is decided once and travels in the cursor.

Not here: finding the words.
"""

from collections.abc import Sequence
from math import log

SATURATION = 1.2
LENGTH_SHARE = 0.75
"""The usual k1 and b of BM25."""
TYPICAL_WORDS = 120
ABOUT_WEIGHT = 4
"""A word in the name, subject or labels counts as much as this many said."""
MOST_COUNTED = 2_000
"""Conversations with a word are counted up to here; what more have is no longer rare, and neither is an unfinished word."""


def rarity(conversations: int, with_phrase: int) -> float:
    """Return what finding a phrase is worth that `with_phrase` of the conversations have."""
    return round(log(1 + (conversations + 1) / (min(with_phrase, MOST_COUNTED) + 1)), 2)


def score(weights: Sequence[float], hits: Sequence[tuple[int, int]], length: int) -> float:
    """Return how well a document of so many words fits.

    Args:
        weights: the rarity of each phrase.
        hits: how often each stands in what it is about, and in what was said.
        length: how many words the document has.
    """
    slack = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / TYPICAL_WORDS)
    total = 0.0
    for weight, (about, said) in zip(weights, hits, strict=True):
        count = ABOUT_WEIGHT * about + said
        total += weight * count * (SATURATION + 1) / (count + slack)
    return round(total, 6)
