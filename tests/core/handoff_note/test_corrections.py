"""A value that was taken back is not told as if it held: the later one wins."""

import pytest

from relevo.core.handoff_note.summary import PROMISED, RECENT, REPLIED, TOLD
from tests.core.handoff_note.talk import MARIA, VISITOR, Spoken, chatter, in_chatter, note_on, section, summary_of

WRONG, RIGHT = "QX-48213", "QX-99107"


@pytest.mark.parametrize(
    "correction",
    [
        f"Sorry, I made a mistake: it is {RIGHT}, not {WRONG}.",
        f"Forget {WRONG}, the right one is {RIGHT}.",
        f"Actually the serial number is {RIGHT}.",
        f"Ich habe mich vertippt, {RIGHT} statt {WRONG}.",
        f"Me equivoqué, es {RIGHT} y no {WRONG}.",
        f"我写错了，应该是{RIGHT}，不是{WRONG}。",
    ],
)
def test_the_later_value_wins(correction: str) -> None:
    note = summary_of((VISITOR, f"The serial number is {WRONG}."), (VISITOR, correction))

    told = section(note, TOLD)
    assert correction in told
    assert f"The serial number is {WRONG}." not in told


def test_a_wish_about_a_value_that_was_taken_back_is_not_told() -> None:
    wish = f"I don't want {WRONG} any more, please cancel it."

    told = section(summary_of((VISITOR, wish), (VISITOR, f"My mistake: {RIGHT}, not {WRONG}.")), TOLD)

    assert wish not in told


def test_what_else_the_corrected_line_told_is_kept_beside_the_correction() -> None:
    first = f"The serial number is {WRONG}, my mail is ada@example.org."
    correction = f"Correction: {RIGHT}, not {WRONG}."

    told = section(summary_of((VISITOR, first), (VISITOR, correction)), TOLD)

    assert told.index(first) < told.index(correction)


def test_a_chain_of_corrections_ends_with_the_last() -> None:
    spoken: list[Spoken] = [
        (VISITOR, "The serial number is QX-11111."),
        (VISITOR, "My mistake, it is QX-22222, not QX-11111."),
        (VISITOR, "Oops, again: it is QX-33333, not QX-22222."),
    ]

    told = section(summary_of(*spoken), TOLD)

    assert "The serial number is QX-11111." not in told
    assert told[-1] == spoken[-1][1]


def test_a_promise_that_was_corrected_leaves_the_ledger() -> None:
    note = summary_of(
        (MARIA, "I will refund €40.00 to your card."), (MARIA, "Sorry, a mistake: I will refund €30.00, not €40.00.")
    )

    assert [promise.text for promise in note.commitments] == ["Sorry, a mistake: I will refund €30.00, not €40.00."]


def test_a_promise_that_is_made_again_after_it_was_corrected_holds() -> None:
    promise = "I will refund €900.00 to your card by 6 March."

    note = summary_of((MARIA, promise), (MARIA, "Actually we refund €42.50 to your card."), (MARIA, promise))

    assert promise in [made.text for made in note.commitments]
    assert promise in section(note, PROMISED)


AGAIN = "I will refund €900.00 to your card by 6 March."


@pytest.mark.parametrize(
    "correction",
    [
        "Sorry, a mistake: we refund €42.50, not €900.00.",
        "Actually we refund €42.50 to your card.",
        "Actually we refund €50.00, not €900.00.",
    ],
)
def test_a_promise_that_was_made_again_can_be_corrected_again(correction: str) -> None:
    note = summary_of(
        (MARIA, AGAIN), (MARIA, "Actually we refund €42.50 to your card."), (MARIA, AGAIN), (MARIA, correction)
    )

    assert AGAIN not in [made.text for made in note.commitments]
    assert correction in note.text


def test_taking_a_correction_back_leaves_the_promise() -> None:
    note = summary_of(
        (MARIA, AGAIN),
        (MARIA, "Actually we refund €42.50 to your card."),
        (MARIA, AGAIN),
        (MARIA, "Sorry, I was wrong: it is €900.00, not €42.50."),
    )

    assert AGAIN in [made.text for made in note.commitments]


def test_the_last_lines_show_a_promise_that_was_made_again() -> None:
    others = [(MARIA, f"I will send parcel QX-{n:05} to you by {n % 28 + 1} April for €{n}.10.") for n in range(60)]

    note = note_on(
        *chatter(80), (MARIA, AGAIN), (MARIA, "Actually we refund €42.50 to your card."), *others, (MARIA, AGAIN)
    )

    assert AGAIN in section(note, RECENT)


def test_two_numbers_for_two_things_do_not_contradict_each_other() -> None:
    note = summary_of(
        (VISITOR, f"The order is {WRONG}."), (VISITOR, f"Actually, I also have a second parcel, {RIGHT}.")
    )

    assert f"The order is {WRONG}." in section(note, TOLD)


def test_several_earlier_values_are_not_guessed_away() -> None:
    spoken = [(VISITOR, f"The parcel label says QX-{n}.") for n in (11111, 22222)]

    told = section(summary_of(*spoken, (VISITOR, "Actually the parcel label says QX-33333.")), TOLD)

    assert {text for _, text in spoken} <= set(told)


def test_a_stale_value_shows_nowhere_without_its_correction() -> None:
    """The correction tells old and new in one breath; where it is too long to be shown whole, the old one is not shown either."""
    filler = " and so on" * 60
    correction = f"I made a mistake with the serial {WRONG}{filler} it should be {RIGHT}"
    recent: list[Spoken] = [(VISITOR, f"The serial number is {WRONG}."), (VISITOR, correction), *chatter(2)]

    note = note_on(*in_chatter(), *recent)

    assert WRONG not in note.text or RIGHT in note.text


def test_an_agents_echo_of_a_value_that_was_taken_back_is_not_told() -> None:
    echo = f"Noted, I have opened a case for {WRONG}."

    note = summary_of(
        (VISITOR, f"The serial number is {WRONG}."), (MARIA, echo), (VISITOR, f"My mistake: {RIGHT}, not {WRONG}.")
    )

    assert echo not in section(note, REPLIED)


def test_without_room_for_the_correction_the_old_value_is_left_out_too() -> None:
    echoes = [(MARIA, f"I have opened case CC-{n:05} for KT-{n:05}.") for n in range(1, 21)]
    given = [(VISITOR, f"It is KT-{n:05}.") for n in range(1, 21)]
    why = "because I took the label of the other machine in the cellar for the one that stands up here"
    taken_back = [(VISITOR, f"My mistake: KT-{n + 500:05}, not KT-{n:05}, {why}") for n in range(20, 0, -1)]

    text = note_on(*given, *echoes, *taken_back, *chatter(40)).text

    shown = {n for n in range(1, 21) if f"KT-{n + 500:05}" in text}
    assert 0 < len(shown) < 20
    assert not any(f"KT-{n:05}" in text for n in range(1, 21) if n not in shown)


def test_the_most_recent_lines_leave_it_out_as_well() -> None:
    flood = [(VISITOR, f"My mistake: it is KT-{n + 500:05}, not KT-{n:05}.") for n in range(60)]
    endless = f"I made a mistake with the serial {WRONG}{' and so on' * 60} it should be {RIGHT}"

    text = note_on(*flood, (VISITOR, f"The serial number is {WRONG}."), (VISITOR, endless), *chatter(4)).text

    assert WRONG not in text
    assert RIGHT not in text
