"""docs/trust.md keeps its word: every number that is cited stands there, and every test that it names is there.

Whether a test would really fail is for its reader to judge, not for this file.
"""

import re
from collections.abc import Iterator

import pytest

from relevo.app import ANSWERS_KEPT_MS
from relevo.core.messages import MESSAGE_BYTES
from relevo.engine.effects.answering import FIRST_TOKEN_S, WHOLE_TURN_S
from relevo.engine.live import subscription
from relevo.engine.node import HEADS_S, QUEUES_S
from relevo.engine.patience import STORAGE_S
from relevo.settings import Limits, Streams
from relevo.workspace.access.attempts import MOST, WINDOW_MS
from relevo.workspace.access.sessions import IDLE_MS, LONGEST_MS
from relevo.workspace.base.once import KEPT_MS
from relevo.workspace.visitors.entry import FRESH_MS
from relevo.workspace.visitors.identity import LEEWAY_S, LONGEST_S
from tests.architecture.sources import ROOT, files

PAGE = "docs/trust.md"
TEXT = (ROOT / PAGE).read_text("utf-8")
PLACES = ("src/", "tests/", "bench/", "web/", "docs/", "README.md", "CONTRIBUTING.md", "SECURITY.md")

MARK = re.compile(r"\b(?:[GTS]\d{1,2}[ab]?|[Rr]ule \d)\b")
SECTION = re.compile(r"^### ((?:[GT]\d+[ab]?|Rule \d)): .+\n((?:(?!#).*\n)*)", re.MULTILINE)
OTHER = re.compile(r"^\| (S\d+) \|", re.MULTILINE)
# `path` or `path::name of a test`
NAMED = re.compile(r"`((?:tests|src|web)/[\w./-]+)(?:::([^`]+))?`")
# a page and a place in it: "trust.md G14", "trust.md, role matrix", "design.md §5"
PLACE = re.compile(r"\b([\w-]+)\.md(?:, | )((?:section |§ ?)?[A-Z]?\d\w*|[a-z][a-z ]+[A-Z]\d|role matrix)")

SECTIONS: dict[str, str] = dict(SECTION.findall(TEXT))
DEFINED = {mark.lower() for mark in [*SECTIONS, *OTHER.findall(TEXT)]}

HOUR_MS = 3_600_000
# Many tests take these from the source, so that none of them would see another figure: the mark, its words on the page, the figure.
FIGURES: list[tuple[str, str, float, float]] = [
    ("G8", "for 24 hours", ANSWERS_KEPT_MS, 24 * HOUR_MS),
    ("G8", "for 24 hours", KEPT_MS, 24 * HOUR_MS),
    ("G13", "within 2 s", HEADS_S, 2),
    ("G13", "within 30 s", QUEUES_S, 30),
    ("G14", "within 5 s", STORAGE_S, 5),
    ("G16", "256 events", subscription.FRAMES, 256),
    ("G16", "256 KiB", subscription.BYTES, 256 * 1024),
    ("G16", "20 s", Streams().send_timeout_s, 20),
    ("G18", "off by 60 s", LEEWAY_S, 60),
    ("G19", "within 15 s", FIRST_TOKEN_S, 15),
    ("G19", "within 60 s", WHOLE_TURN_S, 60),
    ("G21", "10 s unless set", Streams().recheck_s, 10),
    ("T3", "for 15 minutes", LONGEST_S, 15 * 60),
    ("T4", "last hour", FRESH_MS, HOUR_MS),
    ("T7", "After ten\nfailures", MOST, 10),
    ("T7", "in 15 minutes", WINDOW_MS, HOUR_MS / 4),
    ("T10", "after 8 hours of rest", IDLE_MS, 8 * HOUR_MS),
    ("T10", "after 24 in any case", LONGEST_MS, 24 * HOUR_MS),
    ("T23", "8,192 bytes", MESSAGE_BYTES, 8192),
    ("T23", "five streams", Streams().per_visitor, 5),
    ("T24", "(10 s)", Limits().body_timeout_s, 10),
]


def cited(text: str) -> set[str]:
    """The marks that a text cites, spelled as in `DEFINED`."""
    return {mark.lower() for mark in MARK.findall(text)}


def named(text: str) -> set[tuple[str, str]]:
    """The tests that a text names: the path, and the test in it or nothing."""
    return set(NAMED.findall(text))


