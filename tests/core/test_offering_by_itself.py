"""The points at which an assistant offers a person, or asks for one, by itself: answers, failures, labels, pages.

Offers that somebody else makes, and what becomes of any offer, stand in `test_asking`.
"""

from dataclasses import replace
from typing import Any

import pytest

from relevo.core.actors import SYSTEM
from relevo.core.commands import ContinueWithAssistant, DeclineHuman, PostMessage, SetLabels
from relevo.core.conversation import Phase, Waiting
from relevo.core.events import HumanOffered, HumanRequested
from relevo.core.rules import Handoff, Rules
from tests.core.given import (
    BEAN,
    MARIA,
    NOAH,
    Talk,
    a_conversation,
    asks_for_human,
    assistant_says,
    by_agent,
    by_visitor,
    names,
    offers_human,
    releases,
    rules,
    takes_over,
    visitor_says,
    with_agent,
)


def under(**handoff: Any) -> Rules:
    return rules(handoff=Handoff(**handoff))


def answers(talk: Talk) -> str:
    """One more question of the visitor and its answer."""
    return names((*talk.when(visitor_says()), *talk.when(assistant_says(talk.turn()))))


def fails(talk: Talk) -> str:
    talk.given(visitor_says())
    return names(talk.when(offers_human(talk.turn())))


def does_not_know(talk: Talk) -> str:
    """It says so, and the offer follows its words."""
    answers(talk)
    return names(talk.when(offers_human(by=BEAN, cause="unknown_answer")))


# --- after so many answers


def test_an_offer_follows_each_second_answer() -> None:
    talk = Talk(under(offer_after_answers=2))
    assert [answers(talk) for _ in range(4)] == ["message message", "message message human_offered"] * 2
    offered = talk.log[-1].event
    assert isinstance(offered, HumanOffered)
    assert (offered.cause, talk.log[-1].actor, talk.conversation.phase) == ("rule", BEAN, Phase.ASKED)


def test_by_default_nobody_is_offered_however_many_answers_there_are() -> None:
    talk = Talk()
    assert {answers(talk) for _ in range(30)} == {"message message"}


def test_answers_are_counted_anew_when_control_has_changed() -> None:
    talk = Talk(under(offer_after_answers=2))
    answers(talk)
    talk.given(takes_over(MARIA), releases(MARIA))
    assert answers(talk) == "message message"
    assert answers(talk) == "message message human_offered"


def test_a_visitor_who_wrote_during_the_answer_gets_their_own_first() -> None:
    talk = a_conversation(under(offer_after_answers=1))
    turn = talk.turn()
    talk.given(visitor_says("And another thing"))
    assert names(talk.when(assistant_says(turn))) == "message"
    assert names(talk.when(assistant_says(talk.turn("turn_2")))) == "message human_offered"


def test_who_is_asked_for_already_is_not_offered() -> None:
    talk = a_conversation(under(offer_after_answers=1)).given(asks_for_human(), by_visitor(ContinueWithAssistant))
    assert talk.conversation.is_claimable
    assert answers(talk) == "message message"


# --- after so many failures


def test_the_third_failure_in_a_row_asks_for_a_person() -> None:
    talk = Talk(under(ask_after_failures=3))
    assert [fails(talk) for _ in range(3)] == ["human_offered", "human_offered", "human_requested"]
    assert talk.conversation.phase is Phase.WAITING
    assert reason(talk) == ("rule", "3 answers in a row failed or were not known")


def test_what_is_not_known_counts_like_a_failure() -> None:
    talk = Talk(under(ask_after_failures=3))
    assert [does_not_know(talk), fails(talk), does_not_know(talk)] == ["human_offered"] * 2 + ["human_requested"]


def test_words_and_offer_in_one_step_count_as_one_failure() -> None:
    talk = Talk(under(ask_after_failures=2))
    events = []
    for _ in range(2):
        talk.given(visitor_says())
        events.append(names(talk.when(offers_human(talk.turn(), cause="unknown_answer", text="I do not know."))))
    assert events == ["message human_offered", "message human_requested"]


@pytest.mark.parametrize("first", [fails, does_not_know])
@pytest.mark.parametrize("second", [fails, does_not_know])
def test_a_good_answer_between_two_failures_breaks_the_row(first: Any, second: Any) -> None:
    talk = Talk(under(ask_after_failures=2))
    assert first(talk) == "human_offered"
    answers(talk)
    assert second(talk) == "human_offered"


