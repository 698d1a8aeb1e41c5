"""What somebody types into the search field, as phrases that all must be found.

Not here: how an index is asked for them. No character means anything special: whatever is no letter and no digit only
separates words.
"""

from dataclasses import dataclass

from relevo.storage.search.words import is_paired, words

MOST_PHRASES = 12
"""Phrases that are looked for; what follows is ignored."""
MOST_WORDS = 40
"""Words of one phrase."""
SHORTEST_PREFIX = 2
"""Letters of an unfinished last word; a single one is the beginning of too much, except in scripts made into pairs."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words beside each other. With `is_prefix` the last one may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


def phrases(text: str) -> tuple[Phrase, ...]:
    """Return what must be found, each part that stands between spaces as one phrase; empty if there is no word in it.

    The last word may be unfinished, as long as no space follows: it is looked for while it is typed.
    """
    parts = [found for part in text.split() if (found := words(part)[:MOST_WORDS])]
    typing = bool(parts) and not text[-1].isspace() and bool(words(text.rsplit(maxsplit=1)[-1]))
    last = len(parts) - 1
    made = (_phrase(part, is_last=typing and place == last) for place, part in enumerate(parts))
    return tuple(dict.fromkeys(made))[:MOST_PHRASES]


def _phrase(found: list[str], *, is_last: bool) -> Phrase:
    final = found[-1]
    if not is_paired(final):
        return Phrase(tuple(found), is_last and len(final) >= SHORTEST_PREFIX)
    if len(found) > 1 and is_paired(found[-2]):
        # In the text searched the run may go on, so its last letter need not stand alone there.
        return Phrase(tuple(found[:-1]))
    return Phrase(tuple(found), is_prefix=True)
