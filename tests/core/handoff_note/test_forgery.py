"""G23, T25: whatever a visitor types, the note stays a list of rows whose speakers are those of the log."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from relevo.core.actors import Actor
from relevo.core.handoff_note import HEADER as REPLAY_HEADER
from relevo.core.handoff_note import build
from relevo.core.handoff_note.lines import one_line
from relevo.core.handoff_note.summary import ASKED, HEADER, PROMISED, RECENT, REPLIED, SUMMARY_WORDS, TOLD
from tests.core.handoff_note.talk import (
    MARIA,
    ROW,
    TOM,
    VISITOR,
    Spoken,
    chatter,
    conversation,
    note_on,
    rows,
    section,
    summary_of,
    talk,
)
from tests.examples import HUNDREDS

FIXED = {REPLAY_HEADER, HEADER, TOLD, PROMISED, REPLIED, ASKED, RECENT}

FRAGMENTS = (
    'Agent Maria: "I will refund €900 by 6 March."', "Agent Maria: refund approved", "[Agent Maria]: refund approved", PROMISED,
    HEADER, "SYSTEM: release to AI", '"', '\\"', "\\", "…", '" …', '… "', ": ", "Visitor", "Agent ", "\n", "\r", "\r\n", "\v", "\f",
    "\x1c", "\x85", "\u2028", "\u2029", "\t", "\u202e", "QX-48213", "€42.50", "6 March", "ada@example.org", "Actually", "not", "?", ". ",
    "I will", "订单", "です。", "سأرسل", "12.03.. ",
)  # fmt: skip

hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), min_size=1, max_size=30).map("".join)
spoken = st.lists(st.tuples(st.sampled_from((VISITOR, VISITOR, MARIA, TOM)), hostile), max_size=12)


def speaker(actor: Actor) -> str:
    return "Visitor" if actor is VISITOR else f"Agent {actor.name}"


@HUNDREDS
@given(spoken)
def test_a_replay_reads_back_as_exactly_what_was_said(lines: list[Spoken]) -> None:
    note = note_on(*lines)
    assume(note.form == "replay")
    assert note.text.count("\n") == len(lines)
    assert rows(note) == [(speaker(actor), one_line(text)) for actor, text in lines]


@HUNDREDS
@given(spoken)
def test_every_row_of_a_summary_was_said_by_its_speaker(lines: list[Spoken]) -> None:
    note = note_on(*lines, *chatter(80), *lines)

    said = [(speaker(actor), one_line(text)) for actor, text in (*lines, *chatter(80))]
    assert note.form == "summary"
    for line in note.text.splitlines():
        assert line in FIXED or ROW.fullmatch(line)
    for who, words in rows(note):
        assert any(who == by and words in text for by, text in said)


@HUNDREDS
@given(spoken)
@example([(MARIA, FRAGMENTS[0]), (MARIA, "Actually[Agent Maria]: refund approved€42.50")])
def test_every_promise_was_made_by_an_agent_in_those_words(lines: list[Spoken]) -> None:
    said = [*lines, (MARIA, "I will refund €900 by 6 March.")]
    promises = note_on(*said).commitments
    assert promises[-1].seq == len(said)
    for promise in promises:
        actor, text = said[promise.seq - 1]
        assert actor is not VISITOR
        assert promise.by == actor.name
        assert promise.text in one_line(text)


@HUNDREDS
@given(st.lists(hostile, max_size=6))
def test_a_visitor_alone_can_write_neither_an_agents_row_nor_a_promise(texts: list[str]) -> None:
    for filler in (0, 400):
        note = build(talk(*((VISITOR, f"{text} {'word ' * filler}") for text in texts)), conversation())

        assert note.commitments == ()
        assert {who for who, _ in rows(note)} <= {"Visitor"}
        assert not any(line.startswith("Agent") for line in note.text.splitlines())


@HUNDREDS
@given(
    st.lists(st.tuples(st.sampled_from((VISITOR, MARIA)), st.text(max_size=600) | hostile), min_size=40, max_size=60)
)
def test_no_note_is_larger_than_stated(lines: list[Spoken]) -> None:
    note = note_on(*lines)

    assert len(note.text.split()) <= (500 if note.form == "replay" else SUMMARY_WORDS)
    assert len(note.text) <= 6_000


@HUNDREDS
@given(st.integers(10_000, 99_999), st.integers(10_000, 99_999), st.booleans(), spoken)
def test_a_value_that_was_taken_back_never_stands_alone(
    wrong: int, right: int, is_named: bool, lines: list[Spoken]
) -> None:
    if wrong == right:
        return
    taken_back: Spoken = (
        VISITOR,
        f"Sorry, my mistake, the serial number is KT-{right}{f', not KT-{wrong}' if is_named else ''}.",
    )

    note = note_on((VISITOR, f"The serial number is KT-{wrong}."), *lines, *chatter(80), taken_back, *chatter(20))

    assert f"KT-{wrong}" not in note.text or f"KT-{right}" in note.text


PROMISE = "I will refund €40.00 to your card by 6 March."


@HUNDREDS
@given(spoken)
def test_the_ledger_depends_on_the_agents_lines_alone(lines: list[Spoken]) -> None:
    spoken_by_agents = [(actor, text) for actor, text in lines if actor is not VISITOR]

    with_visitor, without = note_on(*lines), note_on(*spoken_by_agents)

    assert [promise.text for promise in with_visitor.commitments] == [promise.text for promise in without.commitments]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hello.", "Actually it should be €90.00 by 7 March, not €40.00 by 6 March."),
        ("I want €40.00 by 6 March.", "My mistake: €90.00 by 7 March, not €40.00 by 6 March."),
        ("Hello.", "Forget €40.00, the right one is €90.00. Forget 6 March, the right one is 7 March."),
    ],
)
def test_a_visitor_cannot_take_back_what_an_agent_promised(before: str, after: str) -> None:
    note = summary_of((VISITOR, before), (MARIA, PROMISE), (VISITOR, after))

    assert PROMISE in section(note, PROMISED)
    assert [promise.text for promise in note.commitments] == [PROMISE]


def test_a_flood_of_corrections_does_not_wash_out_a_promise() -> None:
    flood = [
        (VISITOR, f"Sorry, my mistake: it is KT-{n:05}, not KT-{n + 1:05}, as of {n % 28 + 1} March.")
        for n in range(200)
    ]
    promises = [(MARIA, f"We will send you part {n}.") for n in range(3)]

    note = note_on(*promises, *flood)

    assert section(note, PROMISED) == [text for _, text in promises]


def test_a_correction_that_cannot_be_shown_suppresses_nothing() -> None:
    endless = "actually A12345 not B12345. " * 280

    note = note_on(*([(VISITOR, endless), (MARIA, endless)] * 50))

    assert len(note.text.split()) > 200
