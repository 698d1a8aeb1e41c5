"""A text is cut into sentences where sentences end, and nowhere else."""

import pytest

from relevo.core.handoff_note.lines import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It costs 42.50 and arrives on 14.03. at noon.", ["It costs 42.50 and arrives on 14.03. at noon."]),
        ("Sie hören bis 26.02. Bescheid.", ["Sie hören bis 26.02. Bescheid."]),
        ("Придёт 12.03.. Также верну.", ["Придёт 12.03..", "Также верну."]),
        ("Ask Dr. Long, no. 5, e.g. today.", ["Ask Dr. Long, no. 5, e.g. today."]),
        ("name: Ada\nnumber: 7", ["name: Ada", "number: 7"]),
        ("一つ。二つ！三つ", ["一つ。", "二つ！", "三つ"]),
        ("واحد؟ اثنان.", ["واحد؟", "اثنان."]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        (". Then", ["Then"]),
        ("!!! ... ???", []),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert list(sentences(text)) == parts
