"""Does a text ask for a person? In every language whose words it has, for a visitor may write any of them.

Not here: the phrases that a workspace adds or puts in place of the rules (`hearing`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum, auto
from functools import cache, partial

from relevo.workspace.asking.lexicon import KEY_CHARS, MISSPELT_CHARS, languages, lexicon, meant
from relevo.workspace.asking.reading import folded, read, scripts

_NEVER = 1 << 20
_Languages = dict[str, None]
"""A set that keeps its order."""


class Finding(Enum):
    """What the rules make of a text."""

    ASKS = auto()
    HELD_OFF = auto()
    """It has the words, but to say that nobody is needed, to ask who is speaking, or to tell what has been."""
    NOTHING = auto()


def recognise(text: str, without: Collection[str] = ()) -> Finding:
    """Look at a text with the rules of every language that fits but those of `without`.

    Languages share words. So where one of them holds a text off, another that knows less of it is not heard.
    """
    plain = folded(text)
    words = read(plain)
    asking, held = _NEVER, _NEVER
    for language in _fitting(plain, words):
        if language.split("-")[0] in without:
            continue
        seen = lexicon(language).look(words)
        if seen.asks and not seen.unknown:
            return Finding.ASKS
        if seen.asks:
            asking = min(asking, seen.unknown)
        elif seen.is_struck:
            held = min(held, seen.unknown)
    if asking <= held:
        return Finding.ASKS if asking < _NEVER else Finding.NOTHING
    return Finding.HELD_OFF


def preparations() -> Iterator[Callable[[], object]]:
    """Return what there is to do before the first text can be looked at, in steps of some milliseconds.

    A text that comes earlier waits for the words of all languages and for the patterns of those whose words it has.
    """
    yield from (partial(lexicon, language) for language in languages())
    yield _anchors
    yield _misspelt
    yield from (lexicon(language).grammar for language in languages())


def _fitting(plain: str, words: list[str]) -> _Languages:
    """Return the languages in whose words something could be asked for here."""
    found: _Languages = {}
    anchors, misspelt = _anchors(), _misspelt()
    for word in words:
        for beginning, is_stem, language in anchors.get(word[:KEY_CHARS], ()):
            if word == beginning or (is_stem and word.startswith(beginning)):
                found[language] = None
        if len(word) >= MISSPELT_CHARS:
            found.update(meant(word, misspelt) or {})
    if not plain.isascii():
        written_in = scripts(plain)
        found.update((each, None) for each in _joined() if not written_in.isdisjoint(lexicon(each).scripts))
    return found


@cache
def _joined() -> tuple[str, ...]:
    return tuple(language for language in languages() if lexicon(language).is_joined)


@cache
def _anchors() -> Mapping[str, tuple[tuple[str, bool, str], ...]]:
    """Return the first words of what can be asked for, in languages with spaces, by their first characters."""
    found: defaultdict[str, dict[tuple[str, bool, str], None]] = defaultdict(dict)
    for language in languages():
        spoken = lexicon(language)
        for entry in frozenset() if spoken.is_joined else spoken.anchors:
            first = entry.parts[0]
            found[first[:KEY_CHARS]][first, entry.is_stem and len(entry.parts) == 1, language] = None
    return {beginning: tuple(those) for beginning, those in found.items()}


@cache
def _misspelt() -> Mapping[str, _Languages]:
    """Return the languages in which something could be asked for by a word that was meant, as in `Lexicon.misspelt`."""
    found: defaultdict[str, _Languages] = defaultdict(dict)
    for language in languages():
        spoken = lexicon(language)
        for short, entry in spoken.misspelt.items():
            if entry in spoken.anchors:
                found[short][language] = None
    return dict(found)
