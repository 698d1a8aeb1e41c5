"""Whatever chunks an endpoint sends, comparing them makes the same answer as decoding each."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relevo.assistants.openai import answer, template
from relevo.assistants.openai.answer import Answer
from relevo.assistants.openai.template import Template
from relevo.ports import AssistantFailed
from tests.examples import THOUSAND


class NoTemplate(Template):
    def text(self, payload: bytes) -> str | None:
        return None


def chunk(delta: dict[str, Any], **rest: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": rest.pop("finish_reason", None)}
    return msgspec.json.encode({"id": "a", "model": "m", "choices": [choice], **rest})


def text_chunk(text: str, **rest: Any) -> bytes:
    return chunk({"content": text}, **rest)


CALL = {"index": 0, "function": {"name": "request_human", "arguments": "{}"}}
TEXTS = st.sampled_from(["Hi", " there", "m", "", "\n", '"', "😀", "{", "request_human"])
DELTAS = st.one_of(
    st.builds(lambda text, refusal: {"content": text, "refusal": refusal}, TEXTS, st.sampled_from(["No", ""])),
    st.builds(lambda text: {"content": text, "tool_calls": [CALL]}, TEXTS),
    st.sampled_from([{"content": None}, {}]),
)
CHUNKS = st.one_of(
    st.builds(text_chunk, TEXTS),
    st.builds(text_chunk, TEXTS, model=TEXTS),
    st.builds(text_chunk, TEXTS, id=st.sampled_from(["a", "b", None])),
    st.builds(chunk, DELTAS),
    st.builds(text_chunk, TEXTS, finish_reason=st.just("stop")),
    st.builds(lambda text: text_chunk(text).replace(b'"index":0', b'"index":1'), TEXTS),
    st.builds(lambda text: text_chunk(text).replace(b"}]", b'},{"index":0,"delta":{"content":"more"}}]'), TEXTS),
    st.builds(lambda text: json.dumps(json.loads(text_chunk(text))).encode(), TEXTS),
    st.builds(lambda text, cut: text_chunk(text)[:cut], TEXTS, st.integers(0, 120)),
    st.builds(lambda text: text_chunk(text).replace(b'"content":', b'"content" : '), TEXTS),
    st.sampled_from([b"[DONE]", b"{", b"", b'{"error":"no"}', b'{"choices":[]}', b"null"]),
)


@st.composite
def answers(draw: st.DrawFn) -> list[bytes]:
    """Chunks of one kind mostly, as endpoints send them, and some of any other."""
    kinds = (
        draw(st.lists(st.sampled_from(CHUNKS.branches), min_size=1, max_size=2)) if draw(st.booleans()) else [CHUNKS]
    )
    return draw(st.lists(st.one_of(kinds), max_size=8))


def read(payloads: list[bytes], *, is_strict: bool, made_of: type[Template]) -> tuple[list[str], str, Any]:
    answering = Answer(40, is_strict=is_strict)
    answering._template = made_of()
    shown: list[str] = []
    failure = ""
    try:
        for payload in payloads:
            shown.append(answering.take(payload))  # noqa: PERF401 - what was shown before a failure counts
        shown.append(answering.end())
    except AssistantFailed as failed:
        failure = str(failed)
    state = (answering.has_begun, answering.has_finished, answering.is_over, answering.is_whole, answering.ask())
    return shown, failure, state


@THOUSAND
@given(answers(), st.booleans())
@example([chunk({"content": text, "refusal": "No"}) for text in ("Hi", "")], True)
@example([b'{"Hi"{'], True)
@example([b'{"choices":[{"delta":{"content"%b}}]}' % text for text in (b':":"', b' : ":"', b'foo":"')], True)
@example([b'{"choices":[{"delta":{},"delta":{"content":"A"}}]}'], True)
@example([b'{"choices":[{"delta":null,"delta":{"content":"A"}}]}'], True)
@example([b'{"choices":[{"index":0}],"choices":[{"delta":{"content":"A"}}]}'], True)
@example([chunk({"content": text, "tool_calls": [CALL]}) for text in ("Hi", "Ho")], True)
def test_comparing_makes_the_same_answer_as_decoding(payloads: list[bytes], is_strict: bool) -> None:
    one, other = (read(payloads, is_strict=is_strict, made_of=made_of) for made_of in (Template, NoTemplate))
    assert one == other


@pytest.mark.parametrize("bad", [b'"a","x":"b"', b"5", b"null", b"", b'"a', b'"\xff"', b'"a"b'])
def test_only_a_text_alone_fits(bad: bytes) -> None:
    learned, like = Template(), text_chunk("Hi")
    learned.learn(like)
    assert learned.text(like.replace(b'"Hi"', b' "there" ')) == "there"
    assert learned.text(like.replace(b'"Hi"', bad)) is None
    before, _, behind = like.partition(b'"Hi"')
    assert learned.text(before[: len(behind)] + behind) is None
    assert learned.text(before + behind[1:]) is None


def test_a_text_that_stands_twice_is_nothing_to_learn_from() -> None:
    learned = Template()
    learned.learn(text_chunk("m"))
    assert learned.text(text_chunk("m", model="x")) is None


def counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[bytes]:
    decoded: list[bytes] = []
    real = getattr(module, name)

    def decode(payload: bytes) -> Any:
        decoded.append(payload)
        return real(payload)

    monkeypatch.setattr(module, name, decode)
    return decoded


def test_tokens_that_differ_in_their_text_alone_are_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = counted(monkeypatch, answer, "decode_completion")
    answering = Answer(8192)
    assert "".join(answering.take(text_chunk(f" {number}")) for number in range(50)) == "".join(f" {n}" for n in range(50)).lstrip()  # fmt: skip
    assert len(decoded) == 1


def test_an_endpoint_whose_clock_moves_on_is_learned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = counted(monkeypatch, answer, "decode_completion")
    answering = Answer(8192)
    for second in range(20):
        for word in range(5):
            answering.take(text_chunk(f" {word}", created=second))
    assert len(decoded) == 20


def test_an_endpoint_that_changes_something_every_time_is_not_learned_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    learned = counted(monkeypatch, template, "_decode")
    answering = Answer(8192)
    for number in range(50):
        answering.take(text_chunk(" x", obfuscation=str(number)))
    assert len(learned) == 4
