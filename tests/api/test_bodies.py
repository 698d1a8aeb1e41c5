"""A field that stands twice is refused, however it is written, whether that is seen at a glance or by decoding."""

import json
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from relevo.api.edge.body import Reader
from relevo.api.problems import Problem
from relevo.api.routes.saying import AddNoteBody, AgentMessage, VisitorMessage
from tests.examples import THOUSAND


class Flat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Annotated[str, Meta(max_length=20)] = ""
    take_over: bool = False
    names: list[Annotated[str, Meta(description="Described.")]] = []
    epoch: int | None = None


class Nested(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str = ""
    rules: dict[str, str] = {}


def escaped(text: str) -> str:
    """Write a text so that none of its letters can be recognised."""
    return '"' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"'


def raw(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def written(name: str, write: Callable[[str], str]) -> str:
    return write(name)


writings = st.sampled_from([raw, escaped, json.dumps])
words = st.one_of(st.sampled_from(["text", "take_over", '"text":', "\\u0074ext", "\\", "\n", "é"]), st.text(max_size=8))
texts = st.builds(lambda write, word: write(word), writings, words)
names = st.builds(
    lambda write, name: write(name), writings, st.sampled_from(["text", "take_over", "names", "epoch", "else"])
)
lists = st.lists(texts, max_size=3).map(lambda items: f"[{','.join(items)}]")
anything = st.one_of(
    texts, lists, st.sampled_from(["true", "false", "null", "1", "1e3", "01", "NaN", '{"a": 1, "a": 2}', ""])
)
fitting = {
    "text": texts,
    "take_over": st.sampled_from(["true", "false"]),
    "names": lists,
    "epoch": st.sampled_from(["null", "1"]),
}
plain_pairs = [st.tuples(writings.map(partial(written, name)), value) for name, value in fitting.items()]


def objects_of(pairs: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[str]:
    return st.lists(pairs, max_size=5).map(
        lambda found: "{" + ", ".join(f"{name}: {value}" for name, value in found) + "}"
    )


objects = st.one_of(objects_of(st.one_of(plain_pairs)), objects_of(st.tuples(names, anything)))


def outcome(reader: Reader[Any], body: bytes) -> object:
    try:
        return reader.read(body)
    except Problem as problem:
        return problem.slug, problem.detail, dict(problem.fields)


def by_decoding() -> Reader[Flat]:
    reader = Reader(Flat)
    reader._names = None
    return reader


@THOUSAND
@given(st.one_of(objects.map(str.encode), objects.map(lambda text: text.encode("utf-16")), st.binary(max_size=30)))
def test_a_glance_never_lets_through_what_decoding_refuses(body: bytes) -> None:
    assert outcome(Reader(Flat), body) == outcome(by_decoding(), body)


@pytest.mark.parametrize(
    "body",
    [
        '{"text": "a", "text": "a"}',
        '{"text": "a", "te\\u0078t": "b"}',
        '{"text": "a", "te\\u0078t": "\\u00e9"}',
        '{"take_over": true, "take\\u005Fover": true}',
        '{"te\\u0078t": "a", "text": "b"}',
        '{"take_over": true, "text": "\\u0041", "take_over": true}',
    ],
)
def test_a_field_that_stands_twice_is_named(body: str) -> None:
    for reader in (Reader(Flat), by_decoding()):
        told = outcome(reader, body.encode())
        assert isinstance(told, tuple)
        assert told[0] == "validation"
        assert told[2] in ({"field": "text"}, {"field": "take_over"})


def test_a_text_may_hold_the_name_of_a_field() -> None:
    assert Reader(Flat).read(b'{"text": "text", "names": ["text", "names"]}') == Flat("text", names=["text", "names"])


def test_an_object_in_the_body_is_looked_through_too() -> None:
    told = outcome(Reader(Nested), b'{"rules": {"a": "1", "a": "2"}}')
    assert told == ("validation", "The field a stands there twice.", {"field": "a"})


@pytest.mark.parametrize("kind", [VisitorMessage, AgentMessage, AddNoteBody])
def test_the_glance_is_enough_for_what_is_said(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relevo.api.edge.body._decode_strictly", None)

    assert Reader(kind).read(b'{"text": "Is it \\"there\\" yet?"}').text == 'Is it "there" yet?'
