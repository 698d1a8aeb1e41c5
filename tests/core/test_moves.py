"""Moves in their particulars: what an event holds, what a text says, what comes along in the same step.

Which command leads to which event is the control table's affair (`table/test_table.py`), policies have `test_policies.py`.
"""

from dataclasses import replace

import pytest

from relevo.core.commands import (
    AddNote,
    Command,
    ContinueWithAssistant,
    ExpireOwner,
    ExpireWait,
    Reopen,
    SetLabels,
)
from relevo.core.conversation import Phase, Waiting, WithAgent
from relevo.core.decide import decide
from relevo.core.errors import NotInControl, Taken, TargetUnavailable
from relevo.core.events import Party, Released, TakenOver, Transferred
from relevo.core.rules import AfterResolve, Handoff, Rules, TransferOffline, WhileWaiting
from tests.core.given import (
    BEAN,
    DUE,
    MARIA,
    MOCHA,
    NOAH,
    NOW,
    SUE,
    VERA,
    Talk,
    a_conversation,
    agent_says,
    assistant_says,
    by_agent,
    by_clock,
    by_visitor,
    closed,
    names,
    releases,
    resolves,
    rules,
    starts,
    takes_over,
    transfers,
    visitor_says,
    waiting,
    with_agent,
)

OFF = rules(handoff=Handoff(enabled=False))


# --- begin


def test_a_log_begins_with_who_talks_to_whom() -> None:
    (started,) = Talk().log
    assert (started.seq, started.epoch, started.actor) == (1, 0, VERA)
    assert started.event == decide(None, starts(), Rules())[0]


def test_nothing_else_can_begin_a_conversation() -> None:
    with pytest.raises(LookupError):
        decide(None, visitor_says(), Rules())


def test_a_command_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="no rule for Command"):
        decide(a_conversation().conversation, Command(by=VERA, at=NOW), Rules())


# --- taking, giving


def test_a_takeover_names_who_had_it() -> None:
    parties = [
        (a_conversation(), Party("assistant", BEAN.id, "Bean")),
        (waiting(), Party("waiting")),
    ]
    for talk, party in parties:
        assert talk.when(takes_over(MARIA)) == (TakenOver(MARIA, party, "Maria joined the conversation."),)
    (forced,) = with_agent(MARIA).when(takes_over(SUE, force=True))
    assert forced == TakenOver(SUE, Party("agent", MARIA.id, "Maria"), "Sue joined the conversation.", is_forced=True)


def test_who_comes_too_late_learns_who_has_it_and_since_when() -> None:
    taken = with_agent(MARIA).refusal(takes_over(NOAH))
    assert isinstance(taken, Taken)
    assert (taken.owner, taken.since, str(taken)) == (MARIA, NOW, "Maria has already taken this conversation.")
    refused = with_agent(MARIA).refusal(agent_says(NOAH))
    assert isinstance(refused, NotInControl)
    assert (refused.owner, str(refused)) == (MARIA, "Maria has this conversation.")
    refused = a_conversation().refusal(agent_says(NOAH))
    assert isinstance(refused, NotInControl)
    assert (refused.owner, str(refused)) == (None, "You do not have this conversation.")


def test_a_takeover_can_insist_on_what_the_agent_saw() -> None:
    talk = waiting()
    seen = talk.conversation.epoch
    assert talk.refusal(takes_over(MARIA, expected_epoch=seen - 1)).code == "stale-epoch"
    assert names(talk.when(takes_over(MARIA, expected_epoch=seen))) == "taken_over"


def test_a_release_goes_to_the_assistant_that_had_it_or_to_the_one_that_is_named() -> None:
    assert with_agent(MARIA).given(releases(MARIA)).conversation.answering_assistant() == BEAN
    assert with_agent(MARIA).given(releases(MARIA, to=MOCHA)).conversation.answering_assistant() == MOCHA


def test_a_release_can_have_the_assistant_answer_now() -> None:
    assert with_agent().given(releases(MARIA)).effect_kinds() == []
    assert with_agent().given(releases(MARIA, answer_now=True)).effect_kinds() == ["ask_assistant"]


def test_a_visitor_who_goes_on_with_the_assistant_gets_the_open_answer() -> None:
    assert waiting().given(by_visitor(ContinueWithAssistant)).effect_kinds() == ["ask_assistant"]


def test_a_transfer_names_both_and_keeps_the_note_from_the_text() -> None:
    (moved,) = with_agent(MARIA).when(transfers(MARIA, NOAH, transfer_note=" wants a refund "))
    party = Party("agent", MARIA.id, "Maria")
    assert moved == Transferred(party, NOAH, "wants a refund", "Noah is taking over this conversation.")


