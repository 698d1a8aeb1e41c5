"""A language's words for asking for a person, from its JSON file, and a text as letters that stand for their classes.

Not here: how a text becomes words (`reading`), how patterns over classes are written (`patterns`), and which languages a
text is looked at in (`recognition`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from relevo.workspace.asking.patterns import IGNORED, OTHER, STRUCK, Grammar, Letters, Patterns
from relevo.workspace.asking.reading import END, JOINED, PAUSE, folded, read

ANCHORS = frozenset({"person", "someone", "desk", "ask"})
"""Every pattern that asks has one of these classes, so that a text without them is done at once."""
KEY_CHARS = 3
"""Words of languages with spaces are looked up by so many characters, so that beginnings of words can be entries."""
MISSPELT_CHARS = 7
"""Shorter words are left alone: too many of them differ from another word in one letter."""

_MISSPELT = frozenset({"person", "someone", "contact"})
_FOLDER = Path(__file__).parent / "languages"
_GRAMMAR = "grammar"
_EVERY_LANGUAGE = "every language"
_FIRST_LETTER = 0x100
"""Far from the characters that mean something in a regular expression."""
_Found = TypeVar("_Found")


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """One language as it is written down; docs/recognising-requests.md tells how to read it."""

    scripts: tuple[str, ...]
    grammar: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    asks: tuple[str, ...] = ()
    strikes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or several in a row; the last may be only the beginning of one."""

    parts: tuple[str, ...]
    is_stem: bool
    letter: str

    def fits(self, words: list[str], at: int) -> bool:
        """Do these words stand here?"""
        last = at + len(self.parts) - 1
        if last >= len(words) or (last > at and tuple(words[at:last]) != self.parts[:-1]):
            return False
        return words[last].startswith(self.parts[-1]) if self.is_stem else words[last] == self.parts[-1]


class Seen(NamedTuple):
    """What one language makes of a text, and how many of its words (characters, without spaces) it does not know."""

    asks: bool
    is_struck: bool
    unknown: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language, ready to be looked at."""

    scripts: frozenset[str]
    is_joined: bool
    grammar: Callable[[], Grammar]
    """Compiled when first asked for: of all that it takes to know a language this takes by far the longest, and which languages a
    text could ask in is known by their words."""
    entries: Mapping[str, tuple[Entry, ...]]
    """By their first characters, the longest first."""
    anchors: frozenset[Entry]
    misspelt: Mapping[str, Entry]
    """Long words, as they are and without each of their letters."""

    def look(self, words: list[str]) -> Seen:
        """Look at a text as words and marks."""
        letters = self._joined("".join(words)) if self.is_joined else self._spaced(words)
        asks, is_struck = self.grammar().look(letters)
        return Seen(asks, is_struck, letters.count(OTHER))

    def _spaced(self, words: list[str]) -> str:
        letters, at = [], 0
        while at < len(words):
            word = words[at]
            entry = next((one for one in self.entries.get(word[:KEY_CHARS], ()) if one.fits(words, at)), None)
            if entry is None and len(word) >= MISSPELT_CHARS:
                entry = meant(word, self.misspelt)
            letters.append(entry.letter if entry else _unknown(word))
            at += len(entry.parts) if entry else 1
        return "".join(letters)

    def _joined(self, text: str) -> str:
        letters, at = [], 0
        while at < len(text):
            entry = next((one for one in self.entries.get(text[at], ()) if text.startswith(one.parts[0], at)), None)
            letters.append(entry.letter if entry else _unknown(text[at]))
            at += len(entry.parts[0]) if entry else 1
        return "".join(letters)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are rules for, by the names of their files."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json") if path.stem != _GRAMMAR))


def source(language: str) -> Source:
    """Return a language as it is written down."""
    return msgspec.json.decode((_FOLDER / f"{language}.json").read_bytes(), type=Source)


@cache
def shared_patterns() -> Mapping[str, Patterns]:
    """Return the patterns that languages have in common, by name."""
    return msgspec.json.decode((_FOLDER / f"{_GRAMMAR}.json").read_bytes(), type=dict[str, Patterns])


@cache
def lexicon(language: str) -> Lexicon:
    """Return one of `languages`."""
    written = source(language)
    is_joined = not JOINED.isdisjoint(written.scripts)
    classes = _classes_by_word(written.words, is_joined=is_joined)
    letters = _letters(classes.values())
    entries = [_entry(word, letters[found], is_joined=is_joined) for word, found in classes.items()]
    shared = [shared_patterns()[name] for name in (_EVERY_LANGUAGE, *written.grammar)]
    patterns = [*shared, Patterns(written.asks, written.strikes)]
    return Lexicon(
        scripts=frozenset(written.scripts),
        is_joined=is_joined,
        grammar=cache(partial(Grammar.of, patterns, letters, is_joined=is_joined)),
        entries=_by_beginning(entries, 1 if is_joined else KEY_CHARS),
        anchors=frozenset(_with_letters(entries, letters, ANCHORS)),
        misspelt={} if is_joined else _by_spelling(_with_letters(entries, letters, _MISSPELT)),
    )


def meant(word: str, misspelt: Mapping[str, _Found]) -> _Found | None:
    """Return what a word stands for that has a letter too many, too few, wrong, or in its neighbour's place."""
    return next((misspelt[short] for short in _shortened(word) if short in misspelt), None)


def _shortened(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _unknown(word: str) -> str:
    return word if word in (END, PAUSE) else OTHER


def _classes_by_word(words: Mapping[str, Iterable[str]], *, is_joined: bool) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, written in words.items():
        for word in written:
            plain = folded(word)
            found["".join(read(plain)) if is_joined else plain].add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _letters(found: Iterable[frozenset[str]]) -> Letters:
    """Return one letter for each set of classes that some word has; none for the little words, which are passed over."""
    kinds = sorted(set(found), key=sorted)
    letters = {kind: chr(_FIRST_LETTER + number) for number, kind in enumerate(kinds)}
    return letters | {frozenset({"little"}): "", frozenset({"ignored"}): IGNORED, frozenset({"stop"}): STRUCK}


def _entry(word: str, letter: str, *, is_joined: bool) -> Entry:
    if is_joined:
        return Entry((word,), is_stem=False, letter=letter)
    return Entry(tuple(read(word.removesuffix("*"))), word.endswith("*"), letter)


def _with_letters(entries: Iterable[Entry], letters: Letters, names: frozenset[str]) -> list[Entry]:
    """Return the entries that are of one of these classes."""
    wanted = {letter for kind, letter in letters.items() if not kind.isdisjoint(names)}
    return [entry for entry in entries if entry.letter in wanted]


def _by_beginning(entries: Iterable[Entry], chars: int) -> dict[str, tuple[Entry, ...]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.parts[0][:chars]].append(entry)
    return {beginning: tuple(sorted(those, key=_length, reverse=True)) for beginning, those in found.items()}


def _length(entry: Entry) -> tuple[int, bool, int]:
    return len(entry.parts), not entry.is_stem, len(entry.parts[-1])


def _by_spelling(entries: Iterable[Entry]) -> dict[str, Entry]:
    words = [one for one in entries if len(one.parts) == 1 and not one.is_stem and len(one.parts[0]) > MISSPELT_CHARS]
    return {short: entry for entry in words for short in _shortened(entry.parts[0])}
