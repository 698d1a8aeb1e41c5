"""Where in a conversation a search found its words, to be shown: a piece of one message, with the ranges of the words.

Texts stay texts: there is no markup here. Not here: which conversations are found.
"""

from collections.abc import Iterable, Sequence

from relevo.core.ids import Seq
from relevo.ports import Match
from relevo.storage.search.question import Phrase
from relevo.storage.search.words import Word, folded, parted, words_in_place

MOST_TEXTS = 5_000
"""Messages that are looked through for one page of results at most, the same number of each conversation, the latest first."""
LENGTH = 160
LEAD = 40
"""An excerpt has so many characters, at most this many of them before the first word."""

Range = tuple[int, int]


def texts_each(conversations: int) -> int:
    """Return how many messages of each conversation of a page are looked through."""
    return MOST_TEXTS // max(conversations, 10)


def match(phrases: Sequence[Phrase], latest_first: Iterable[tuple[Seq, str]]) -> Match | None:
    """Return the latest text that has most of the phrases, or None where no text has any."""
    most, best = 0, None
    for seq, text in latest_first:
        whole = folded(text)
        # Most texts lack most words, which is seen in the whole for a fraction of what it costs to part it.
        possible = [phrase for phrase in phrases if phrase.words[0] in whole]
        if len(possible) <= most:
            continue
        found = parted(whole)
        count = sum(1 for phrase in possible if positions(phrase, found))
        if count > most:
            most, best = count, (seq, text)
        if most == len(phrases):
            break
    if best is None:
        return None
    seq, text = best
    placed = words_in_place(text)
    return _excerpt(text, seq, _merged([one for phrase in phrases for one in _ranges(phrase, placed)]))


def positions(phrase: Phrase, found: Sequence[str]) -> list[int]:
    """Return where a phrase begins in a text's words."""
    *head, final = phrase.words
    if head:
        starts = [
            start for start in positions(Phrase((head[0],)), found) if list(found[start : start + len(head)]) == head
        ]
        return [start for start in starts if _fits(phrase, found[start + len(head) : start + len(head) + 1])]
    if phrase.is_prefix:
        return [place for place, word in enumerate(found) if word.startswith(final)]
    # Nearly always the word is not there, and looking for it costs a tenth of comparing each.
    return [place for place, word in enumerate(found) if word == final] if final in found else []


def _fits(phrase: Phrase, following: Sequence[str]) -> bool:
    final = phrase.words[-1]
    return any(word.startswith(final) if phrase.is_prefix else word == final for word in following)


def _ranges(phrase: Phrase, found: Sequence[Word]) -> list[Range]:
    last = len(phrase.words) - 1
    starts = positions(phrase, [word.text for word in found])
    return [(found[start].start, found[start + last].end) for start in starts]


def _merged(ranges: list[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _excerpt(text: str, seq: Seq, ranges: Sequence[Range]) -> Match:
    """Cut a text around the first word that was found; a cut is marked, and the ranges are counted in what is shown."""
    first = ranges[0][0]
    begin = 0 if len(text) <= LENGTH or first <= LEAD else _word_begin(text, first - LEAD, first)
    end = min(len(text), begin + LENGTH)
    before, after = ("… " if begin else ""), (" …" if end < len(text) else "")
    piece = text[begin:end]
    kept = [(start - begin, min(stop, end) - begin) for start, stop in ranges if start < end]
    units = [_units(before + piece[:place]) for one in kept for place in one]
    return Match(before + piece + after, seq, tuple(zip(units[::2], units[1::2], strict=True)))


def _word_begin(text: str, earliest: int, first: int) -> int:
    """Return a place to begin that does not cut a word, if there is one before the first range."""
    space = text.find(" ", earliest, first)
    return earliest if space < 0 else space + 1


def _units(text: str) -> int:
    """Return the length of a text as browsers count it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
