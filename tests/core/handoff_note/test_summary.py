"""Of a long stretch the lines that matter are picked, word for word, under headings, within a budget."""

import pytest

from relevo.core.handoff_note.lines import words
from relevo.core.handoff_note.summary import ASKED, PICKED_WORDS, PROMISED, RECENT, REPLIED, SUMMARY_WORDS, TOLD
from tests.core.handoff_note.talk import MARIA, TOM, VISITOR, chatter, in_chatter, note_on, rows, section, summary_of


@pytest.mark.parametrize(
    "text",
    [
        "The order number is QX-48213.",
        "it's number 3348917502",
        "Write to ada.long@example.org only, please.",
        "You can ring me at +44 20 7946 0958 after lunch.",
        "(555) 010-7788 is my mobile",
        "I live at 48 Old Mill Road, second floor.",
        "Lindenallee 12 in Halle",
        "I paid 42,50 € for it.",
        "It broke on 14 March.",
        "the invoice says 2025-03-14",
        "配送先は三番町12番地です。",
        "I don't want a voucher, send me the blue one instead.",
        "Never mind the refund, I'll keep it.",
    ],
)
def test_what_a_visitor_tells_is_kept(text: str) -> None:
    assert text in section(summary_of((VISITOR, text)), TOLD)


@pytest.mark.parametrize(
    "text",
    [
        "I will refund €42.50 to your card.",
        "We're also sending a new lid today.",
        "You'll hear from the workshop by Friday.",
        "I'm now cancelling the old contract for you.",
        "Your money is back by 6 March.",
        "Let me ask the warehouse and get back to you.",
    ],
)
def test_promises_of_an_agent_are_kept_and_listed(text: str) -> None:
    note = summary_of((MARIA, text))

    assert text in section(note, PROMISED)
    assert [promise.text for promise in note.commitments] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "I have opened a case, the reference is CC-10442.",
        "The lid costs £12.99 in the shop.",
        "I've cancelled the subscription and confirmed it to the bank.",
    ],
)
def test_other_replies_that_say_something_are_kept(text: str) -> None:
    note = summary_of((MARIA, text))

    assert text in section(note, REPLIED)
    assert note.commitments == ()


@pytest.mark.parametrize(
    "text",
    [
        "Happy to help, we'll see what we can do if you send us a picture.",
        "Will I be able to reach you tonight?",
    ],
)
def test_courtesies_conditions_and_questions_are_no_promises(text: str) -> None:
    assert summary_of((MARIA, text)).commitments == ()


def test_a_question_without_an_answer_is_open() -> None:
    question = "By the way, does the guarantee cover scratches on the glass?"

    assert question in section(summary_of((VISITOR, question)), ASKED)


def test_a_question_needs_no_question_mark() -> None:
    question = "and do i need the original carton for sending it back"

    assert question in section(summary_of((VISITOR, question)), ASKED)


def test_an_answered_question_ranks_below_an_open_one() -> None:
    answered = [
        (VISITOR, "Does the kettle switch off by itself?"),
        (MARIA, "Yes, the kettle does switch off by itself."),
    ]
    still_open = [(VISITOR, "Does the toaster have a defrost button?"), (VISITOR, "Hello?")]

    asked = section(summary_of(*answered, *still_open), ASKED)

    assert "Does the toaster have a defrost button?" in asked
    assert "Does the kettle switch off by itself?" not in asked


def test_an_answer_is_kept_with_what_it_says() -> None:
    answer = "The guarantee covers scratches on the glass, not on the lid."
    note = summary_of((VISITOR, "Does the guarantee cover scratches on the glass?"), (MARIA, answer))

    assert answer in section(note, REPLIED)


def test_the_last_question_of_a_stretch_is_open_whatever_it_says() -> None:
    note = note_on(*chatter(70), (VISITOR, "??"), (VISITOR, "Why?"))

    assert "Why?" in section(note, ASKED)


def test_a_terse_answer_is_shown_with_its_question() -> None:
    note = summary_of((MARIA, "What is the number on the label?"), (VISITOR, "QX-48213"))

    told = section(note, TOLD)
    assert told[told.index("QX-48213") - 1] == "What is the number on the label?"


def test_a_line_said_twice_stands_once() -> None:
    line = (VISITOR, "The order number is QX-48213.")

    assert section(summary_of(line, line), TOLD).count(line[1]) == 1


def test_a_short_message_is_kept_whole_and_a_long_one_by_the_sentence() -> None:
    short = "I don't want the voucher. Send me the blue one."
    long = f"{' '.join(['We talked about the weather and the garden for a while.'] * 4)} The order number is QX-48213. And then we left."

    told = section(summary_of((VISITOR, short), (VISITOR, long)), TOLD)

    assert short in told
    assert "The order number is QX-48213." in told


def test_a_sentence_without_end_is_cut_around_its_value_and_says_so() -> None:
    endless = " ".join(["so"] * 60 + ["order", "QX-48213"] + ["and"] * 60)

    note = summary_of((VISITOR, endless))

    row = next(line for line in note.text.split("\n") if "QX-48213" in line)
    assert row.startswith('Visitor: … "')
    assert row.endswith('" …')
    assert words(row) < 50


def test_a_cut_never_tears_a_number() -> None:
    endless = "咖啡机漏水" * 30 + "1234567890" * 1 + "很着急" * 60

    assert any("1234567890" in text for _, text in rows(summary_of((VISITOR, endless))))


def test_the_most_recent_lines_end_the_note() -> None:
    spoken = [*in_chatter(), (VISITOR, "Fine, that is all for now."), (TOM, "Have a good evening.")]

    assert section(note_on(*spoken), RECENT)[-2:] == ["Fine, that is all for now.", "Have a good evening."]


def test_the_budget_holds_when_everything_matters() -> None:
    spoken = [
        (VISITOR, f"Order QX-{n:05} was paid with {n}.50 € on {n % 28 + 1} March, please cancel it.")
        for n in range(200)
    ]

    note = note_on(*spoken)

    head = note.text.split(RECENT)[0]
    assert PICKED_WORDS - 25 < len(head.split()) <= PICKED_WORDS
    assert SUMMARY_WORDS - 25 < len(note.text.split()) <= SUMMARY_WORDS


def test_many_questions_do_not_push_out_the_only_decision() -> None:
    questions = [
        (VISITOR, f"Also, is part number {n} of the kitchen set still available in the shop?") for n in range(40)
    ]
    decision = "I'll take the replacement and no voucher."

    assert decision in section(note_on(*questions[:20], (VISITOR, decision), *questions[20:]), TOLD)


def test_the_same_stretch_gives_the_same_note() -> None:
    spoken = in_chatter((VISITOR, "Order QX-48213."), (MARIA, "I will refund €42.50 by 6 March."))

    assert note_on(*spoken) == note_on(*spoken)


def test_the_ledger_keeps_the_latest_promises_each_once() -> None:
    spoken = [(MARIA, f"I will send part {n % 30} tomorrow.") for n in range(60)]

    promises = note_on(*spoken).commitments

    assert [promise.text for promise in promises] == [f"I will send part {n} tomorrow." for n in range(10, 30)]
    assert [promise.seq for promise in promises] == list(range(41, 61))
