"""The note keeps its limits on the measured chats, where they are; they are no part of this repository."""

import pytest

from bench.notes.chats import SHARED, read
from bench.notes.judging import judge, shortfalls
from bench.notes.matching import carries, invented_lines, unsaid_values
from bench.notes.sets import chat_sets

CHATS = SHARED / "notes_en.jsonl.gz"


@pytest.mark.skipif(not CHATS.exists(), reason=f"{CHATS} is not there")
def test_the_measured_chats_keep_the_limits() -> None:
    sets = chat_sets(read(CHATS), SHARED / "dialogues_ml.jsonl")

    assert shortfalls({name: [judge(chat) for chat in chats] for name, chats in sets.items()}) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("€42.50 by card", "amount:42.50"),
        ("42,50 EUR", "amount:42.50"),
        ("42.5 euros", "amount:42.50"),
        ("1.234,50 €", "amount:1234.50"),
        ("1,234.50", "amount:1234.50"),
        ("exactly $12", "amount:12.00"),
        ("٤٢.٥٠ ريال", "amount:42.50"),
        ("on 14 March", "date:03-14"),
        ("March 14th", "date:03-14"),
        ("14/03/2025", "date:03-14"),
        ("14.03.", "date:03-14"),
        ("2025-03-14", "date:03-14"),
        ("3月14日", "date:03-14"),
        ("the OLD lid", "old lid"),
    ],
)
def test_a_fact_is_found_in_any_common_writing(text: str, wanted: str) -> None:
    assert carries(text, [[wanted]])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("€142.50", "amount:42.50"),
        ("42.505", "amount:42.50"),
        ("42.75", "amount:42.50"),
        ("on 4 March", "date:03-14"),
        ("114/03", "date:03-14"),
        ("14 Marchers", "date:03-14"),
    ],
)
def test_another_fact_is_not_taken_for_it(text: str, wanted: str) -> None:
    assert not carries(text, [[wanted]])


def test_every_inner_list_needs_one_of_its_strings() -> None:
    assert carries("the old lid in blue", [["red", "blue"], ["lid"]])
    assert not carries("the old lid in blue", [["red", "blue"], ["pot"]])


def test_the_measure_sees_what_nobody_said() -> None:
    said = [("Visitor", "order QX-48213")]

    assert invented_lines('Visitor: "order QX-48213"', said) == []
    assert invented_lines('Agent Maria: "order QX-48213"', said) == ['Agent Maria: "order QX-48213"']
    assert unsaid_values('Visitor: "order QX-1"', said) == ["qx-1"]
