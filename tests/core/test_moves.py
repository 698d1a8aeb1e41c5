"""Moves in their particulars: what an event holds, what a text says, what comes along in the same step.

Which command leads to which event is the control table's affair (`table/test_table.py`), policies have `test_policies.py`.
"""

from dataclasses import replace

import pytest

from relevo.core.actors import SYSTEM
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
from relevo.core.events import HumanRequested, Mention, Note, NoteAdded, Party, Released, TakenOver, Transferred
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
    assigns,
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
    turn_of,
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


def test_what_a_supervisor_gives_away_names_the_owner_who_is_told_of_it() -> None:
    for command in (
        releases(SUE),
        resolves(SUE),
        transfers(SUE, None, team_id="tm_1"),
        assigns(SUE, None),
        assigns(SUE, MOCHA),
    ):
        talk = with_agent(MARIA)
        assert getattr(talk.when(command)[0], "overridden") == MARIA  # noqa: B009 - four kinds of events
        assert talk.effect_kinds().count("notify") == 1
        own = with_agent(SUE).when(command)[0]
        assert getattr(own, "overridden") is None  # noqa: B009 - as above
    (_, released) = closed().when(by_agent(Reopen, NOAH))
    assert isinstance(released, Released)
    assert released.overridden is None


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
    requested = talk.log[-1].event
    assert isinstance(requested, HumanRequested)
    assert (requested.note, requested.reason, requested.text) == (
        "refund",
        None,
        "You are being passed to another team.",
    )
    assert talk.when(transfers(MARIA, None, team_id="tm_1")) == ()
    assert names(talk.when(transfers(MARIA, None, team_id="tm_2"))) == "human_requested"


def test_a_team_that_did_not_come_can_be_asked_again() -> None:
    talk = with_agent(MARIA).given(transfers(MARIA, None, team_id="tm_1"))
    talk.given(by_clock(ExpireWait, talk.conversation, late_ms=180_000))
    assert names(talk.when(transfers(MARIA, None, team_id="tm_1"))) == "human_requested"


# --- assigning


def test_an_assignment_says_that_it_is_one_and_keeps_the_note_from_the_text() -> None:
    for talk, party, text in [
        (a_conversation(), Party("assistant", BEAN.id, "Bean"), "Noah is taking over this conversation."),
        (waiting(), Party("waiting"), "Noah joined the conversation."),
        (with_agent(MARIA), Party("agent", MARIA.id, "Maria"), "Noah is taking over this conversation."),
    ]:
        (moved,) = talk.when(assigns(MARIA, NOAH, transfer_note=" wants a refund "))
        assert moved == Transferred(party, NOAH, "wants a refund", text, cause="assigned")


def test_what_is_assigned_by_policy_waits_for_the_first_word_of_the_agent() -> None:
    talk = waiting().given(assigns(SYSTEM, NOAH, expected_epoch=1))
    assert talk.log[-1].event == Transferred(Party("waiting"), NOAH, None, "Noah joined the conversation.", "auto", DUE)
    assert talk.conversation.phase is Phase.JOINING
    assert talk.given(agent_says(NOAH)).conversation.phase is Phase.LIVE


def test_policy_assigns_who_waits_in_vain_too_but_nobody_who_went_on_with_the_assistant() -> None:
    talk = waiting()
    talk.given(by_clock(ExpireWait, talk.conversation, late_ms=180_000))
    assert names(talk.when(assigns(SYSTEM, NOAH))) == "transferred"
    assert waiting().given(by_visitor(ContinueWithAssistant)).when(assigns(SYSTEM, NOAH)) == ()


def test_assigning_to_nobody_leaves_the_conversation_in_the_queue_with_the_note() -> None:
    talk = with_agent(MARIA).given(assigns(MARIA, None, transfer_note="speaks French"))
    assert talk.conversation.control == Waiting(NOW, "queued", "speaks French", DUE)
    of_a_team = with_agent(MARIA).given(transfers(MARIA, None, team_id="tm_1"))
    assert names(of_a_team.when(assigns(NOAH, None))) == "human_requested"
    assert of_a_team.conversation.control == Waiting(NOW, "queued", None, DUE)


def test_another_assistant_quietly_answers_what_the_first_has_not() -> None:
    talk = a_conversation()
    (changed,) = talk.when(assigns(NOAH, MOCHA))
    assert changed == Released(MOCHA, "", "assigned", answers_now=True)
    assert talk.effect_kinds() == ["ask_assistant"]
    assert talk.refusal(assistant_says(turn_of(talk.conversation, behind=1))).code == "stale-epoch"
    assert talk.given(assistant_says(talk.turn(), by=MOCHA)).conversation.assistant == MOCHA
    assert talk.given(assigns(NOAH, BEAN)).effect_kinds() == []


def test_another_assistant_does_not_make_the_visitors_wish_for_a_person_forgotten() -> None:
    talk = waiting().given(by_visitor(ContinueWithAssistant), assigns(NOAH, MOCHA))
    assert talk.conversation.is_claimable


def test_an_assignment_to_an_assistant_takes_the_note_on_the_human_stretch_along() -> None:
    talk = with_agent(MARIA).given(agent_says(MARIA))
    note = Note("replay", "Maria: I look into it.")
    assert names(talk.when(replace(assigns(MARIA, MOCHA), note=note))) == "released handoff_note"


@pytest.mark.parametrize(("policy", "can_confirm"), [(TransferOffline.WARN, True), (TransferOffline.BLOCK, False)])
def test_who_transfers_to_somebody_offline_learns_whether_a_confirmation_helps(policy, can_confirm) -> None:
    refused = with_agent(MARIA, rules(transfer_offline=policy)).refusal(transfers(MARIA, NOAH, target_presence="away"))
    assert isinstance(refused, TargetUnavailable)
    assert (refused.target, refused.presence, refused.can_confirm) == (NOAH, "away", can_confirm)
    assert str(refused) == "Noah is away."


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
    assert reopened.type == "reopened"
    assert isinstance(released, Released)
    assert released.text == "AI assistant is back."


# --- what only the team sees


def test_labels_are_a_set_in_the_order_they_were_given() -> None:
    talk = a_conversation().given(by_agent(SetLabels, MARIA, labels=("vip", " refund ", "vip")))
    assert talk.conversation.labels == ("vip", "refund")
    assert talk.given(by_agent(SetLabels, MARIA, labels=())).conversation.labels == ()


def test_a_note_changes_nothing_that_a_visitor_can_see() -> None:
    before = a_conversation().conversation
    after = a_conversation().given(by_agent(AddNote, NOAH, note_id="n", text="Careful")).conversation
    assert after == replace(before, head_seq=after.head_seq)


def test_a_note_mentions_each_colleague_once() -> None:
    talk = a_conversation()
    (noted,) = talk.when(by_agent(AddNote, NOAH, note_id="n", text="@Maria?", mentions=(MARIA, SUE, MARIA)))
    assert noted == NoteAdded("n", "@Maria?", (Mention(MARIA.id, "Maria"), Mention(SUE.id, "Sue")))
    assert talk.effect_kinds() == ["notify"]


def test_an_assistant_answers_what_it_was_asked() -> None:
    talk = a_conversation()
    talk.given(assistant_says(talk.turn()))
    assert (talk.conversation.unanswered, talk.conversation.last_responder) == (0, BEAN)
