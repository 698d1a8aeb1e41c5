"""The rules as data: what stands in the files is used, and can be read."""

import re

import pytest

from relevo.workspace.asking.lexicon import ANCHORS, languages, lexicon, shared_patterns, source
from relevo.workspace.asking.patterns import Patterns
from relevo.workspace.asking.reading import folded, read

PLACES = {"^", "$", "start", "end", ","}
GAP = re.compile(r"\.\.\d")


def patterns(language: str) -> list[Patterns]:
    written = source(language)
    shared = shared_patterns()
    return [
        shared["every language"],
        *(shared[name] for name in written.grammar),
        Patterns(written.asks, written.strikes),
    ]


def classes(pattern: str) -> set[str]:
    return {
        name for part in pattern.split() if part not in PLACES and not GAP.fullmatch(part) for name in part.split("|")
    }


def test_every_pattern_that_asks_has_a_word_that_can_be_asked_for_in_each_of_its_choices() -> None:
    anchors = ANCHORS | {"human", "front", "withone"}
    for language in languages():
        for part in patterns(language):
            for pattern in part.asks:
                assert any(set(choice.split("|")) <= anchors for choice in pattern.split()), pattern


@pytest.mark.parametrize("language", languages())
def test_every_class_of_words_is_used_by_a_pattern(language: str) -> None:
    used = {name for part in patterns(language) for pattern in (*part.asks, *part.strikes) for name in classes(pattern)}
    passed_over = {"little", "ignored", "stop"}
    assert set(source(language).words) <= used | passed_over | {"real", "person", "someone"}


@pytest.mark.parametrize("language", languages())
def test_a_word_that_is_passed_over_means_nothing_else(language: str) -> None:
    words = {name: {folded(word) for word in those} for name, those in source(language).words.items()}
    for silent in ("little", "ignored", "stop"):
        for name, those in words.items():
            assert name == silent or not words.get(silent, set()) & those, (silent, name)


@pytest.mark.parametrize("language", languages())
def test_every_word_can_be_read(language: str) -> None:
    for name, those in source(language).words.items():
        assert len(those) == len(set(those)), name
        for word in those:
            assert read(folded(word.removesuffix("*"))), (name, word)
            assert "*" not in word.removesuffix("*")


@pytest.mark.parametrize("language", languages())
def test_words_that_stand_for_others_begin_with_the_same_letters(language: str) -> None:
    spoken = lexicon(language)
    for beginning, entries in spoken.entries.items():
        assert all(entry.parts[0].startswith(beginning) for entry in entries)
        assert not [entry for entry in entries if entry.is_stem and len(entry.parts) == 1 and len(entry.parts[0]) < 3]
