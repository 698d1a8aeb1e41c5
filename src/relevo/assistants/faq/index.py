"""Finds the passages that answer a question: ranked by SQLite's FTS5 (BM25 over Porter stems), judged by how much of the question they cover.

BM25 orders passages well and says nothing about whether the first one is any good; what is covered of the question's words, each
weighed by how rare it is, does. Not here: what is done with what was found (`assistant`).
"""

import difflib
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import apsw

from relevo.assistants.faq.words import FILLERS

CANDIDATES = 5
SAID_WEIGHT = 0.5
"""What a word counts that stands only in the answer; one in the question counts 1."""
TOPIC_PASSAGES = 3
"""A word that stands in no more passages than this names a topic."""
QUESTION_STEMS = 40
SHORTEST_MENDED = 5
MENDED_STEMS = 5
MENDED_LIKENESS = 0.85


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to be found: by the words of `asked`, one way of asking on each line, and less so by those of `said`."""

    asked: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The number of a passage, and which share of the question it covers, 0 to 1."""

    number: int
    coverage: float


@dataclass(frozen=True, slots=True)
class _Stems:
    asked: frozenset[str]
    said: frozenset[str]
    ways: tuple[frozenset[str], ...]
    """Each way of asking by itself, fillers included."""

    def share(self, stem: str) -> float:
        return 1 if stem in self.asked else SAID_WEIGHT if stem in self.said else 0

    def likeness(self, question: frozenset[str]) -> float:
        return max((len(way & question) / len(way | question) for way in self.ways if way | question), default=0)


class Index:
    """An in-memory index. Passages can be added for one look-up only; it is used by one thread."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._database = apsw.Connection(":memory:")
        # Stems are made here and stored: a stemmed word stemmed once more may be another one.
        self._database.execute(
            "CREATE VIRTUAL TABLE passage USING fts5(asked, said, tokenize = 'unicode61', content = '')"
        )
        self._tokenizer = self._database.fts5_tokenizer("porter", ["unicode61", "remove_diacritics", "2"])
        self._fillers = frozenset(self.stems(" ".join(FILLERS)))
        self._passages: list[_Stems] = []
        self._add(passages)

    def find(self, question: str, extra: Sequence[Passage] = (), ignored: Collection[str] = frozenset()) -> list[Found]:
        """Return the passages that cover most of a question, best first.

        Numbers of `extra` follow those of the others; stems in `ignored` count for nothing.
        """
        known = len(self._passages)
        self._database.execute("SAVEPOINT look_up")
        try:
            self._add(extra)
            found = self._find(self.terms(question, ignored), CANDIDATES + len(extra))
            whole = frozenset(self.stems(question))
            # Where the telling words are the same, the others tell "are you a real person" from "a real person, please".
            return sorted(
                found, key=lambda each: (-round(each.coverage, 3), -self._passages[each.number].likeness(whole))
            )
        finally:
            self._database.execute("ROLLBACK TO look_up; RELEASE look_up")
            del self._passages[known:]

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of a text, fillers included."""
        encoded = text.encode("utf-8", "replace")
        found = self._tokenizer(encoded, apsw.FTS5_TOKENIZE_QUERY, None, include_offsets=False, include_colocated=False)
        return tuple(cast("Iterable[str]", found))

    def terms(self, text: str, ignored: Collection[str] = frozenset()) -> frozenset[str]:
        """Return the stems that say something, misspelt ones mended; of a long text the first ones."""
        stems = dict.fromkeys(stem for stem in self.stems(text) if stem not in self._fillers and stem not in ignored)
        return frozenset(self._mended(list(stems)[:QUESTION_STEMS]))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self._passages)

    def shares_topic(self, number: int, text: str) -> bool:
        """Does a text name the topic that the question of a passage names?"""
        shared = self._passages[number].asked.intersection(self.terms(text))
        return any(self._holding(stem) <= TOPIC_PASSAGES for stem in shared)

    def _add(self, passages: Iterable[Passage]) -> None:
        for passage in passages:
            number = len(self._passages)
            asked, said = self.stems(passage.asked), self.stems(passage.said)
            ways = tuple(frozenset(self.stems(way)) for way in passage.asked.splitlines())
            self._passages.append(_Stems(frozenset(asked), frozenset(said), ways))
            values = (number, " ".join(asked), " ".join(said))
            self._database.execute("INSERT INTO passage(rowid, asked, said) VALUES (?, ?, ?)", values)

    def _find(self, terms: frozenset[str], limit: int) -> list[Found]:
        if not terms:
            return []
        weights = {term: self._rarity(term) for term in terms}
        query = " OR ".join(f'"{term}"' for term in sorted(terms))
        rows = self._database.execute(
            "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY bm25(passage, 3.0, 1.0) LIMIT ?",
            (query, limit),
        )
        return [Found(number, self._coverage(number, weights)) for (number,) in rows]

    def _coverage(self, number: int, weights: dict[str, float]) -> float:
        stems = self._passages[number]
        return sum(weight * stems.share(term) for term, weight in weights.items()) / sum(weights.values())

    def _rarity(self, term: str) -> float:
        """The inverse document frequency of BM25. A word that stands nowhere weighs no more than one that stands once."""
        holding = max(1, self._holding(term))
        return math.log(1 + (len(self._passages) - holding + 0.5) / (holding + 0.5))

    def _holding(self, term: str) -> int:
        return sum(stems.share(term) > 0 for stems in self._passages)

    def _mended(self, stems: Sequence[str]) -> Iterator[str]:
        """Give each stem, or the known one that a misspelt one is likely to mean. Comparing is slow, so only a few are."""
        vocabulary = {known for passage in self._passages for known in (*passage.asked, *passage.said)}
        budget = MENDED_STEMS
        for stem in stems:
            if stem in vocabulary or len(stem) < SHORTEST_MENDED or not budget:
                yield stem
                continue
            budget -= 1
            yield next(iter(difflib.get_close_matches(stem, sorted(vocabulary), 1, MENDED_LIKENESS)), stem)