def test_a_transfer_leaves_the_next_agent_to_speak_first() -> None:
    talk = with_agent(MARIA).given(agent_says(MARIA), transfers(MARIA, NOAH))
    assert talk.conversation.control == WithAgent(NOAH, NOW)
    assert talk.conversation.phase is Phase.JOINING


def test_a_transfer_to_a_team_waits_in_its_queue() -> None:
    talk = with_agent(MARIA).given(transfers(MARIA, None, team_id="tm_1", transfer_note="refund"))
    assert talk.conversation.control == Waiting(NOW, "transfer", "refund", DUE, team_id="tm_1")
    assert talk.when(transfers(MARIA, None, team_id="tm_1")) == ()
    assert names(talk.when(transfers(MARIA, None, team_id="tm_2"))) == "human_requested"


def test_a_team_that_did_not_come_can_be_asked_again() -> None:
    talk = with_agent(MARIA).given(transfers(MARIA, None, team_id="tm_1"))
    talk.given(by_clock(ExpireWait, talk.conversation, late_ms=180_000))
    assert names(talk.when(transfers(MARIA, None, team_id="tm_1"))) == "human_requested"


@pytest.mark.parametrize(("policy", "may_confirm"), [(TransferOffline.WARN, True), (TransferOffline.BLOCK, False)])
def test_who_transfers_to_somebody_offline_learns_whether_a_confirmation_helps(policy, may_confirm) -> None:
    refused = with_agent(MARIA, rules(transfer_offline=policy)).refusal(transfers(MARIA, NOAH, is_available=False))
    assert isinstance(refused, TargetUnavailable)
    assert (refused.target, refused.may_confirm, str(refused)) == (NOAH, may_confirm, "Noah is offline.")


def test_nobody_falls_back_from_an_agent_to_an_assistant_unasked() -> None:
    """R3 says what happens while somebody waits for the first person, not after one was lost (G20)."""
    talk = with_agent(MARIA, rules(while_waiting=WhileWaiting.KEEP_HELPING))
    talk.given(by_clock(ExpireOwner, talk.conversation))
    assert talk.conversation.phase is Phase.WAITING
    assert talk.conversation.answering_assistant() is None


# --- the end, and after


def test_what_is_closed_has_no_queue_and_no_owner_to_wait_for() -> None:
    for talk in (a_conversation(), waiting(), with_agent()):
        end = talk.given(resolves(MARIA)).conversation
        assert (end.phase, end.is_claimable, end.is_unassigned, end.human_handoff) == (
            Phase.CLOSED,
            False,
            False,
            False,
        )
        assert end.answering_assistant() is None


def test_a_keyword_is_heard_in_the_message_that_reopens() -> None:
    to_assistant, to_queue = (
        rules(after_resolve=AfterResolve.REOPEN_TO_AI),
        rules(after_resolve=AfterResolve.REOPEN_TO_QUEUE),
    )
    asking = visitor_says("A human, please", asks=True)
    assert names(closed(to_assistant).when(asking)) == "reopened released message human_offered"
    assert names(closed(to_queue).when(asking)) == "reopened human_requested message"


def test_what_is_reopened_by_the_visitor_is_answered_once() -> None:
    talk = closed(rules(after_resolve=AfterResolve.REOPEN_TO_AI)).given(visitor_says("One more thing"))
    assert talk.effect_kinds() == ["ask_assistant"]


def test_what_is_reopened_says_so() -> None:
    reopened, released = closed().when(by_agent(Reopen, NOAH))
    assert (reopened.type, isinstance(released, Released)) == ("reopened", True)
    assert released.text == "AI assistant is back."  # type: ignore[attr-defined]


# --- what only the team sees


def test_labels_are_a_set_in_the_order_they_were_given() -> None:
    talk = a_conversation().given(by_agent(SetLabels, MARIA, labels=("vip", " refund ", "vip")))
    assert talk.conversation.labels == ("vip", "refund")
    assert talk.given(by_agent(SetLabels, MARIA, labels=())).conversation.labels == ()


def test_a_note_changes_nothing_that_a_visitor_can_see() -> None:
    before = a_conversation().conversation
    after = a_conversation().given(by_agent(AddNote, NOAH, note_id="n", text="Careful")).conversation
    assert after == replace(before, head_seq=after.head_seq)


def test_an_assistant_answers_what_it_was_asked() -> None:
    talk = a_conversation()
    talk.given(assistant_says(talk.turn()))
    assert (talk.conversation.unanswered, talk.conversation.last_responder) == (0, BEAN)
