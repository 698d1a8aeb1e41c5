"""Keywords: whole phrases, in any case, in scripts with and without spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.workspace.texts.keywords import matcher
from tests.examples import THOUSAND


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("human agent", "I want a HUMAN  agent, now", True),
        ("human agent", "I want a human\nagent", True),
        ("human agent", "my humanagent", False),
        ("human agent", "the inhuman agents", False),
        ("être humain", "Un ÊTRE HUMAIN !", True),
        ("être humain", "Un e\u0302tre humain !", True),
        ("parler à quelqu'un", "je veux parler à quelqu’un", True),
        ("canlı destek", "CANLI DESTEK lütfen", True),
        ("bir insanla", "BİR İNSANLA görüşeyim", True),
        ("转人工", "我要转人工。", True),
        ("人と話したい", "もう、人と話したいです", True),
        ("상담원 연결", "상담원 연결해 주세요", True),
        ("c++ (help)", "need c++ (help) please", True),
        ("c++ (help)", "need cc (help) please", False),
        (".*", "anything", False),
    ],
)
def test_a_phrase_is_found_as_it_is_meant(phrase: str, text: str, is_found: bool) -> None:
    assert matcher([phrase])(text) is is_found


def test_without_phrases_nothing_is_found() -> None:
    assert not matcher([])("human agent")
    assert not matcher(["", "  "])("human agent  ")


@THOUSAND
@given(st.lists(st.text(max_size=20), max_size=6), st.text(max_size=100))
def test_any_phrases_and_any_text_are_looked_at_without_an_error(phrases: list[str], text: str) -> None:
    matcher(phrases)(text)
