"""What follows from events: who is asked, told, watched and reached, once, and the same whenever an event is replayed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.core.commands import (
    ContinueWithAssistant,
    DeclineHuman,
    Draft,
    ExpireOwner,
    LeaveContact,
    Reopen,
    ReportOwnerLost,
    SetLabels,
)
from relevo.core.conversation import Conversation
from relevo.core.errors import Refusal
from relevo.core.events import Recorded
from relevo.core.ids import Epoch, Seq, TurnId
from relevo.core.react import Effect, EffectKind, react
from relevo.core.rules import OnKeyword, OwnerVanishes, WhileWaiting
from tests.core.given import (
    ID,
    MARIA,
    NOAH,
    NOW,
    SUE,
    WAIT_MS,
    Talk,
    a_conversation,
    agent_says,
    asks_for_human,
    by_agent,
    by_clock,
    by_visitor,
    closed,
    offers_human,
    releases,
    rules,
    takes_over,
    transfers,
    visitor_says,
    waiting,
    with_agent,
)
from tests.core.table.rows import ROWS
from tests.examples import THOUSAND


def following(talk: Talk, command) -> list[str]:
    return talk.given(command).effect_kinds()


def test_a_visitors_message_asks_the_assistant_that_has_control() -> None:
    talk = a_conversation()
    (effect,) = talk.effects
    assert effect == Effect(EffectKind.ASK_ASSISTANT, talk.conversation.workspace_id, ID, Seq(2), Epoch(0), NOW)
    assert effect.key == "ask_assistant:2"


@pytest.mark.parametrize(
    ("state", "follows"),
    [
        (lambda: a_conversation().given(offers_human()), ["ask_assistant"]),
        (waiting, []),
        (lambda: waiting(rules(while_waiting=WhileWaiting.KEEP_HELPING)), ["ask_assistant"]),
        (with_agent, ["notify"]),
    ],
    ids=["with an offer open", "waiting", "waiting with a standby", "with an agent"],
)
def test_who_learns_of_a_visitors_message(state, follows: list[str]) -> None:
    assert following(state(), visitor_says()) == follows


def test_a_message_that_brings_an_offer_waits_for_the_answer() -> None:
    talk = a_conversation()
    assert following(talk, visitor_says("a human", asks=True)) == []
    assert following(talk, by_visitor(DeclineHuman)) == ["ask_assistant"]


def test_who_declines_after_a_failed_answer_is_not_failed_again() -> None:
    talk = a_conversation()
    talk.given(offers_human(talk.turn()))
    assert talk.conversation.is_asked
    assert following(talk, by_visitor(DeclineHuman)) == []


def test_a_message_that_fetches_a_person_needs_no_answer() -> None:
    """Not even by a standby: the turn would begin under a control that is over."""
    talk = a_conversation(rules(while_waiting=WhileWaiting.KEEP_HELPING, on_keyword=OnKeyword.IMMEDIATE))
    assert following(talk, visitor_says("a human!", asks=True)) == ["expire_wait", "notify"]


def test_a_request_is_told_to_the_team_and_timed() -> None:
    talk = a_conversation()
    assert following(talk, asks_for_human()) == ["expire_wait", "notify"]
    assert [effect.due_at for effect in talk.effects] == [NOW + WAIT_MS, NOW]


def test_an_owner_is_watched_from_the_moment_of_control() -> None:
    talk = a_conversation()
    assert following(talk, takes_over(MARIA)) == ["watch_owner"]
    assert talk.effects[0].due_at == NOW + 60_000
    assert following(talk, transfers(MARIA, NOAH)) == ["watch_owner", "notify"]


def test_who_loses_control_to_somebody_else_is_told() -> None:
    assert following(with_agent(MARIA), takes_over(SUE, force=True)) == ["watch_owner", "notify"]


def test_an_owner_who_is_gone_is_told_so() -> None:
    talk = with_agent()
    assert following(talk, by_clock(ReportOwnerLost, talk.conversation)) == ["notify"]
    assert following(talk, by_clock(ExpireOwner, talk.conversation)) == ["expire_wait", "notify"]
    talk = with_agent(MARIA, rules(owner_vanishes=OwnerVanishes.AI))
    assert following(talk, by_clock(ExpireOwner, talk.conversation)) == ["ask_assistant", "notify"]


def test_what_only_the_team_sees_leads_to_nothing() -> None:
    assert following(a_conversation(), by_agent(SetLabels, MARIA, labels=("vip",))) == []


@pytest.mark.parametrize(
    ("begun", "command", "is_delivered"),
    [
        (a_conversation, visitor_says(), [False]),
        (with_agent, agent_says(MARIA), [True]),
        (a_conversation, asks_for_human(), [True]),
        (a_conversation, visitor_says("a human", asks=True), [False, True]),
        (waiting, by_visitor(ContinueWithAssistant), [True]),
        (with_agent, releases(MARIA), [True]),
        (with_agent, by_visitor(LeaveContact, phone="030 123456"), [False]),
        (closed, by_agent(Reopen, NOAH), [True, True]),
        (a_conversation, by_agent(SetLabels, MARIA, labels=("vip",)), [False]),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "by") else "",
)
def test_other_channels_carry_what_the_visitor_has_not_said(begun, command, is_delivered: list[bool]) -> None:
    """What visitors bring about is for them to read as well: the waiting text, the offer."""
    talk = begun()
    records = talk.records(command)
    web, mail = talk.conversation, replace(talk.conversation, channel="email")
    assert [is_carried(mail, recorded) for recorded in records] == is_delivered
    assert not any(is_carried(web, recorded) for recorded in records)


def test_what_was_seen_of_an_answer_is_not_carried_later() -> None:
    talk = a_conversation()
    cut, taken = talk.records(takes_over(MARIA, draft=Draft(TurnId("t"), talk.conversation.epoch, "Your order")))
    mail = replace(talk.conversation, channel="email")
    assert (is_carried(mail, cut), is_carried(mail, taken)) == (False, True)


def test_a_takeover_without_words_carries_none() -> None:
    """R6."""
    talk = a_conversation(rules(visitor_sees=()))
    (taken,) = talk.records(takes_over(MARIA))
    assert not is_carried(replace(talk.conversation, channel="email"), taken)


@THOUSAND
@given(st.lists(st.sampled_from(list(ROWS)), max_size=12))
def test_effects_are_the_same_whenever_an_event_is_replayed_and_have_keys_of_their_own(rows: list[str]) -> None:
    talk = a_conversation()
    seen: list[str] = []
    for row in rows:
        try:
            records = talk.records(ROWS[row](talk.conversation))
        except Refusal:
            continue
        again = [effect for recorded in records for effect in react(talk.conversation, recorded)]
        assert again == talk.effects
        seen += [effect.key for effect in again]
    assert len(seen) == len(set(seen))


def is_carried(conversation: Conversation, recorded: Recorded) -> bool:
    return EffectKind.DELIVER in {effect.kind for effect in react(conversation, recorded)}