def is_there(path: str, name: str) -> bool:
    place = ROOT / path
    if not name:
        return place.exists()
    text = place.read_text("utf-8") if place.is_file() else ""
    return f"def {name}(" in text if path.endswith(".py") else f'("{name}"' in text


def lost_places(text: str) -> list[str]:
    """Places in pages that nobody who has only this repository can look up."""
    return [
        f"{page}.md {place}"
        for page, place in PLACE.findall(text)
        if not (ROOT / f"docs/{page}.md").exists() or (page == "trust" and not stands(place))
    ]


def stands(place: str) -> bool:
    return place.lower() in DEFINED or (" " in place and place.lower() in TEXT.lower() and "section" not in place)


def written() -> Iterator[tuple[str, str]]:
    for path in files(".py", ".ts", ".tsx", ".mjs", ".css", ".toml", ".sql", ".md"):
        if path.startswith(PLACES) and path not in (PAGE, "tests/docs/test_trust.py") and "lock" not in path:
            yield path, (ROOT / path).read_text("utf-8")


def test_every_mark_that_is_cited_stands_on_the_page() -> None:
    marks = {path: cited(text) for path, text in written()}
    assert len(set().union(*marks.values())) > 40, "hardly anything is cited: the search is broken"
    assert {path: sorted(found - DEFINED) for path, found in marks.items() if found - DEFINED} == {}


def test_every_place_in_a_page_that_is_cited_can_be_looked_up() -> None:
    lost = {path: places for path, text in written() if (places := lost_places(text))}
    assert lost == {}


def test_every_test_that_the_page_names_is_there() -> None:
    tests = named(TEXT)
    assert len(tests) > 150
    assert [(path, name) for path, name in sorted(tests) if not is_there(path, name)] == []


@pytest.mark.parametrize("mark", SECTIONS)
def test_every_promise_names_a_test_or_says_that_there_is_none(mark: str) -> None:
    assert named(SECTIONS[mark]) or "Not built" in SECTIONS[mark]


@pytest.mark.parametrize("word", ["Open", "Not built"])
def test_what_no_test_holds_is_listed_at_the_top(word: str) -> None:
    (line,) = re.findall(rf"^Entries that have a line \*{word}\* \(.+?\): ((?:.*\n)+?)\n", TEXT, re.MULTILINE)
    assert MARK.findall(line) == [
        mark for mark, text in SECTIONS.items() if re.search(rf"^{word}\b", text, re.MULTILINE)
    ]


def test_the_numbers_have_no_gap() -> None:
    for letter, last in (("G", 25), ("T", 36), ("Rule ", 5)):
        assert [mark for mark in SECTIONS if re.fullmatch(rf"{letter}\d+", mark)] == [
            f"{letter}{number}" for number in range(1, last + 1)
        ]


@pytest.mark.parametrize(
    ("mark", "words", "found", "meant"), FIGURES, ids=[f"{mark} {words}" for mark, words, *_ in FIGURES]
)
def test_the_figures_on_the_page_are_those_of_the_source(mark: str, words: str, found: float, meant: float) -> None:
    assert words in SECTIONS[mark]
    assert found == meant


def test_the_searches_find_what_they_look_for() -> None:
    assert cited("as asked (trust.md G14, T6), by rule 3") == {"g14", "t6", "rule 3"}
    assert cited("S608, T, G, HG2, 2026-11-21T12:00") == set()
    assert named("`tests/a/test_b.py::test_c`, `web/x.test.ts::says hello`, `core`") == {
        ("tests/a/test_b.py", "test_c"),
        ("web/x.test.ts", "says hello"),
    }
    assert is_there("tests/docs/test_trust.py", "test_the_numbers_have_no_gap")
    assert not is_there("tests/docs/test_trust.py", "test_the_numbers_have_no")
    assert not is_there("tests/docs/test_gone.py", "test_gone")
    assert not is_there("tests/docs/test_gone.py", "")


@pytest.mark.parametrize(
    "text",
    ["nowhere.md N63", "nowhere.md, section 9", "nowhere.md §5", "trust.md G99", "trust.md, section 1", "trust.md T0"],
)
def test_a_place_that_is_lost_is_found_out(text: str) -> None:
    assert lost_places(text)


@pytest.mark.parametrize("text", ["trust.md G14", "trust.md, model of G2", "trust.md, role matrix", "ux-budgets.md C4"])
def test_a_place_that_stands_is_let_be(text: str) -> None:
    assert lost_places(text) == []