def test_a_good_answer_counts_also_when_an_offer_for_another_reason_follows_it() -> None:
    talk = Talk(under(ask_after_failures=2))
    fails(talk)
    answers(talk)
    talk.given(visitor_says("a human", asks=True), by_visitor(DeclineHuman))
    assert fails(talk) == "human_offered"


def test_an_offer_for_another_reason_does_not_break_the_row() -> None:
    talk = Talk(under(ask_after_failures=2))
    fails(talk)
    talk.given(visitor_says("a human", asks=True), by_visitor(DeclineHuman))
    assert fails(talk) == "human_requested"


def test_what_is_not_known_counts_also_where_an_offer_was_due_by_the_number_of_answers() -> None:
    talk = Talk(under(offer_after_answers=1, ask_after_failures=2))
    events = []
    for _ in range(2):
        talk.given(visitor_says())
        talk.given(replace(assistant_says(talk.turn()), is_unsure=True))
        events.append(names(talk.when(offers_human(by=BEAN, cause="unknown_answer"))))
    assert events == ["human_offered", "human_requested"]


def test_the_first_failure_can_ask_already() -> None:
    talk = Talk(under(ask_after_failures=1))
    assert fails(talk) == "human_requested"
    assert reason(talk) == ("rule", "an answer failed or was not known")


def test_a_keyword_is_no_failure() -> None:
    talk = a_conversation(under(ask_after_failures=1))
    assert names(talk.when(visitor_says("a human", asks=True))) == "message human_offered"


# --- labels


def labels(*names: str) -> SetLabels:
    return by_agent(SetLabels, NOAH, labels=names)


def test_a_label_asks_for_a_person() -> None:
    talk = a_conversation(under(ask_on_labels=("vip",)))
    assert names(talk.when(labels("order"))) == "labels_changed"
    assert names(talk.when(labels("order", "vip"))) == "labels_changed human_requested"
    assert reason(talk) == ("rule", "label vip")


def test_a_label_that_was_there_before_asks_for_nobody() -> None:
    talk = a_conversation().given(labels("vip"))
    talk.rules = under(ask_on_labels=("vip",))
    assert names(talk.when(labels("vip", "order"))) == "labels_changed"


def test_a_label_asks_for_nobody_where_a_person_is_there_already() -> None:
    talk = with_agent(MARIA, under(ask_on_labels=("vip",)))
    assert names(talk.when(labels("vip"))) == "labels_changed"


def test_whoever_sets_the_label_has_not_put_the_visitor_into_the_queue() -> None:
    """The visitor does not read who labels them, and policy may give them to that agent."""
    talk = a_conversation(under(ask_on_labels=("VIP",)))
    *_, requested = talk.records(labels("vip"))
    assert (requested.event.type, requested.actor) == ("human_requested", SYSTEM)
    assert talk.conversation.left_by == ()


# --- pages


def from_page(text: str = "Hello?", **more: Any) -> PostMessage:
    return replace(visitor_says(text, **more), is_from_offering_page=True)


def test_the_first_message_from_a_page_is_answered_with_the_offer() -> None:
    talk = Talk()
    assert names(talk.when(from_page())) == "message human_offered"
    assert names(talk.when(from_page())) == "message"


def test_a_page_offers_again_once_control_has_changed() -> None:
    talk = Talk().given(from_page(), takes_over(MARIA), releases(MARIA))
    assert names(talk.when(from_page())) == "message human_offered"


def test_a_keyword_on_such_a_page_is_one_offer() -> None:
    assert names(Talk().when(from_page("a human", asks=True))) == "message human_offered"


# --- where nobody can be fetched


@pytest.mark.parametrize("off", [{"enabled": False}, {"is_plan_locked": True}], ids=str)
def test_where_nobody_can_be_fetched_no_point_is_one(off: dict[str, bool]) -> None:
    talk = Talk(under(offer_after_answers=1, ask_after_failures=1, ask_on_labels=("vip",), **off))
    assert names(talk.when(from_page())) == "message"
    assert answers(talk) == "message message"
    assert fails(talk) == "message"
    assert names(talk.when(labels("vip"))) == "labels_changed"


def reason(talk: Talk) -> tuple[str, str | None]:
    control, requested = talk.conversation.control, talk.log[-1].event
    assert isinstance(control, Waiting)
    assert isinstance(requested, HumanRequested)
    return control.trigger, control.reason
