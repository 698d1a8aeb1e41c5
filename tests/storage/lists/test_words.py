"""The words of a text, and where they stand in it."""

from hypothesis import given
from hypothesis import strategies as st

from relevo.storage.search.words import folded, words, words_in_place
from tests.examples import THOUSAND

TEXTS = st.one_of(st.text(max_size=40), st.text(st.characters(max_codepoint=127), max_size=40))


@THOUSAND
@given(TEXTS)
def test_words_stand_where_they_are_said_to(text: str) -> None:
    placed = words_in_place(text)
    assert [word.text for word in placed] == words(text)
    assert all(word.text in folded(text[word.start : word.end]) for word in placed)
    assert all(0 <= word.start < word.end <= len(text) for word in placed)


def test_places_are_those_of_the_text_as_it_was_written() -> None:
    told = [(word.text, word.start, word.end) for word in words_in_place("Große ½ GRÜẞE")]
    assert told == [("grosse", 0, 5), ("1", 6, 7), ("2", 6, 7), ("grusse", 8, 13)]
    assert [(word.start, word.end) for word in words_in_place("To: A.B.")] == [(0, 2), (4, 5), (6, 7)]
    # Here one character becomes two and one vanishes, so that both texts are of the same length.
    assert [(word.text, word.start, word.end) for word in words_in_place("ß\u0301 a")] == [("ss", 0, 1), ("a", 3, 4)]
