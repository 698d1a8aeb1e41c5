"""Server-sent events come out the same however their bytes were cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.assistants.openai.sse import EVENT_BYTES, EventReader
from relevo.ports import AssistantFailed
from tests.examples import THOUSAND

STREAM = (
    b"\xef\xbb\xbf: hello\n\ndata: one\n\nretry: 5\nevent: x\ndata:two\ndata: lines\n\n\n\n"
    b"id: 7\ndata: three\n\nid: 7\ndata: three\n\nid: 8\ndata: \xc3\xa9\n\ndata\n\n"
)
EVENTS = [b"one", b"two\nlines", b"three", b"\xc3\xa9", b""]


@THOUSAND
@given(st.lists(st.integers(0, len(STREAM) + 20)), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_cuts_and_line_ends_make_no_difference(cuts: list[int], line_end: bytes) -> None:
    stream = STREAM.replace(b"\n", line_end)
    edges = [0, *sorted(cuts), len(stream)]
    reader = EventReader()
    read = [payload for start, end in pairwise(edges) for payload in reader.feed(stream[start:end])]
    assert [*read, *reader.close()] == EVENTS


def test_an_event_is_given_as_soon_as_it_is_whole() -> None:
    reader = EventReader()
    assert reader.feed(b"data: a\n\n") == [b"a"]
    assert reader.feed(b"data: b\n") == []
    assert reader.feed(b"\ndata: c\n\n") == [b"b", b"c"]


def test_a_last_event_without_an_empty_line_counts() -> None:
    reader = EventReader()
    assert reader.feed(b"data: [DONE]") == []
    assert reader.close() == [b"[DONE]"]


@pytest.mark.parametrize("piece", [b"x" * 10_000, b"data: " + b"x" * 10_000 + b"\n"])
def test_an_event_without_an_end_is_given_up(piece: bytes) -> None:
    reader = EventReader()
    for _ in range(EVENT_BYTES // 10_000 - 1):
        assert reader.feed(piece) == []
    with pytest.raises(AssistantFailed, match="more than"):
        reader.feed(piece * 3)
