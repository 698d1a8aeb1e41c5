"""What a visitor never gets to read, however the text is cut into pieces on its way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.assistants.openai.sieve import HELD_CHARS, Sieve
from tests.examples import THOUSAND

CALLS = {
    "a block": '```json\n{"name": "request_human", "arguments": {"reason": "a refund"}}\n```',
    "a block without a language": '```\n{"name": "request_human", "arguments": {"reason": "a refund"}}\n```',
    "a block that is never closed": '```json\n{"name": "request_human", "arguments": {"reason": "a refund"}}',
    "bare JSON": '{"name": "request_human", "arguments": {"reason": "a refund"}}',
    "doubled braces": '{{"name": "request_human", "arguments": {"reason": "a refund"}}}',
    "parameters": '{"type": "function", "name": "request_human", "parameters": {"reason": "a refund"}}',
    "arguments as text": '[{"name": "request_human", "arguments": "{\\"reason\\": \\"a refund\\"}"}]',
    "a nested function": '{"type": "function", "function": {"name": "request_human", "arguments": {"reason": "a refund"}}}',
    "the name as a key": '{"request_human": {"reason": "a refund"}}',
    "the arguments first": '{"arguments": {"reason": "a refund"}, "name": "request_human"}',
    "tags": '<tool_call>\n{"name": "request_human", "arguments": {"reason": "a refund"}}\n</tool_call>',
    "brackets": '[TOOL_CALLS][{"name": "request_human", "arguments": {"reason": "a refund"}}]',
    "code": 'request_human(reason="a refund")',
    "code without a name": "request_human('a refund')",
    "JSON that is cut short": '{"name": "request_human", "arguments": {"reason": "a refund"',
}

INNOCENT = [
    "I request a refund for the water, r",
    "Use `ping` and **bold**, see [the page](https://example.org).",
    '```python\nprint({"a": 1})\n```\nThat is all.',
    'Put this into the file:\n{"a": 1, "b": [2]}\nand restart.',
    '```json\n{"name": "pump", "price": 4}\n```\nis the part.',
    "x < y and a_b, 5 {or so}\n   \n  {} r",
    "[1] first\n[2] second\n\n",
    "a\n{{{ b",
]


def shown(text: str, size: int) -> tuple[str, str | None]:
    sieve = Sieve()
    pieces = [sieve.feed(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join([*pieces, sieve.close()]), sieve.reason


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_written_call_is_understood_and_not_shown(call: str, size: int) -> None:
    assert shown(f"Let me ask.\n\n{call}\nDone, {{}} `x`", size) == ("Let me ask.\n\n", "a refund")
    assert shown(call, size) == ("", "a refund")


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_other_text_passes_unchanged(text: str, size: int) -> None:
    assert shown(text, size) == (text, None)


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_mark_goes_with_the_space_behind_it(size: int) -> None:
    assert shown("a⟦Maria, human agent⟧ b", size) == ("ab", None)


@THOUSAND
@given(st.text('re`{}[]<>"\n :quest_humanjso⟦⟧tkl/', max_size=80), st.integers(1, 9))
def test_how_a_text_is_cut_makes_no_difference(text: str, size: int) -> None:
    assert shown(text, size) == shown(text, 1000)


@THOUSAND
@given(st.text(st.characters(exclude_characters="`{[<⟦⟧_", codec="utf-8"), max_size=200), st.integers(1, 9))
def test_plain_text_only_loses_its_indent(text: str, size: int) -> None:
    assert shown(text, size) == (text.lstrip(), None)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_thoughts_at_the_beginning_are_dropped_however_long(size: int) -> None:
    assert shown(f"\n<think>{'hm ' * HELD_CHARS}</think>\n\nYes.", size) == ("Yes.", None)
    assert shown("<think>never ends", size) == ("", None)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_speaker_mark_is_dropped(size: int) -> None:
    assert shown("⟦Maria, human agent⟧ I promise. ⟦x⟧y ⟧z", size) == ("I promise. y z", None)
    assert shown("⟦" + "never closed " * 20, size) == ("never closed " * 20, None)


def test_text_that_stays_unclear_is_not_held_for_ever() -> None:
    sieve = Sieve()
    held = '{"name": "' + "x" * (HELD_CHARS + 10)
    assert sieve.feed(held) == held


def test_nesting_without_end_does_no_harm() -> None:
    assert shown('{"name": ' + "[" * 3000, 1000)[1] is None
