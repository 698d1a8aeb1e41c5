"""Asking for a person and offering one: buttons, reasons, deadlines, last words, and the way out of waiting.

Who may ask in which state is the control table's affair (`table/test_table.py`).
"""

from dataclasses import replace

import pytest

from relevo.core.actors import SYSTEM
from relevo.core.commands import (
    Command,
    ContinueWithAssistant,
    DeclineHuman,
    ExpireWait,
    LeaveContact,
)
from relevo.core.conversation import Phase, Waiting
from relevo.core.events import HumanOffered, HumanRequested, Message
from relevo.core.rules import Handoff
from tests.core.given import (
    BEAN,
    DUE,
    MARIA,
    NOW,
    VERA,
    Talk,
    a_conversation,
    asks_for_human,
    by_clock,
    by_visitor,
    names,
    offers_human,
    resolves,
    rules,
    takes_over,
    visitor_says,
    waiting,
)

OFF = rules(handoff=Handoff(enabled=False))


def test_an_offer_shows_two_buttons() -> None:
    talk = a_conversation()
    offered = talk.when(visitor_says("a human", asks=True))[1]
    assert isinstance(offered, HumanOffered)
    assert [(button.id, button.label) for button in offered.buttons] == [
        ("accept", "Yes, connect me"),
        ("decline", "No thanks"),
    ]
    assert (offered.text, talk.conversation.phase) == ("Would you like to speak with a team member?", Phase.ASKED)


def test_an_offer_is_never_made_in_the_visitors_name() -> None:
    records = a_conversation().records(visitor_says("a human", asks=True))
    assert [recorded.actor for recorded in records] == [VERA, SYSTEM]


def test_an_offer_that_is_open_is_not_made_again() -> None:
    talk = a_conversation().given(offers_human())
    assert talk.when(offers_human()) == ()
    assert talk.when(offers_human(by=BEAN, cause="unknown_answer")) == ()


def test_an_offer_is_declined_once() -> None:
    talk = a_conversation().given(offers_human())
    assert names(talk.when(by_visitor(DeclineHuman))) == "human_declined"
    assert talk.when(by_visitor(DeclineHuman)) == ()


@pytest.mark.parametrize(
    "answer",
    [visitor_says("Never mind"), asks_for_human(trigger="keyword"), takes_over(MARIA), resolves(MARIA)],
    ids=lambda command: type(command).__name__,
)
def test_an_offer_ends_with_whatever_happens_next(answer: Command) -> None:
    assert not a_conversation().given(offers_human(), answer).conversation.is_asked


def test_a_request_holds_its_trigger_and_reason_and_a_deadline() -> None:
    request = asks_for_human(by=SYSTEM, trigger="rule", reason=" two failures\n")
    waits = a_conversation().given(request).conversation.control
    assert waits == Waiting(NOW, "rule", "two failures", DUE)


def test_a_reason_that_shows_nothing_is_none() -> None:
    (requested,) = a_conversation().when(asks_for_human(reason="\u200b "))
    assert isinstance(requested, HumanRequested)
    assert requested.reason is None


def test_a_person_can_be_asked_for_before_the_first_word() -> None:
    talk = Talk().given(asks_for_human())
    assert talk.conversation.phase is Phase.WAITING
    assert "notify" in talk.effect_kinds()


def test_an_assistant_says_its_last_words_with_its_request() -> None:
    talk = a_conversation()
    said, requested = talk.when(asks_for_human(by=BEAN, trigger="assistant", turn=talk.turn(), text="One moment."))
    assert said == Message("m_r", "One moment.", None, talk.log[1].seq)
    assert isinstance(requested, HumanRequested)


def test_an_assistant_that_cannot_fetch_anybody_is_not_silent() -> None:
    """S6: the turn ends in its words, or in an apology."""
    for wish in (asks_for_human(by=BEAN, trigger="assistant"), offers_human(by=BEAN, cause="unknown_answer")):
        talk = a_conversation(OFF)
        (apology,) = talk.when(replace(wish, turn=talk.turn()))
        assert isinstance(apology, Message)
        assert apology.text.startswith("Sorry, I can't answer that right now. Please try again")
        other = a_conversation(OFF)
        (words,) = other.when(replace(wish, turn=other.turn(), text="Please call us."))
        assert isinstance(words, Message)
        assert words.text == "Please call us."


def test_an_offer_that_nobody_needs_is_not_made() -> None:
    assert a_conversation(OFF).when(offers_human()) == ()


def test_waiting_ends_in_a_busy_team_and_a_late_claim_still_counts() -> None:
    """S8."""
    talk = waiting()
    talk.given(by_clock(ExpireWait, talk.conversation, late_ms=180_000))
    assert talk.conversation.phase is Phase.BUSY
    assert talk.conversation.is_claimable
    talk.given(by_visitor(LeaveContact, phone="030 123456"), takes_over(MARIA))
    assert (talk.conversation.contact_phone, talk.conversation.phase) == ("030123456", Phase.JOINING)


def test_a_late_claim_counts_after_going_on_with_the_assistant_too() -> None:
    talk = waiting().given(by_visitor(ContinueWithAssistant))
    assert (talk.conversation.phase, talk.conversation.is_claimable) == (Phase.ASSISTANT, True)
    assert names(talk.when(takes_over(MARIA))) == "taken_over"
